import { useQueries } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
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

/** Say who reads an entry that isn't private. */
export function useReadersText(): string {
  const t = useTexts(journalTexts).checkIn;
  const readers = useReaders().items;
  const names = useQueries({
    queries: readers.map(({ therapistId }) => ({
      queryKey: ['therapist', therapistId],
      queryFn: () =>
        answered(api.GET('/therapists/{therapistId}', { params: { path: { therapistId } } })),
      staleTime: 300_000,
    })),
  });
  const known = names.flatMap((each) => (each.data ? [each.data.name] : []));
  return readers.length ? t.readers(known.join(', ')) : t.noReaders;
}
