import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useAppointmentAnswer } from '../../shared/appointmentAnswers';
import { TherapistName } from '../../shared/Name';
import { useMyTherapists } from '../../shared/people';
import { useAppointmentRequests, type AppointmentRequest } from '../../shared/requests';
import { thisMinute, useSessions } from '../../shared/sessions';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import {
  announce,
  Badge,
  Button,
  ButtonLink,
  Card,
  FailureNotice,
  Page,
  PagedList,
  Row,
  Section,
  Stack,
} from '../../ui';
import { SessionCard } from '../sessions/SessionCard';
import { appointmentTexts } from './texts';

/** What is asked for, what is agreed, and the way to another time. */
export default function AppointmentsPage() {
  const t = useTexts(appointmentTexts);
  const [from] = useState(thisMinute);
  const answered = useAppointmentRequests();
  return (
    <Page title={t.title}>
      <Book />
      <Section title={t.pending}>
        <PagedList
          list={useAppointmentRequests('pending')}
          label={t.pending}
          empty={t.noPending}
          keyOf={(each) => each.requestId}
        >
          {(each) => <PendingRequest request={each} />}
        </PagedList>
      </Section>
      <Section title={t.coming}>
        <PagedList
          list={useSessions({ from, status: 'scheduled' })}
          label={t.coming}
          empty={t.noComing}
          keyOf={(each) => each.sessionId}
        >
          {(each) => <SessionCard session={each} />}
        </PagedList>
      </Section>
      <Section title={t.answered}>
        <PagedList
          list={{ ...answered, items: answered.items.filter((each) => each.status !== 'pending') }}
          label={t.answered}
          empty={t.noAnswered}
          keyOf={(each) => each.requestId}
        >
          {(each) => <AnsweredRequest request={each} />}
        </PagedList>
      </Section>
    </Page>
  );
}

function Book() {
  const t = useTexts(appointmentTexts);
  const mine = useMyTherapists().items.filter((each) => each.between.mapping === 'active');
  return (
    <Section title={t.book}>
      {!mine.length && <p className="quiet">{t.nobody}</p>}
      <Row gap={2}>
        {mine.map((each) => (
          <ButtonLink
            key={each.therapistId}
            kind="main"
            to={`/app/appointments/${each.therapistId}`}
          >
            {each.name}
          </ButtonLink>
        ))}
        <ButtonLink to="/app/therapists">{t.findOther}</ButtonLink>
      </Row>
    </Section>
  );
}

function PendingRequest({ request }: { request: AppointmentRequest }) {
  const t = useTexts(appointmentTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useAppointmentAnswer(() => announce(t.withdrawn));
  return (
    <Card tone="warm">
      <Stack gap={2}>
        <p>
          <strong>
            {format.day(request.startsAt)}, {format.span(request.startsAt, request.endsAt)}
          </strong>{' '}
          · <TherapistName id={request.therapistId} />
        </p>
        {request.reason && <p className="typed">{request.reason}</p>}
        <p className="small">
          {t.pendingHow}{' '}
          {shared.until(format.dayAndTime(request.expiresAt), format.relative(request.expiresAt))}
        </p>
        <FailureNotice failure={answer.failure} />
        <div>
          <Button
            busy={answer.busy}
            onClick={() => void answer.run({ request, status: 'withdrawn' })}
          >
            {shared.withdraw}
          </Button>
        </div>
      </Stack>
    </Card>
  );
}

function AnsweredRequest({ request }: { request: AppointmentRequest }) {
  const t = useTexts(appointmentTexts);
  const { status } = useTexts(sharedTexts);
  const format = useFormats();
  return (
    <Row gap={2}>
      <Badge tone={request.status === 'approved' ? 'good' : 'warm'}>{status[request.status]}</Badge>
      <span>
        {format.dayAndTime(request.startsAt)} · <TherapistName id={request.therapistId} />
      </span>
      {request.sessionId && (
        <ButtonLink kind="quiet" to={`/app/sessions/${request.sessionId}`}>
          {t.session}
        </ButtonLink>
      )}
    </Row>
  );
}
