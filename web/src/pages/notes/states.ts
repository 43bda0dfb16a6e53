import { useQueries } from '@tanstack/react-query';
import { failureOf, type Failure } from '../../api/failure';
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

/** Find out how the notes of these sessions stand; each session takes two reads. */
export function useNoteStates(sessions: readonly Session[]): Found {
  const wanted = sessions.flatMap(({ sessionId }) => KINDS.map((kind) => ({ sessionId, kind })));
  const found = useQueries({
    queries: wanted.map(({ sessionId, kind }) => ({
      queryKey: ['note', sessionId, kind],
      queryFn: () => readNote(sessionId, kind),
      staleTime: 30_000,
    })),
  });
  const failed = found.filter((query) => query.data === undefined && query.error);
  return {
    states: sessions.map((_, index) =>
      stateOf(found.slice(2 * index, 2 * index + 2).map((query) => query.data)),
    ),
    isLoading: found.some((query) => query.isPending),
    failure: failed[0] && failureOf(failed[0].error),
    retry: () => failed.forEach((query) => void query.refetch()),
  };
}

/** A session is done once something was written and all that was written is signed. */
function stateOf(notes: readonly (Note | null | undefined)[]): NoteState | undefined {
  if (notes.some((note) => note === undefined)) return undefined;
  const written = notes.filter((note): note is Note => note !== null && note !== undefined);
  if (!written.length) return 'missing';
  return written.every((note) => note.signedAt) ? 'signed' : 'unsigned';
}
