import { useQueries } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { useAll } from '../../shared/all';
import { sharedTexts } from '../../shared/texts';
import { journalTexts } from './texts';

/** The therapists who may read the journal. */
export function useReaders() {
  const clientId = useProfileId();
  return usePaged(['readers', clientId], (cursor) =>
    answered(
      api.GET('/journals/{clientId}/access', {
        params: { path: { clientId }, query: { limit: 100, ...(cursor && { cursor }) } },
      }),
    ),
  );
}

/** Say who reads an entry that isn't private; nothing for as long as that isn't known. */
export function useReadersText(): string {
  const t = useTexts(journalTexts).checkIn;
  const { someone } = useTexts(sharedTexts);
  const readers = useAll(useReaders());
  const names = useQueries({
    queries: readers.items.map(({ therapistId }) => ({
      queryKey: ['therapist', therapistId],
      queryFn: () =>
        answered(api.GET('/therapists/{therapistId}', { params: { path: { therapistId } } })),
      staleTime: 300_000,
    })),
  });
  if (readers.failure) return t.unknownReaders;
  if (readers.isLoading || readers.hasMore || names.some((each) => each.isPending)) return '';
  if (!readers.items.length) return t.noReaders;
  return t.readers(names.map((each) => each.data?.name ?? someone).join(', '));
}
