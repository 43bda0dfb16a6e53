import type { ReactNode } from 'react';
import { useTexts } from '../../i18n';
import { OtherName } from '../../shared/Name';
import type { Session } from '../../shared/sessions';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { Badge, ButtonLink, Card, Row, Stack } from '../../ui';
import styles from './sessions.module.css';
import { sessionTexts } from './texts';

const TONES = {
  scheduled: 'accent',
  completed: 'good',
  missed: 'warm',
  cancelled: 'warm',
  late_cancelled: 'danger',
} as const;

/** What became of a session, in a word. */
export function SessionStatus({ session }: { session: Session }) {
  const t = useTexts(sessionTexts);
  const { status } = useTexts(sharedTexts);
  const now = useNow();
  if (session.status === 'scheduled' && Date.parse(session.endsAt) < now)
    return <Badge tone="warm">{status.unrecorded}</Badge>;
  if (session.status === 'scheduled' && Date.parse(session.startsAt) <= now)
    return <Badge tone="accent">{t.underWay}</Badge>;
  return <Badge tone={TONES[session.status]}>{status[session.status]}</Badge>;
}

/** A session in a list, with what else can be done about it there. */
export function SessionCard({ session, actions }: { session: Session; actions?: ReactNode }) {
  const t = useTexts(sessionTexts);
  const format = useFormats();
  return (
    <Card>
      <Row className={styles.apart}>
        <Stack gap={1}>
          <Row gap={2}>
            <h3>
              {format.day(session.startsAt)}, {format.span(session.startsAt, session.endsAt)}
            </h3>
            <SessionStatus session={session} />
          </Row>
          <p className="quiet">
            <OtherName {...session} />
            {session.place && ` · ${session.place}`}
          </p>
        </Stack>
        <Row gap={2}>
          <ButtonLink to={`/app/sessions/${session.sessionId}`}>{t.open}</ButtonLink>
          {actions}
        </Row>
      </Row>
    </Card>
  );
}
