import { Link, useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useRole } from '../../session/session';
import { useAll } from '../../shared/all';
import { BothZones } from '../../shared/BothZones';
import { useHome } from '../../shared/home';
import { OtherName } from '../../shared/Name';
import { useAddenda, useNote, type Note } from '../../shared/notes';
import { useSession, type Session } from '../../shared/sessions';
import { useFormats } from '../../time/formats';
import { Badge, Card, Empty, FailureNotice, Page, Read, Row, Section, Stack } from '../../ui';
import { CancelSession } from './CancelSession';
import type { Current } from './change';
import { SessionStatus } from './SessionCard';
import styles from './sessions.module.css';
import { TherapistActions } from './TherapistActions';
import { sessionTexts } from './texts';

/** One session: when and where, what was noted for both, and what can be done about it. */
export default function SessionPage() {
  const t = useTexts(sessionTexts);
  const { sessionId = '' } = useParams();
  const query = useSession(sessionId);
  return (
    <Page title={t.one}>
      <Read query={query}>
        {(session) => <Shown session={session} reread={async () => (await query.refetch()).data} />}
      </Read>
    </Page>
  );
}

function Shown({ session, reread }: Current) {
  const t = useTexts(sessionTexts);
  const isTherapist = useRole() === 'therapist';
  const home = useHome();
  return (
    <Stack gap={5}>
      <div {...home.place} aria-label={t.one}>
        <Row gap={2}>
          <h2>
            <OtherName {...session} />
          </h2>
          <SessionStatus session={session} />
        </Row>
      </div>
      <BothZones startsAt={session.startsAt} endsAt={session.endsAt} zone={session.timezone} />
      <p>
        <strong>{t.where}:</strong> {session.place ?? t.noPlace}
      </p>
      <Cancelled session={session} />
      {isTherapist && <TherapistActions {...{ session, reread }} onRecorded={home.goHome} />}
      {session.status === 'scheduled' && (
        <>
          <CalendarHint />
          <CancelSession session={session} onCancelled={home.goHome} />
        </>
      )}
      {!isTherapist && <SharedNote session={session} />}
    </Stack>
  );
}

function Cancelled({ session }: { session: Session }) {
  const t = useTexts(sessionTexts);
  const format = useFormats();
  if (!session.cancelledAt) return null;
  const who = t.who[(session.cancelledBy ?? 'system') as keyof typeof t.who];
  return (
    <Card tone="warm">
      <p>{t.cancelledBy(who, format.dayAndTime(session.cancelledAt))}</p>
      {session.cancelReason && <p className="typed">{session.cancelReason}</p>}
    </Card>
  );
}

function CalendarHint() {
  const t = useTexts(sessionTexts);
  return (
    <p className="quiet small">
      {t.calendarHint} <Link href="/app/settings/calendar">{t.calendarLink}</Link>
    </p>
  );
}

function SharedNote({ session }: { session: Session }) {
  const t = useTexts(sessionTexts);
  const query = useNote(session.sessionId, 'shared');
  return (
    <Section title={t.note}>
      <Read query={query}>
        {(note) => (note ? <NoteText note={note} /> : <Empty>{t.noNote}</Empty>)}
      </Read>
    </Section>
  );
}

function NoteText({ note }: { note: Note }) {
  const t = useTexts(sessionTexts);
  const format = useFormats();
  return (
    <Card>
      <Stack gap={3}>
        <div>
          <Badge tone={note.signedAt ? 'good' : 'warm'}>
            {note.signedAt ? t.signed(format.day(note.signedAt)) : t.notSigned}
          </Badge>
        </div>
        <p className="typed">{note.text}</p>
        {note.assignments?.length ? (
          <Stack gap={2}>
            <h3>{t.assignments}</h3>
            <ul className={styles.todo}>
              {note.assignments.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </Stack>
        ) : null}
        {note.signedAt && <Addenda sessionId={note.sessionId} />}
      </Stack>
    </Card>
  );
}

/** What was added to the shared note after it was signed, in its order. */
function Addenda({ sessionId }: { sessionId: string }) {
  const t = useTexts(sessionTexts);
  const format = useFormats();
  const { items, failure, retry } = useAll(useAddenda(sessionId, 'shared'));
  return (
    <>
      {items.length > 0 && <h3>{t.addenda}</h3>}
      {items.map((each) => (
        <p key={each.addendumId} className="typed">
          <span className="quiet small">{format.dayAndTime(each.signedAt)}</span> {each.text}
        </p>
      ))}
      <FailureNotice failure={failure} onRetry={retry} />
    </>
  );
}
