import { useState } from 'react';
import { useTexts } from '../../i18n';
import {
  useAccessRequests,
  useAppointmentRequests,
  useMappingRequests,
} from '../../shared/requests';
import { ButtonLink, Dialog, Page, PagedList, Section } from '../../ui';
import { AppointmentRequestView } from './AppointmentRequestView';
import { Invite } from './Invite';
import { MyRequestView, TheirRequestView } from './RequestViews';
import { requestTexts } from './texts';

/** What waits for the therapist's answer, and what of theirs waits for a client's. */
export default function RequestsPage() {
  const t = useTexts(requestTexts);
  const mappings = useMappingRequests('pending');
  const [made, setMade] = useState<string>();
  const by = (side: string) => mappings.items.filter((each) => each.askedBy === side);
  return (
    <Page title={t.title}>
      <Section title={t.appointments}>
        <PagedList
          list={useAppointmentRequests('pending')}
          label={t.appointments}
          empty={t.noAppointments}
          keyOf={(each) => each.requestId}
        >
          {(each) => <AppointmentRequestView request={each} onAccepted={setMade} />}
        </PagedList>
      </Section>
      <Section title={t.mappings}>
        <PagedList
          list={{ ...mappings, items: by('client') }}
          label={t.mappings}
          empty={t.noMappings}
          keyOf={(each) => each.requestId}
        >
          {(each) => <TheirRequestView request={each} />}
        </PagedList>
      </Section>
      <Section title={t.mine}>
        <Mine mappings={by('therapist')} />
      </Section>
      <Invite />
      {made && <Made sessionId={made} onClose={() => setMade(undefined)} />}
    </Page>
  );
}

/** The session that accepting made: the request itself is gone from the list by then. */
function Made({ sessionId, onClose }: { sessionId: string; onClose(): void }) {
  const t = useTexts(requestTexts);
  return (
    <Dialog title={t.accepted} onClose={onClose}>
      <div>
        <ButtonLink kind="main" to={`/app/sessions/${sessionId}`}>
          {t.toSession}
        </ButtonLink>
      </div>
    </Dialog>
  );
}

function Mine({ mappings }: { mappings: ReturnType<typeof useMappingRequests>['items'] }) {
  const t = useTexts(requestTexts);
  const accesses = useAccessRequests('pending');
  const all = [
    ...mappings.map((request) => ({ request, kind: 'mapping' as const })),
    ...accesses.items.map((request) => ({ request, kind: 'journal' as const })),
  ];
  return (
    <PagedList
      list={{ ...accesses, items: all }}
      label={t.mine}
      empty={t.noMine}
      keyOf={(each) => each.request.requestId}
    >
      {(each) => <MyRequestView {...each} />}
    </PagedList>
  );
}
