import { answered, api } from '../../api/client';
import { ONCE, usePaged } from '../../api/queries';
import { useRole } from '../../session/session';

/** Which entries of a journal are asked for; moments are RFC 3339. */
export interface Which {
  from?: string | undefined;
  to?: string | undefined;
  /** A word, or a family. */
  feeling?: string | undefined;
  /** How many at once, 20 where it isn't said. */
  limit?: number;
}

/** The entries of a journal, the latest first. A therapist's reading is written down. */
export function useEntries(clientId: string, { from, to, feeling, limit }: Which, enabled = true) {
  const isReader = useRole() === 'therapist';
  const query = {
    ...(from && { from }),
    ...(to && { to }),
    ...(feeling && { feeling }),
    ...(limit && { limit }),
  };
  return usePaged(
    ['journal', clientId, 'list', query],
    (cursor) =>
      answered(
        api.GET('/journals/{clientId}', {
          params: { path: { clientId }, query: { ...query, ...(cursor && { cursor }) } },
        }),
      ),
    { enabled, ...(isReader && ONCE) },
  );
}
