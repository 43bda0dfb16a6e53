import { answered, api, ifMatch, once } from '../../api/client';
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
  ['appointment-requests'],
];

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
      answered<unknown>(
        isOpen
          ? api.PUT('/journals/{clientId}/access/{therapistId}', { params: { path } })
          : api.DELETE('/journals/{clientId}/access/{therapistId}', { params: { path } }),
      ),
    { changes: BETWEEN, onDone },
  );
}
