import { translations } from '../../i18n';

export const searchTexts = translations({
  en: {
    title: 'Search',
    keyword: 'What are you looking for?',
    in: 'Where?',
    everywhere: 'Everywhere',
    submit: 'Search',
    results: 'What was found',
    firstClient:
      'Search your journal, shared notes, messages and therapists, by the beginning of a word. What you look for is kept nowhere.',
    firstTherapist:
      'Search your clients, your notes, messages and the journals that are open to you, by the beginning of a word. What you look for is kept nowhere.',
    nothing: 'Nothing was found. Try the beginning of another word, or search everywhere.',
    what: {
      client: 'Client',
      entry: 'Journal',
      note: 'Note',
      addendum: 'Addendum',
      message: 'Message',
      therapist: 'Therapist',
    },
    open: 'Open',
    wait: (seconds: number) => `You can search again in ${seconds} seconds.`,
  },
  de: {
    title: 'Suche',
    keyword: 'Was suchen Sie?',
    in: 'Wo?',
    everywhere: 'Überall',
    submit: 'Suchen',
    results: 'Was gefunden wurde',
    firstClient:
      'Durchsuchen Sie Ihr Tagebuch, geteilte Notizen, Nachrichten und Therapeutinnen und Therapeuten nach dem Anfang eines Wortes. Was Sie suchen, wird nirgends aufbewahrt.',
    firstTherapist:
      'Durchsuchen Sie Ihre Klientinnen und Klienten, Ihre Notizen, Nachrichten und die für Sie offenen Tagebücher nach dem Anfang eines Wortes. Was Sie suchen, wird nirgends aufbewahrt.',
    nothing:
      'Nichts gefunden. Versuchen Sie den Anfang eines anderen Wortes, oder suchen Sie überall.',
    what: {
      client: 'Person',
      entry: 'Tagebuch',
      note: 'Notiz',
      addendum: 'Nachtrag',
      message: 'Nachricht',
      therapist: 'Therapie',
    },
    open: 'Öffnen',
    wait: (seconds: number) => `In ${seconds} Sekunden können Sie wieder suchen.`,
  },
});
