import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { useDraft } from '../../session/drafts';
import { readNote, type Note, type NoteKind } from '../../shared/notes';
import { useStore } from '../../store';
import { draftName, type Kept, type NoteForm } from './form';
import { Writing, writingOf, type Written } from './writing';

/** Write a note, whole: new, or over the version that was read. */
function write(sessionId: string, kind: NoteKind, form: NoteForm, version: number | undefined) {
  const header = version === undefined ? { 'If-None-Match': '*' as const } : ifMatch(version);
  const params = { path: { sessionId }, header };
  const { text } = form;
  return answered(
    kind === 'shared'
      ? api.PUT('/sessions/{sessionId}/notes/shared', {
          params,
          body: { text, assignments: [...form.assignments] },
        })
      : api.PUT('/sessions/{sessionId}/notes/private', { params, body: { text } }),
  );
}

interface Editing {
  writing: Writing;
  now: Written;
}

/** Edit a session's note. What isn't saved yet outlives the page, as a draft. */
export function useEditing(sessionId: string, kind: NoteKind, note: Note | null): Editing {
  const client = useQueryClient();
  const name = draftName(sessionId, kind);
  const draft = useDraft<Kept | undefined>(name, undefined);
  const [writing] = useState(() =>
    writingOf(
      name,
      () =>
        new Writing(note, draft.value, {
          read: () => readNote(sessionId, kind),
          write: (form, version) => write(sessionId, kind, form, version),
          know: (next) => client.setQueryData(['note', sessionId, kind], next),
          keep: draft.set,
          forget: draft.clear,
        }),
    ),
  );
  useEffect(() => writing.adopt(note), [writing, note]);
  useSaveOnLeaving(writing);
  return { writing, now: useStore(writing.store) };
}

/** Don't wait where the page goes, the window is hidden, or the connection is back. */
function useSaveOnLeaving(writing: Writing): void {
  useEffect(() => {
    const flush = () => void writing.flush();
    document.addEventListener('visibilitychange', flush);
    addEventListener('online', flush);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      removeEventListener('online', flush);
      flush();
    };
  }, [writing]);
}
