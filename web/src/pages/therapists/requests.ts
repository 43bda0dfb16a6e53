import { useQuery } from '@tanstack/react-query';
import { answered, api, ifMatch, once } from '../../api/client';
import { failureOf } from '../../api/failure';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { announce } from '../../ui';
import { therapistTexts } from './texts';

type Status = 'approved' | 'rejected' | 'withdrawn';

/** What is read anew when something changed between a client and a therapist. */
export const BETWEEN = [
  ['related'],
  ['mapping-requests'],
  ['journal-access-requests'],
  ['readers'],
  ['consents'],
  ['conversations'],
  ['sessions'],
  ['slots'],
  ['appointment-requests'],
];

/** A request to be mapped, by its id. */
export function useMappingRequest(requestId: string) {
  return useQuery({
    queryKey: ['mapping-requests', 'one', requestId],
    queryFn: () =>
      answered(api.GET('/mapping-requests/{requestId}', { params: { path: { requestId } } })),
  });
}

/** Ask a therapist to be mapped. */
export function useAskToBeMapped() {
  const t = useTexts(therapistTexts);
  return useAction(
    (therapistId: string, key: string) =>
      answered(
        api.POST('/mapping-requests', { params: { header: once(key) }, body: { therapistId } }),
      ),
    { changes: BETWEEN, onDone: () => announce(t.asked) },
  );
}

interface Answer {
  requestId: string;
  status: Status;
}

/** Answer or withdraw a request to be mapped, as it stands now. */
export function useMappingAnswer() {
  const said = useSaid();
  return useAction(
    async ({ requestId, status }: Answer) => {
      const path = { requestId };
      const now = await answered(api.GET('/mapping-requests/{requestId}', { params: { path } }));
      return answered(
        api.PATCH('/mapping-requests/{requestId}', {
          params: { path, header: ifMatch(now.version) },
          body: { status },
        }),
      );
    },
    { changes: BETWEEN, onDone: said },
  );
}

/** Answer or withdraw a request to read a journal, as it stands now. */
export function useAccessAnswer() {
  const said = useSaid();
  return useAction(
    async ({ requestId, status }: Answer) => {
      const path = { requestId };
      const now = await answered(
        api.GET('/journal-access-requests/{requestId}', { params: { path } }),
      );
      return answered(
        api.PATCH('/journal-access-requests/{requestId}', {
          params: { path, header: ifMatch(now.version) },
          body: { status },
        }),
      );
    },
    { changes: BETWEEN, onDone: said },
  );
}

function useSaid() {
  const t = useTexts(therapistTexts);
  return (_: unknown, { status }: Answer) =>
    announce(status === 'withdrawn' ? t.withdrawn : t.answered);
}

interface Pair {
  clientId: string;
  therapistId: string;
}

/** End a mapping; either side may. */
export function useUnmapping(onDone: () => void) {
  const t = useTexts(therapistTexts);
  return useAction(
    (path: Pair) =>
      answered(api.DELETE('/mappings/{clientId}/{therapistId}', { params: { path } })),
    {
      changes: BETWEEN,
      onDone: () => {
        announce(t.hasEnded);
        onDone();
      },
    },
  );
}

/** Let a therapist read the journal, or no longer. */
export function useJournalDoor(onDone: () => void) {
  return useAction(
    ({ isOpen, ...path }: Pair & { isOpen: boolean }) =>
      isOpen
        ? answered<unknown>(
            api.PUT('/journals/{clientId}/access/{therapistId}', { params: { path } }),
          )
        : closed(path),
    { changes: BETWEEN, onDone },
  );
}

/** Close the journal; that it is closed already, as by another window, is as good. */
async function closed(path: Pair): Promise<unknown> {
  try {
    return await answered<unknown>(
      api.DELETE('/journals/{clientId}/access/{therapistId}', { params: { path } }),
    );
  } catch (error) {
    if (failureOf(error).status !== 404) throw error;
    return undefined;
  }
}
