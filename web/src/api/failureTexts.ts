import { usePreferences, type Language } from '../preferences/preferences';
import { UNKNOWN, type Failure } from './failure';

interface Description {
  happened: string;
  remedy: string;
}

type Entry = readonly [happened: string, remedy: string];

const en = {
  'site.unreachable': [
    'There is no connection.',
    'What you typed is still here. Try again once you are online.',
  ],
  'site.not_loaded': [
    'This page could not be loaded.',
    'Try again once you are online. If it stays so, the site was renewed: save or send what you typed, and reload it.',
  ],
  'site.unknown': ['Something went wrong.', 'What you typed is still here. Try again in a moment.'],
  'input.invalid': [
    'Something needs correcting.',
    'See what is marked, correct it and send it again.',
  ],
  'auth.required': ['You are logged out.', 'Log in again; what you typed waits for you.'],
  'auth.invalid_credentials': [
    'E-mail address and password don’t belong together.',
    'Check both and try again.',
  ],
  'auth.login_ended': ['This log-in has ended.', 'Log in again; what you typed waits for you.'],
  'access.not_allowed': ['This isn’t open to you.', 'Ask the practice if you think it should be.'],
  'access.not_found': [
    'There is nothing here for you.',
    'It may have been removed, or is no longer yours to see.',
  ],
  'access.not_verified': [
    'The practice hasn’t verified your account yet.',
    'Once it has, you can offer times and ask clients.',
  ],
  'state.conflict': ['That isn’t possible as things stand now.', 'Look again and decide anew.'],
  'state.version_mismatch': [
    'It was changed in the meantime.',
    'Look at how it is now, and decide anew.',
  ],
  'accounts.email_taken': [
    'There is an account with this address.',
    'Log in with it, or use another address.',
  ],
  'accounts.busy': ['Many people are logging in.', 'Try again in a few seconds.'],
  'scheduling.slot_taken': [
    'Somebody was quicker: this time is no longer open.',
    'Choose another one.',
  ],
  'scheduling.slots_overlap': [
    'You have a slot at this time already.',
    'Choose another time, or withdraw the other.',
  ],
  'scheduling.sessions_overlap': ['There is another session at this time.', 'Choose another time.'],
  'scheduling.too_many_holds': [
    'Enough of your requests are waiting.',
    'Wait for an answer, or withdraw one.',
  ],
  'requests.closed': [
    'This request was answered or has expired.',
    'Look again to see what became of it.',
  ],
  'idempotency.under_way': [
    'The first try is still under way.',
    'Try again in a moment; nothing is done twice.',
  ],
  'limits.too_many_requests': ['That was often in a short time.', 'Wait a little and try again.'],
  'table.try_again': [
    'The service is busy.',
    'What you typed is still here. Try again in a moment.',
  ],
  'body.too_large': ['That is too long.', 'Shorten it and send it again.'],
  'answer.too_large': [
    'This is too much to be sent at once. Nothing of it is lost.',
    'Tell your practice: it can hand it to you another way.',
  ],
} satisfies Record<string, [string, string]>;

