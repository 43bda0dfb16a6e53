import { useTexts } from '../../i18n';
import { PagedList } from '../../ui';
import { SessionCard } from '../sessions/SessionCard';
import { useSessionsWith } from './sessions';
import type { TabProps } from './tab';
import { clientTexts } from './texts';

/** The sessions with a client, the latest first. */
export function SessionsTab({ clientId }: TabProps) {
  const t = useTexts(clientTexts);
  const { past, coming } = useSessionsWith(clientId);
  const all = [...past.items, ...coming.items].toReversed();
  return (
    <PagedList
      list={{
        ...past,
        items: all,
        isLoading: past.isLoading || coming.isLoading,
        failure: past.failure ?? coming.failure,
        retry: () => {
          past.retry();
          coming.retry();
        },
      }}
      label={t.tabs.sessions}
      empty={t.noSessions}
      keyOf={(each) => each.sessionId}
    >
      {(each) => <SessionCard session={each} />}
    </PagedList>
  );
}
