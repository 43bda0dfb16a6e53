import type { Note, NoteKind } from '../../shared/notes';

/** What a note says while it is written. A private note has no assignments. */
export interface NoteForm {
  text: string;
  assignments: readonly string[];
}

/** What is typed and not saved yet, with the version of the note that it was typed on. */
export interface Kept {
  form: NoteForm;
  version: number | undefined;
}

/** The name of the draft that holds what isn't saved yet. */
export const draftName = (sessionId: string, kind: NoteKind) => `note-${sessionId}-${kind}`;

export const formOf = (note: Note | null): NoteForm => ({
  text: note?.text ?? '',
  assignments: note?.assignments ?? [],
});

/** The API refuses a note without a text. */
export const isEmpty = (form: NoteForm): boolean => !form.text.trim();

/** Whether a note says what was typed; the API takes white space from both ends. */
export function says(note: Note, form: NoteForm): boolean {
  const lines = ({ text, assignments }: NoteForm) =>
    JSON.stringify([text, ...assignments].map((line) => line.normalize('NFC').trim()));
  return lines(formOf(note)) === lines(form);
}
