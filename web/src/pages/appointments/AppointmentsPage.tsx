import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { useHome } from '../../shared/home';
import { TherapistName } from '../../shared/Name';
import { useMyTherapists } from '../../shared/people';
import { useAppointmentRequests, type AppointmentRequest } from '../../shared/requests';
import { thisMinute, useSessions } from '../../shared/sessions';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Badge, ButtonLink, Loading, FailureNotice, Page, PagedList, Row, Section } from '../../ui';
import { CancelSession } from '../sessions/CancelSession';
import { SessionCard } from '../sessions/SessionCard';
import { PendingRequest } from './PendingRequest';
import { appointmentTexts } from './texts';

/** What is asked for, what is agreed, and the way to another time. */
export default function AppointmentsPage() {
  const t = useTexts(appointmentTexts);
  return (
    <Page title={t.title}>
      <Section title={t.book}>
        <Book />
      </Section>
      <Section title={t.pending}>
        <Pending />
      </Section>
      <Section title={t.coming}>
        <Coming />
      </Section>
      <Section title={t.answered}>
        <Answered />
      </Section>
    </Page>
  );
}

/** With whom to find a time: the client's own therapists, or somebody yet to be found. */
function Book() {
  const t = useTexts(appointmentTexts);
  const { items, isLoading, failure, retry } = useAll(useMyTherapists());
  const mine = items.filter((each) => each.between.mapping === 'active');
  if (isLoading) return <Loading />;
  return (
    <>
      <FailureNotice failure={failure} onRetry={retry} />
      {!mine.length && !failure && <p className="quiet">{t.nobody}</p>}
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
    </>
  );
}

function Pending() {
  const t = useTexts(appointmentTexts);
  const home = useHome();
  return (
    <div {...home.place} aria-label={t.pending}>
      <PagedList
        list={useAppointmentRequests('pending')}
        label={t.pending}
        empty={t.noPending}
        keyOf={(each) => each.requestId}
      >
        {(each) => <PendingRequest request={each} onWithdrawn={home.goHome} />}
      </PagedList>
    </div>
  );
}

function Coming() {
  const t = useTexts(appointmentTexts);
  const [from] = useState(thisMinute);
  const home = useHome();
  return (
    <div {...home.place} aria-label={t.coming}>
      <PagedList
        list={useSessions({ from, status: 'scheduled' })}
        label={t.coming}
        empty={t.noComing}
        keyOf={(each) => each.sessionId}
      >
        {(each) => (
          <SessionCard
            session={each}
            actions={<CancelSession session={each} onCancelled={home.goHome} />}
          />
        )}
      </PagedList>
    </div>
  );
}

function Answered() {
  const t = useTexts(appointmentTexts);
  const all = useAppointmentRequests();
  return (
    <PagedList
      list={{ ...all, items: all.items.filter((each) => each.status !== 'pending') }}
      label={t.answered}
      empty={t.noAnswered}
      keyOf={(each) => each.requestId}
    >
      {(each) => <AnsweredRequest request={each} />}
    </PagedList>
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
