import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { Page } from '../../ui';
import { JournalTabs } from './JournalTabs';
import { journalTexts } from './texts';
import { Trends } from './Trends';

/** What was felt over time. */
export default function TrendsPage() {
  return (
    <Page title={useTexts(journalTexts).trends}>
      <JournalTabs />
      <Trends clientId={useProfileId()} />
    </Page>
  );
}
