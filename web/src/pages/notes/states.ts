import {
  keepPreviousData,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { failureOf, Failure } from '../../api/failure';
import { readNote, type Note, type NoteKind } from '../../shared/notes';
import type { Session } from '../../shared/sessions';

export type NoteState = 'missing' | 'unsigned' | 'signed';

interface Found {
  /** What is left to do about the notes of each session; undefined while that isn't known. */
  states: (NoteState | undefined)[];
  isLoading: boolean;
  /** Why one of them could not be read. */
  failure: Failure | undefined;
  retry(): void;
}

const KINDS: readonly NoteKind[] = ['shared', 'private'];

/**
 * Find out how the notes of these sessions stand. Each session takes two reads; they are told
 * together, as drawing the page anew for each of them keeps a phone busy.
 */
export function useNoteStates(sessions: readonly Session[]): Found {
  const client = useQueryClient();
  const ids = sessions.map(({ sessionId }) => sessionId);
  const found = useQuery({
    queryKey: ['note-states', ids],
    queryFn: () => Promise.all(ids.map((id) => stateOf(client, id))),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
  const known = found.data ?? [];
  return {
    states: ids.map((_, index) => {
      const state = known[index];
      return state instanceof Failure ? undefined : state;
    }),
    isLoading: ids.length > 0 && (found.isPending || found.isPlaceholderData),
    failure: known.find((each) => each instanceof Failure),
    retry: () => void found.refetch(),
  };
}

/** A session is done once something was written and all that was written is signed. */
async function stateOf(client: QueryClient, sessionId: string): Promise<NoteState | Failure> {
  const read = (kind: NoteKind) =>
    client.fetchQuery({
      queryKey: ['note', sessionId, kind],
      queryFn: () => readNote(sessionId, kind),
      staleTime: 30_000,
    });
  try {
    const written = (await Promise.all(KINDS.map(read))).filter((note): note is Note => !!note);
    if (!written.length) return 'missing';
    return written.every((note) => note.signedAt) ? 'signed' : 'unsigned';
  } catch (error) {
    return failureOf(error);
  }
}
