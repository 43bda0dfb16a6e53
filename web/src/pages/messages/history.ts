import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answered, api, type Schemas } from '../../api/client';
import { usePaged } from '../../api/queries';
import type { Pair } from './outbox';
import { useConversations } from './unread';

export type Message = Schemas['MessageAnswer'];

/** How often new messages are looked for while the page is in front, in milliseconds. */
const RHYTHM = 5_000;
/** The same, for as long as looking fails. */
const SLOW_RHYTHM = 30_000;

/** The messages of a conversation, the newest first as they are read, and the earlier behind. */
export function useHistory({ clientId, therapistId }: Pair) {
  const queryKey = ['messages', clientId, therapistId];
  const isFailing = useQueryClient().getQueryState(queryKey)?.status === 'error';
  return usePaged(
    queryKey,
    (cursor) =>
      answered(
        api.GET('/messages', {
          params: { query: { clientId, therapistId, limit: 30, ...(cursor && { cursor }) } },
        }),
      ),
    {
      refetchInterval: ({ state }) =>
        isFailing || (state.data?.pages.length ?? 0) > 1 ? SLOW_RHYTHM : RHYTHM,
    },
  );
}

/** How the conversation stands: what either side has read. */
export const useStanding = (pair: Pair) =>
  useConversations().items.find(
    (each) => each.clientId === pair.clientId && each.therapistId === pair.therapistId,
  );

/** Mark a conversation as read up to its newest message, once it is seen. */
export function useReadMarker({ clientId, therapistId }: Pair, newest: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!newest) return;
    const mark = async () => {
      if (document.hidden) return;
      await answered(
        api.PUT('/conversations/{clientId}/{therapistId}/read-marker', {
          params: { path: { clientId, therapistId } },
          body: { messageId: newest },
        }),
      ).catch(() => undefined);
      await client.invalidateQueries({ queryKey: ['conversations'] });
    };
    void mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [client, clientId, therapistId, newest]);
}
