import { translations } from '../../i18n';

export const frontTexts = translations({
  en: {
    landing: {
      title: 'A quiet place between sessions',
      text: 'Keep a journal of how you feel, decide who may read it, find a time to talk, and write to your therapist.',
      signUp: 'Sign up',
      privacy: {
        title: 'Yours to give, yours to take back',
        text: 'Your journal is closed to everybody until you open it to a therapist, and you see who read it. At any time you can take everything along, or leave and have your journal erased.',
      },
      safe: {
        title: 'Made for a moment of your own',
        text: 'You are logged out when you step away. “Leave” at the top hides the page at once.',
      },
      open: 'Go to your pages',
    },
    logIn: {
      title: 'Log in',
      email: 'E-mail address',
      password: 'Password',
      submit: 'Log in',
      noAccount: 'No account yet?',
      signUp: 'Sign up',
      asked: 'You are logged out.',
      idle: 'You were logged out because nothing happened for a while. Log in to go on where you were.',
      expired: 'Your log-in has ended. Log in to go on where you were.',
      erased: 'Your account is erased. The receipt says what else is, and what is kept.',
    },
  },
  de: {
    landing: {
      title: 'Ein ruhiger Ort zwischen den Sitzungen',
      text: 'Führen Sie Tagebuch darüber, wie es Ihnen geht, entscheiden Sie, wer es lesen darf, finden Sie einen Termin und schreiben Sie Ihrer Therapeutin oder Ihrem Therapeuten.',
      signUp: 'Registrieren',
      privacy: {
        title: 'Sie öffnen, Sie schließen',
        text: 'Ihr Tagebuch ist für alle geschlossen, bis Sie es öffnen, und Sie sehen, wer darin gelesen hat. Sie können jederzeit alles mitnehmen, oder gehen und Ihr Tagebuch löschen lassen.',
      },
      safe: {
        title: 'Gemacht für einen eigenen Moment',
        text: 'Wenn Sie weggehen, werden Sie abgemeldet. „Verlassen“ oben verbirgt die Seite sofort.',
      },
      open: 'Zu Ihren Seiten',
    },
    logIn: {
      title: 'Anmelden',
      email: 'E-Mail-Adresse',
      password: 'Passwort',
      submit: 'Anmelden',
      noAccount: 'Noch kein Konto?',
      signUp: 'Registrieren',
      asked: 'Sie sind abgemeldet.',
      idle: 'Sie wurden abgemeldet, weil eine Weile nichts geschah. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
      expired:
        'Ihre Anmeldung ist beendet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
      erased: 'Ihr Konto ist gelöscht. Die Quittung sagt, was noch, und was bleibt.',
    },
  },
});
