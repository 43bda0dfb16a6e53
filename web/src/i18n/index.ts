import { usePreferences, type Language } from '../preferences/preferences';

type Text = string | ((...values: never[]) => string);
interface Texts {
  readonly [name: string]: Text | Texts;
}

/** The same texts in another language: every name, and every function with the same values. */
type Like<T> = {
  readonly [K in keyof T]: T[K] extends (...values: infer V) => string
    ? (...values: V) => string
    : T[K] extends string
      ? string
      : Like<T[K]>;
};

export type Translations<T> = Readonly<Record<Language, Like<T>>>;

/**
 * The texts of a page or part, in every language. They stand in a `texts.ts` beside what shows
 * them; a text that is missing in one language is an error of types.
 */
export function translations<const T extends Texts>(all: { en: T; de: Like<T> }): Translations<T> {
  return all as unknown as Translations<T>;
}

/** The texts in the language of the page. */
export function useTexts<T>(all: Translations<T>): Like<T> {
  return all[usePreferences().language];
}

/** "1 message", "2 messages": both languages tell one from many. */
export const count = (many: number, one: string, more: string): string =>
  `${many} ${many === 1 ? one : more}`;
