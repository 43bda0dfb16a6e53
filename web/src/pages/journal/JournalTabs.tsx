import { useTexts } from '../../i18n';
import { Tabs } from '../../ui';
import { journalTexts } from './texts';

/** The ways to look at the journal. */
export function JournalTabs() {
  const t = useTexts(journalTexts);
  return (
    <Tabs
      label={t.parts}
      tabs={[
        { to: '/app/journal', label: t.list },
        { to: '/app/journal/month', label: t.month },
        { to: '/app/journal/trends', label: t.trends },
      ]}
    />
  );
}
