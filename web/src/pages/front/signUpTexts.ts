import { translations } from '../../i18n';

export const signUpTexts = translations({
  en: {
    title: 'Sign up',
    role: 'Who are you here?',
    roles: { client: 'A client', therapist: 'A therapist' },
    roleHints: {
      client: 'You look for somebody to talk to, or have found them.',
      therapist: 'The practice checks who you are before you can offer times.',
    },
    name: 'Name',
    nameHint: 'As you like to be called.',
    email: 'E-mail address',
    password: 'Password',
    zone: 'Time zone',
    location: 'Where you work',
    submit: 'Sign up',
    haveAccount: 'You have an account?',
    logIn: 'Log in',
  },
  de: {
    title: 'Registrieren',
    role: 'Wer sind Sie hier?',
    roles: { client: 'Klientin oder Klient', therapist: 'Therapeutin oder Therapeut' },
    roleHints: {
      client: 'Sie suchen jemanden zum Reden oder haben schon jemanden gefunden.',
      therapist: 'Die Praxis prüft, wer Sie sind, bevor Sie Zeiten anbieten.',
    },
    name: 'Name',
    nameHint: 'So, wie Sie genannt werden möchten.',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    zone: 'Zeitzone',
    location: 'Wo Sie arbeiten',
    submit: 'Registrieren',
    haveAccount: 'Sie haben ein Konto?',
    logIn: 'Anmelden',
  },
});
