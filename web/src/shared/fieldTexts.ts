import { translations } from '../i18n';

/** Words of fields that several forms have. */
export const fieldTexts = translations({
  en: {
    password: {
      hint: 'At least 12 characters, 5 of them different. A few words in a row work well.',
      show: 'Show the password',
      empty: '',
      short: (missing: number) => `${missing} more to go.`,
      monotonous: 'Use more different characters.',
      enough: 'Good. A longer one is better still.',
      strong: 'Strong.',
    },
    expertise: {
      label: 'What you work on',
      hint: 'Such as anxiety or grief. Enter or a comma adds one.',
      remove: (what: string) => `Remove ${what}`,
      removed: (what: string) => `${what} is removed.`,
    },
  },
  de: {
    password: {
      hint: 'Mindestens 12 Zeichen, davon 5 verschiedene. Einige Wörter hintereinander sind gut.',
      show: 'Passwort zeigen',
      empty: '',
      short: (missing: number) => `Noch ${missing}.`,
      monotonous: 'Nehmen Sie mehr verschiedene Zeichen.',
      enough: 'Gut. Ein längeres ist noch besser.',
      strong: 'Stark.',
    },
    expertise: {
      label: 'Woran Sie arbeiten',
      hint: 'Etwa Angst oder Trauer. Eingabetaste oder Komma fügt hinzu.',
      remove: (what: string) => `${what} entfernen`,
      removed: (what: string) => `${what} ist entfernt.`,
    },
  },
});
