import { useState } from 'react';
import { useAll } from '../../shared/all';
import { thisMinute, useSessions } from '../../shared/sessions';

const YEAR = 365 * 86_400_000;

/** The sessions with a client of the past year, the earliest first, and those to come. */
export function useSessionsWith(clientId: string) {
  const [now] = useState(thisMinute);
  const [from] = useState(() => new Date(Date.parse(now) - YEAR).toISOString());
  const list = useAll(useSessions({ clientId, from, to: now, limit: 100 }));
  // Which session was the last is known only once all of them are.
  const isLoading = list.isLoading || (list.hasMore && !list.failure);
  const coming = useSessions({ clientId, from: now, limit: 100 });
  return { past: { ...list, isLoading }, coming, now };
}
