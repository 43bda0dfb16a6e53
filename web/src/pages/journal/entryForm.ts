import type { Schemas } from '../../api/client';
import { familyOf, STRENGTHS, USUAL_INTENSITY, type Family, type Strength } from './feelings';

type Vocabulary = Schemas['FeelingsAnswer'];

/** What an entry's form holds while it is filled in. */
export interface EntryForm {
  family: Family | undefined;
  strength: Strength | undefined;
  /** A word of the vocabulary. */
  word: string;
  /** A word of one's own, in its place. */
  ownWord: string;
  intensity: number | undefined;
  words: string;
  isPrivate: boolean;
  isEarlier: boolean;
  /** Local day and time, "2026-03-03T09:30", where it was felt earlier. */
  feltAt: string;
}

/** The name of the check-in's draft, which Home begins with a family. */
export const CHECK_IN = 'check-in';

export const EMPTY: EntryForm = {
  family: undefined,
  strength: undefined,
  word: '',
  ownWord: '',
  intensity: undefined,
  words: '',
  isPrivate: false,
  isEarlier: false,
  feltAt: '',
};

/** The words to choose from, once family and strength are chosen. */
export function choices(vocabulary: Vocabulary, form: EntryForm): readonly string[] {
  const family = vocabulary.families.find((each) => each.family === form.family);
  return family && form.strength ? family[form.strength] : [];
}

/** Choose a family: what was chosen beneath it goes. */
export const withFamily = (form: EntryForm, family: Family): EntryForm => ({
  ...form,
  family,
  strength: undefined,
  word: '',
});

/** Choose a strength: it suggests an intensity, and the word is chosen anew. */
export const withStrength = (form: EntryForm, strength: Strength): EntryForm => ({
  ...form,
  strength,
  word: '',
  intensity: USUAL_INTENSITY[strength],
});

/** The feeling that the form names: one's own word before one of the vocabulary. */
export const feelingOf = (form: EntryForm): string => form.ownWord.trim() || form.word;

/** What an entry's form holds when it is changed. */
export function formOf(entry: Schemas['EntryAnswer'], vocabulary: Vocabulary): EntryForm {
  const family = vocabulary.families.find((each) => each.family === entry.family);
  const strength = STRENGTHS.find((each) => family?.[each].includes(entry.feeling));
  return {
    ...EMPTY,
    family: familyOf(entry),
    strength,
    word: strength ? entry.feeling : '',
    ownWord: strength ? '' : entry.feeling,
    intensity: entry.intensity,
    words: entry.words ?? '',
    isPrivate: entry.private,
  };
}

/** What the API takes of a form, but for when it was felt. */
export const valuesOf = (form: EntryForm) => ({
  feeling: feelingOf(form),
  intensity: form.intensity ?? 5,
  words: form.words.trim() || null,
  private: form.isPrivate,
});
