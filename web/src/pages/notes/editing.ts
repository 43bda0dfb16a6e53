import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { alsoForget, clearDraft, draftOf, useDraft } from '../../session/drafts';
import { readNote, type Note, type NoteKind } from '../../shared/notes';
import { createStore, useStore, type Store } from '../../store';
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

interface State {
  saving: Saving;
  /** The version that the server has; undefined while it has none. */
  version: number | undefined;
  /** After a conflict: how the note stands now. */
  theirs: Note | undefined;
}

/** A note that is being written: one for each note, also while its page is left and come back to. */
interface Held {
  name: string;
  state: Store<State>;
  autosave: Autosave<NoteForm>;
  know(note: Note): void;
  compare(): Promise<void>;
}

const helds = new Map<string, Held>();
alsoForget(() => {
  for (const held of helds.values()) held.autosave.drop();
  helds.clear();
});

function heldFor(sessionId: string, kind: NoteKind, note: Note | null, client: QueryClient): Held {
  const name = `note-${sessionId}-${kind}`;
  const known = helds.get(name);
  if (known) return known;
  const state = createStore<State>({
    saving: { state: 'idle' },
    version: note?.version,
    theirs: undefined,
  });
  const change = (next: Partial<State>) => state.set({ ...state.get(), ...next });
  const know = (next: Note) => {
    change({ version: next.version });
    client.setQueryData(['note', sessionId, kind], next);
  };
  const compare = async () => change({ theirs: (await readNote(sessionId, kind)) ?? undefined });
  const autosave = new Autosave<NoteForm>(
    async (form) => {
      know(await write(sessionId, kind, form, state.get().version));
      if (draftOf(name) === form) clearDraft(name);
    },
    (saving) => {
      change({ saving });
      if (saving.state === 'stopped' && saving.failure.isConflict) void compare();
    },
  );
  const held = { name, state, autosave, know, compare };
  helds.set(name, held);
  const typed = draftOf(name) as NoteForm | undefined;
  if (typed?.text.trim()) autosave.change(typed);
  return held;
}

/** A note that is saved as it is typed. */
export interface Editing extends State {
  form: NoteForm;
  set(form: NoteForm): void;
  /** Save at once; resolves to whether the server has everything. */
  flush(): Promise<boolean>;
  /** After a conflict was put aside: show both versions again. */
  compare(): void;
  keepMine(): void;
  takeTheirs(): void;
  /** Put a conflict aside: nothing is lost, and nothing is saved until it is decided. */
  putAside(): void;
}

/** Edit a session's note. What isn't saved yet outlives the page, as a draft. */
export function useEditing(sessionId: string, kind: NoteKind, note: Note | null): Editing {
  const client = useQueryClient();
  const [held] = useState(() => heldFor(sessionId, kind, note, client));
  const draft = useDraft(held.name, formOf(note));
  const state = useStore(held.state);
  const { theirs } = state;
  const putAside = () => held.state.set({ ...held.state.get(), theirs: undefined });
  useSaveOnLeaving(held.autosave);
  useFollowing(held, note, draft.isTyped);
  return {
    ...state,
    form: draft.value,
    set: (form) => {
      draft.set(form);
      if (form.text.trim()) held.autosave.change(form);
      else held.autosave.drop();
    },
    flush: () => held.autosave.flush(),
    compare: () => void held.compare(),
    putAside,
    keepMine: () => {
      if (theirs) held.know(theirs);
      putAside();
      held.autosave.resume();
    },
    takeTheirs: () => {
      held.autosave.drop();
      if (theirs) held.know(theirs);
      draft.clear();
      putAside();
    },
  };
}

/** While nothing is typed, the version is that of the note as it was last read. */
function useFollowing(held: Held, note: Note | null, isTyped: boolean): void {
  useEffect(() => {
    const now = held.state.get();
    if (!isTyped && note && note.version > (now.version ?? 0))
      held.state.set({ ...now, version: note.version });
  }, [held, note, isTyped]);
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
