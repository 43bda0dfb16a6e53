import { useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useClientName, useMyClients } from '../../shared/people';
import { useWhole } from '../../shared/whole';
import { FailureNotice, Loading, Page, Tabs } from '../../ui';
import { AccessTab } from './AccessTab';
import { JournalTab } from './JournalTab';
import { MessagesTab } from './MessagesTab';
import { OverviewTab } from './OverviewTab';
import { SessionsTab } from './SessionsTab';
import { clientTexts } from './texts';

const TABS = {
  overview: OverviewTab,
  sessions: SessionsTab,
  journal: JournalTab,
  messages: MessagesTab,
  access: AccessTab,
} as const;
type Tab = keyof typeof TABS;

const NOTHING = {
  mapping: 'none',
  journalAccess: 'none',
  contact: 'closed',
  mappingRequestId: null,
  mappingRequestUntil: null,
  accessRequestId: null,
  accessRequestUntil: null,
} as const;

/** One client, as far as they let the therapist in. A journal is read when its tab is opened. */
export default function ClientPage() {
  const t = useTexts(clientTexts);
  const { clientId = '', tab = 'overview' } = useParams();
  const name = useClientName(clientId);
  const mine = useMyClients();
  const isWhole = useWhole(mine);
  const found = mine.items.find((each) => each.clientId === clientId)?.between;
  const between = found ?? (isWhole ? NOTHING : undefined);
  const Shown = TABS[tab in TABS ? (tab as Tab) : 'overview'];
  const base = `/app/clients/${clientId}`;
  return (
    <Page title={t.one} heading={name}>
      <Tabs
        label={t.parts}
        tabs={(Object.keys(TABS) as Tab[]).map((each) => ({
          to: each === 'overview' ? base : `${base}/${each}`,
          label: t.tabs[each],
        }))}
      />
      {between && <Shown {...{ clientId, name, between }} />}
      {!between && !mine.failure && <Loading />}
      {!between && <FailureNotice failure={mine.failure} onRetry={mine.retry} />}
    </Page>
  );
}
