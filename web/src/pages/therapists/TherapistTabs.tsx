import { useTexts } from '../../i18n';
import { Tabs } from '../../ui';
import { therapistTexts } from './texts';

/** Finding therapists, those one has, and who reads the journal. */
export function TherapistTabs() {
  const t = useTexts(therapistTexts);
  return (
    <Tabs
      label={t.parts}
      tabs={[
        { to: '/app/therapists', label: t.find },
        { to: '/app/therapists/mine', label: t.mine },
        { to: '/app/therapists/readers', label: t.readers },
      ]}
    />
  );
}
