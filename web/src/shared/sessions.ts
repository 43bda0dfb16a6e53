import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client';
import { usePaged } from '../api/queries';

export type Session = Schemas['SessionAnswer'];

interface Which {
  /** RFC 3339; sessions that begin then or later, and before `to`. */
  from?: string | undefined;
  to?: string | undefined;
  status?: Session['status'] | undefined;
  clientId?: string | undefined;
  limit?: number;
}

/** The sessions of who is logged in, the earliest first. */
export function useSessions(which: Which, enabled = true) {
  const query = Object.fromEntries(Object.entries(which).filter(([, value]) => value));
  return usePaged(
    ['sessions', query],
    (cursor) =>
      answered(
        api.GET('/sessions', { params: { query: { ...query, ...(cursor && { cursor }) } } }),
      ),
    { enabled },
  );
}

export function useSession(sessionId: string) {
  return useQuery({
    queryKey: ['sessions', 'one', sessionId],
    queryFn: () => answered(api.GET('/sessions/{sessionId}', { params: { path: { sessionId } } })),
  });
}

/** The present, to the minute, so that what is asked for stays the same while a page is shown. */
export function thisMinute(): string {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
}
