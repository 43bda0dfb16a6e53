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

/** A step of the form that was not taken yet. */
export type Gap = 'family' | 'strength' | 'word' | 'intensity';

/** The first step that is missing; undefined where the form can be sent. */
export function gapOf(form: EntryForm): Gap | undefined {
  if (feelingOf(form)) return form.intensity === undefined ? 'intensity' : undefined;
  if (!form.family) return 'family';
  return form.family === 'other' || form.strength ? 'word' : 'strength';
}

type Filled = EntryForm & { intensity: number };
export const isFilled = (form: EntryForm): form is Filled => gapOf(form) === undefined;

/** What an entry's form holds when it is changed. */
export function formOf(entry: Schemas['EntryAnswer'], vocabulary: Vocabulary): Filled {
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
export type EntryValues = Pick<
  Schemas['EntryAnswer'],
  'feeling' | 'intensity' | 'words' | 'private'
>;

export const valuesOf = (form: Filled): EntryValues => ({
  feeling: feelingOf(form),
  intensity: form.intensity,
  words: form.words.trim() || null,
  private: form.isPrivate,
});
