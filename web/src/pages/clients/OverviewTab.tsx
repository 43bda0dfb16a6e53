import { useTexts } from '../../i18n';
import { useClient } from '../../shared/people';
import { FailureNotice, Read, Section, Stack } from '../../ui';
import { SessionCard } from '../sessions/SessionCard';
import { Standing } from './ClientsPage';
import { useSessionsWith } from './sessions';
import type { TabProps } from './tab';
import { clientTexts } from './texts';

/** Who the client is, how the two stand, and when they meet. */
export function OverviewTab({ clientId, between }: TabProps) {
  const t = useTexts(clientTexts);
  const query = useClient(clientId);
  const { past, coming } = useSessionsWith(clientId);
  const next = coming.items.find((each) => each.status === 'scheduled');
  const last = past.items.findLast((each) => each.status === 'completed');
  return (
    <Stack gap={5}>
      <Standing between={between} />
      <Section title={t.contactData}>
        <Read query={query}>
          {({ email, phone }) => <p>{[email, phone].filter(Boolean).join(' · ') || t.noContact}</p>}
        </Read>
      </Section>
      <FailureNotice failure={coming.failure ?? past.failure} onRetry={coming.retry} />
      <Section title={t.next}>
        {next ? <SessionCard session={next} /> : <p className="quiet">{t.noNext}</p>}
      </Section>
      <Section title={t.last}>
        {last ? <SessionCard session={last} /> : <p className="quiet">{t.noLast}</p>}
      </Section>
    </Stack>
  );
}
