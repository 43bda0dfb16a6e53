import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client';
import { failureOf } from '../api/failure';
import { usePaged } from '../api/queries';

export type Note = Schemas['NoteAnswer'];
export type NoteKind = Note['note'];
export type Addendum = Schemas['AddendumAnswer'];

/** A session's note, or null where none was written; `version` is its condition for changes. */
export function useNote(sessionId: string, kind: NoteKind, enabled = true) {
  return useQuery({
    queryKey: ['note', sessionId, kind],
    queryFn: () => readNote(sessionId, kind),
    enabled: enabled && sessionId !== '',
  });
}

/** Read a note as it is now; null where none was written. */
export async function readNote(sessionId: string, kind: NoteKind): Promise<Note | null> {
  const at = { params: { path: { sessionId } } };
  try {
    return await answered(
      kind === 'shared'
        ? api.GET('/sessions/{sessionId}/notes/shared', at)
        : api.GET('/sessions/{sessionId}/notes/private', at),
    );
  } catch (error) {
    if (failureOf(error).status === 404) return null;
    throw error;
  }
}

/** What was added to a signed note, the earliest first. */
export const useAddenda = (sessionId: string, note: NoteKind, enabled = true) =>
  usePaged(
    ['addenda', sessionId, note],
    (cursor) =>
      answered(
        api.GET('/sessions/{sessionId}/notes/addenda', {
          params: { path: { sessionId }, query: { note, ...(cursor && { cursor }) } },
        }),
      ),
    { enabled },
  );
