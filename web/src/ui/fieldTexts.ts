import type { Language } from '../preferences/preferences';

/** What the API says of a field, which it says in English, and what a person is told instead. */
const SENTENCES: readonly (readonly [RegExp, Record<Language, string>])[] = [
  [
    /^takes (\d+) to (\d+) characters/i,
    { en: 'Use $1 to $2 characters.', de: 'Verwenden Sie $1 bis $2 Zeichen.' },
  ],
  [
    /^takes at least (\d+) different characters/i,
    {
      en: 'Use at least $1 different characters.',
      de: 'Verwenden Sie mindestens $1 verschiedene Zeichen.',
    },
  ],
  [
    /^takes a list of at most (\d+) entries/i,
    { en: 'Name at most $1.', de: 'Nennen Sie höchstens $1.' },
  ],
  [
    /^(takes (one line of )?(printable )?text|takes something to see|holds characters)/i,
    { en: 'Use ordinary text.', de: 'Verwenden Sie gewöhnlichen Text.' },
  ],
  [
    /^is not an e-mail address/i,
    { en: 'This is not an e-mail address.', de: 'Das ist keine E-Mail-Adresse.' },
  ],
  [/^is not an IANA time zone/i, { en: 'Choose a time zone.', de: 'Wählen Sie eine Zeitzone.' }],
  [/^is wrong/i, { en: 'This is wrong.', de: 'Das stimmt nicht.' }],
  [
    /^(missing data|field may not be null|is needed)/i,
    { en: 'This is needed.', de: 'Das wird gebraucht.' },
  ],
  [
    /^takes at most (\d+) slots at once/i,
    { en: 'Offer at most $1 times at once.', de: 'Bieten Sie höchstens $1 Termine auf einmal an.' },
  ],
  [
    /^takes a (time|day) within the next two years/i,
    {
      en: 'Choose one within the next two years.',
      de: 'Wählen Sie einen Zeitpunkt in den nächsten zwei Jahren.',
    },
  ],
  [
    /^takes a day within a year from the first/i,
    {
      en: 'Choose a day within a year from the first.',
      de: 'Wählen Sie einen Tag innerhalb eines Jahres nach dem ersten.',
    },
  ],
  [
    /^takes times so far apart/i,
    {
      en: 'Choose times so far apart that none overlaps another.',
      de: 'Wählen Sie Zeiten, die sich nicht überschneiden.',
    },
  ],
];

/** A field's error in the language of the page, where it is one of the API's; others as they are. */
export function fieldText(error: string, language: Language): string {
  for (const [pattern, texts] of SENTENCES) {
    const found = pattern.exec(error);
    if (found) return texts[language].replace(/\$(\d)/g, (_, n: string) => found[Number(n)] ?? '');
  }
  return error;
}