const de = {
  'site.unreachable': [
    'Es besteht keine Verbindung.',
    'Was Sie getippt haben, ist noch da. Versuchen Sie es erneut, sobald Sie online sind.',
  ],
  'site.not_loaded': [
    'Diese Seite konnte nicht geladen werden.',
    'Versuchen Sie es erneut, sobald Sie online sind. Bleibt es so, wurde die Website erneuert: Speichern oder senden Sie, was Sie getippt haben, und laden Sie sie neu.',
  ],
  'site.unknown': [
    'Etwas ist schiefgegangen.',
    'Was Sie getippt haben, ist noch da. Versuchen Sie es gleich noch einmal.',
  ],
  'input.invalid': [
    'Etwas muss korrigiert werden.',
    'Sehen Sie nach, was markiert ist, und senden Sie es erneut.',
  ],
  'auth.required': [
    'Sie sind abgemeldet.',
    'Melden Sie sich wieder an; was Sie getippt haben, wartet auf Sie.',
  ],
  'auth.invalid_credentials': [
    'E-Mail-Adresse und Passwort gehören nicht zusammen.',
    'Prüfen Sie beide und versuchen Sie es erneut.',
  ],
  'auth.login_ended': [
    'Diese Anmeldung ist beendet.',
    'Melden Sie sich wieder an; was Sie getippt haben, wartet auf Sie.',
  ],
  'access.not_allowed': [
    'Das steht Ihnen nicht offen.',
    'Fragen Sie die Praxis, wenn es das sollte.',
  ],
  'access.not_found': [
    'Hier ist nichts für Sie.',
    'Es wurde vielleicht entfernt, oder Sie dürfen es nicht mehr sehen.',
  ],
  'access.not_verified': [
    'Die Praxis hat Ihr Konto noch nicht bestätigt.',
    'Danach können Sie Termine anbieten und Klientinnen und Klienten anfragen.',
  ],
  'state.conflict': [
    'So, wie es jetzt steht, geht das nicht.',
    'Sehen Sie noch einmal nach und entscheiden Sie neu.',
  ],
  'state.version_mismatch': [
    'Es wurde inzwischen geändert.',
    'Sehen Sie an, wie es jetzt ist, und entscheiden Sie neu.',
  ],
  'accounts.email_taken': [
    'Mit dieser Adresse gibt es schon ein Konto.',
    'Melden Sie sich damit an oder nehmen Sie eine andere Adresse.',
  ],
  'accounts.busy': ['Viele melden sich gerade an.', 'Versuchen Sie es in einigen Sekunden erneut.'],
  'scheduling.slot_taken': [
    'Jemand war schneller: Diese Zeit ist nicht mehr frei.',
    'Wählen Sie eine andere.',
  ],
  'scheduling.slots_overlap': [
    'Um diese Zeit gibt es schon einen Termin von Ihnen.',
    'Wählen Sie eine andere Zeit oder ziehen Sie den anderen zurück.',
  ],
  'scheduling.sessions_overlap': [
    'Um diese Zeit ist schon eine andere Sitzung.',
    'Wählen Sie eine andere Zeit.',
  ],
  'scheduling.too_many_holds': [
    'Es warten schon genug Ihrer Anfragen.',
    'Warten Sie auf eine Antwort oder ziehen Sie eine zurück.',
  ],
  'requests.closed': [
    'Diese Anfrage wurde beantwortet oder ist abgelaufen.',
    'Sehen Sie nach, was daraus geworden ist.',
  ],
  'idempotency.under_way': [
    'Der erste Versuch läuft noch.',
    'Versuchen Sie es gleich noch einmal; nichts geschieht doppelt.',
  ],
  'limits.too_many_requests': [
    'Das war oft in kurzer Zeit.',
    'Warten Sie ein wenig und versuchen Sie es erneut.',
  ],
  'table.try_again': [
    'Der Dienst ist ausgelastet.',
    'Was Sie getippt haben, ist noch da. Versuchen Sie es gleich noch einmal.',
  ],
  'body.too_large': ['Das ist zu lang.', 'Kürzen Sie es und senden Sie es erneut.'],
  'answer.too_large': [
    'Das ist zu viel, um es auf einmal zu senden. Nichts davon geht verloren.',
    'Sagen Sie es Ihrer Praxis: Sie kann es Ihnen anders geben.',
  ],
} satisfies Record<keyof typeof en, [string, string]>;

const texts: Record<Language, Record<string, Entry>> = { en, de };

/** Return a function that says what a failure means and what to do next, from its problem's kind. */
export function useFailureTexts(): (failure: Failure) => Description {
  const known = texts[usePreferences().language];
  return (failure) => {
    const [happened, remedy] = known[failure.code] ?? known[UNKNOWN] ?? ['', ''];
    return { happened, remedy };
  };
}
