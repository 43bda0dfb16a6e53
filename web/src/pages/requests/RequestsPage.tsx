import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { useHome } from '../../shared/home';
import {
  useAccessRequests,
  useAppointmentRequests,
  useMappingRequests,
  type Request,
} from '../../shared/requests';
import type { Paged } from '../../api/queries';
import { ButtonLink, Dialog, Page, PagedList, Section } from '../../ui';
import { AppointmentRequestView } from './AppointmentRequestView';
import { Earlier } from './Earlier';
import { Invite } from './Invite';
import { MyRequestView, TheirRequestView } from './RequestViews';
import { requestTexts } from './texts';

/** What waits for the therapist's answer, and what of theirs waits for a client's. */
export default function RequestsPage() {
  const t = useTexts(requestTexts);
  const mappings = useAll(useMappingRequests('pending'));
  const by = (side: string) => mappings.items.filter((each) => each.askedBy === side);
  return (
    <Page title={t.title}>
      <Appointments />
      <Section title={t.mappings}>
        <Theirs list={{ ...mappings, items: by('client') }} />
      </Section>
      <Section title={t.mine}>
        <Mine mappings={{ ...mappings, items: by('therapist') }} />
        <Earlier />
      </Section>
      <Invite />
    </Page>
  );
}

function Appointments() {
  const t = useTexts(requestTexts);
  const list = useAll(useAppointmentRequests('pending'));
  const [made, setMade] = useState<string | null>(null);
  const home = useHome(made === null);
  const onAnswered = (sessionId: string | null) => {
    setMade(sessionId);
    home.goHome();
  };
  return (
    <Section title={t.appointments}>
      <div {...home.place} aria-label={t.appointments}>
        <PagedList
          list={list}
          label={t.appointments}
          empty={t.noAppointments}
          keyOf={(each) => each.requestId}
        >
          {(each) => <AppointmentRequestView request={each} onAnswered={onAnswered} />}
        </PagedList>
      </div>
      {made && <Made sessionId={made} onClose={() => setMade(null)} />}
    </Section>
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

function Theirs({ list }: { list: Paged<Request> }) {
  const t = useTexts(requestTexts);
  const home = useHome();
  return (
    <div {...home.place} aria-label={t.mappings}>
      <PagedList
        list={list}
        label={t.mappings}
        empty={t.noMappings}
        keyOf={(each) => each.requestId}
      >
        {(each) => <TheirRequestView request={each} onAnswered={home.goHome} />}
      </PagedList>
    </div>
  );
}

function Mine({ mappings }: { mappings: Paged<Request> }) {
  const t = useTexts(requestTexts);
  const home = useHome();
  const accesses = useAll(useAccessRequests('pending'));
  const both = [mappings, accesses];
  const items = [
    ...mappings.items.map((request) => ({ request, kind: 'mapping' as const })),
    ...accesses.items.map((request) => ({ request, kind: 'journal' as const })),
  ];
  const all = {
    items,
    isLoading: both.some((list) => list.isLoading),
    failure: mappings.failure ?? accesses.failure,
    hasMore: both.some((list) => list.hasMore),
    isLoadingMore: both.some((list) => list.isLoadingMore),
    more: () => both.forEach((list) => list.hasMore && list.more()),
    retry: () => both.forEach((list) => list.retry()),
  };
  return (
    <div {...home.place} aria-label={t.mine}>
      <PagedList
        list={all}
        label={t.mine}
        empty={t.noMine}
        keyOf={(each) => each.request.requestId}
      >
        {(each) => <MyRequestView {...each} onWithdrawn={home.goHome} />}
      </PagedList>
    </div>
  );
}
