import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n';
import { TherapistName } from '../../shared/Name';
import { useNote } from '../../shared/notes';
import { useTherapistName } from '../../shared/people';
import {
  useAccessRequests,
  useAppointmentRequests,
  useMappingRequests,
} from '../../shared/requests';
import { thisMinute, useSessions } from '../../shared/sessions';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { ButtonLink, Card, FailureNotice, Loading, Row, Section, Stack } from '../../ui';
import { unreadOf, useConversations } from '../messages/unread';
import styles from './home.module.css';
import { homeTexts } from './texts';

/** Everything that waits for the client or for somebody's answer to them. */
export function Waiting() {
  const t = useTexts(homeTexts);
  const format = useFormats();
  const requests = {
    appointments: useAppointmentRequests('pending'),
    mappings: useMappingRequests('pending'),
    accesses: useAccessRequests('pending'),
  };
  const conversations = useConversations();
  const lists = [...Object.values(requests), conversations];
  const failed = lists.filter((list) => list.failure);
  const isLoading = lists.some((list) => list.isLoading);
  const appointments = requests.appointments.items;
  const mappings = requests.mappings.items.filter((each) => each.askedBy === 'therapist');
  const accesses = requests.accesses.items;
  const unread = unreadOf(conversations.items);
  const some = appointments.length + mappings.length + accesses.length + unread > 0;
  return (
    <Section title={t.waits}>
      <FailureNotice
        failure={failed[0]?.failure}
        onRetry={() => failed.forEach((list) => list.retry())}
      />
      {isLoading && !some && <Loading />}
      {!isLoading && !failed.length && !some && <p className="quiet">{t.nothing}</p>}
      <Stack as="ul" gap={3}>
        {unread > 0 && (
          <Item to="/app/messages" action={t.read}>
            {t.unread(unread)}
          </Item>
        )}
        {mappings.map((each) => (
          <Item
            key={each.requestId}
            to="/app/therapists/mine"
            action={t.answer}
            until={each.expiresAt}
          >
            <Named id={each.therapistId} text={t.mapping} />
          </Item>
        ))}
        {accesses.map((each) => (
          <Item
            key={each.requestId}
            to="/app/therapists/readers"
            action={t.answer}
            until={each.expiresAt}
          >
            <Named id={each.therapistId} text={t.access} />
          </Item>
        ))}
        {appointments.map((each) => (
          <Item key={each.requestId} to="/app/appointments" action={t.see} until={each.expiresAt}>
            {t.appointment(format.dayAndTime(each.startsAt))} (
            <TherapistName id={each.therapistId} />)
          </Item>
        ))}
      </Stack>
      <Assignments />
    </Section>
  );
}

const Named = ({ id, text }: { id: string; text: (name: string) => string }) => (
  <>{text(useTherapistName(id))}</>
);

interface ItemProps {
  to: string;
  action: string;
  until?: string;
  children: ReactNode;
}

function Item({ to, action, until, children }: ItemProps) {
  const t = useTexts(sharedTexts);
  const format = useFormats();
  return (
    <li>
      <Card tone="warm">
        <Row>
          <Stack gap={1}>
            <p>{children}</p>
            {until && (
              <p className="quiet small">
                {t.until(format.dayAndTime(until), format.relative(until))}
              </p>
            )}
          </Stack>
          <ButtonLink to={to}>{action}</ButtonLink>
        </Row>
      </Card>
    </li>
  );
}

/** What the last session's shared note leaves to do. */
function Assignments() {
  const t = useTexts(homeTexts);
  const [to] = useState(thisMinute);
  const [from] = useState(() => new Date(Date.parse(to) - 60 * 86_400_000).toISOString());
  const last = useSessions({ from, to, status: 'completed', limit: 100 }).items.at(-1);
  const note = useNote(last?.sessionId ?? '', 'shared');
  if (!note.data?.assignments?.length) return null;
  return (
    <Stack gap={2}>
      <h3>{t.assignments}</h3>
      <ul className={styles.assignments}>
        {note.data.assignments.map((each, place) => (
          <li key={place}>{each}</li>
        ))}
      </ul>
    </Stack>
  );
}
