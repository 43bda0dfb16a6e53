import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { useDraft } from '../../session/drafts';
import { readNote, type Note, type NoteKind } from '../../shared/notes';
import { Autosave, type Saving } from './autosave';

/** What a note says while it is written. A private note has no assignments. */
export interface NoteForm {
  text: string;
  assignments: readonly string[];
}

export const formOf = (note: Note | null): NoteForm => ({
  text: note?.text ?? '',
  assignments: note?.assignments ?? [],
});

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

/** A note that is saved as it is typed. */
export interface Editing {
  form: NoteForm;
  saving: Saving;
  /** The version that the server has; undefined while it has none. */
  version: number | undefined;
  set(form: NoteForm): void;
  /** Save at once; resolves to whether the server has everything. */
  flush(): Promise<boolean>;
  /** After a conflict: how the note stands now. */
  theirs: Note | undefined;
  keepMine(): void;
  takeTheirs(): void;
}

/** Edit a session's note. What isn't saved yet outlives the page, as a draft. */
export function useEditing(sessionId: string, kind: NoteKind, note: Note | null): Editing {
  const client = useQueryClient();
  const draft = useDraft(`note-${sessionId}-${kind}`, formOf(note));
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const [theirs, setTheirs] = useState<Note>();
  const [version, setVersion] = useState(note?.version);
  const [held] = useState(() => {
    const known = { version: note?.version };
    const know = (next: Note) => {
      known.version = next.version;
      setVersion(next.version);
      client.setQueryData(['note', sessionId, kind], next);
    };
    const autosave = new Autosave<NoteForm>(
      async (form) => know(await write(sessionId, kind, form, known.version)),
      (next) => {
        setSaving(next);
        if (next.state === 'saved') draft.clear();
        if (next.state === 'stopped' && next.failure.isConflict)
          void readNote(sessionId, kind).then((now) => setTheirs(now ?? undefined));
      },
    );
    return { autosave, know };
  });
  useSaveOnLeaving(held.autosave);
  return {
    form: draft.value,
    saving,
    version,
    set: (form) => {
      draft.set(form);
      if (form.text.trim()) held.autosave.change(form);
    },
    flush: () => held.autosave.flush(),
    theirs,
    keepMine: () => {
      if (theirs) held.know(theirs);
      setTheirs(undefined);
      held.autosave.resume();
    },
    takeTheirs: () => {
      held.autosave.drop();
      if (theirs) held.know(theirs);
      draft.clear();
      setTheirs(undefined);
    },
  };
}

/** Don't wait for the pause when the page goes, or the window is hidden. */
function useSaveOnLeaving(autosave: Autosave<NoteForm>): void {
  useEffect(() => {
    const flush = () => void autosave.flush();
    document.addEventListener('visibilitychange', flush);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [autosave]);
}
