import { useState } from 'react';
import type { Paged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { useHome } from '../../shared/home';
import { TherapistName } from '../../shared/Name';
import { useMyTherapists } from '../../shared/people';
import { useAppointmentRequests, type AppointmentRequest } from '../../shared/requests';
import { thisMinute, useSessions, type Session } from '../../shared/sessions';
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
  const [from] = useState(thisMinute);
  const mine = useAll(useMyTherapists());
  const pending = useAppointmentRequests('pending');
  const coming = useSessions({ from, status: 'scheduled' });
  const all = useAppointmentRequests();
  // What came later above what is there already would push it down under the finger.
  const isLoading = [mine, pending, coming, all].some((each) => each.isLoading);
  return (
    <Page title={t.title}>
      {isLoading ? (
        <Loading />
      ) : (
        <>
          <Section title={t.book}>
            <Book list={mine} />
          </Section>
          <Section title={t.pending}>
            <Pending list={pending} />
          </Section>
          <Section title={t.coming}>
            <Coming list={coming} />
          </Section>
          <Section title={t.answered}>
            <Answered all={all} />
          </Section>
        </>
      )}
    </Page>
  );
}

/** With whom to find a time: the client's own therapists, or somebody yet to be found. */
function Book({ list }: { list: ReturnType<typeof useMyTherapists> }) {
  const t = useTexts(appointmentTexts);
  const { items, failure, retry } = list;
  const mine = items.filter((each) => each.between.mapping === 'active');
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

function Pending({ list }: { list: Paged<AppointmentRequest> }) {
  const t = useTexts(appointmentTexts);
  const home = useHome();
  return (
    <div {...home.place} aria-label={t.pending}>
      <PagedList list={list} label={t.pending} empty={t.noPending} keyOf={(each) => each.requestId}>
        {(each) => <PendingRequest request={each} onWithdrawn={home.goHome} />}
      </PagedList>
    </div>
  );
}

function Coming({ list }: { list: Paged<Session> }) {
  const t = useTexts(appointmentTexts);
  const home = useHome();
  return (
    <div {...home.place} aria-label={t.coming}>
      <PagedList list={list} label={t.coming} empty={t.noComing} keyOf={(each) => each.sessionId}>
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

function Answered({ all }: { all: Paged<AppointmentRequest> }) {
  const t = useTexts(appointmentTexts);
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
