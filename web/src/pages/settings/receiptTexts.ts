import { translations } from '../../i18n';

/** The parts of a record as a receipt names them; a part that isn't known yet stays as it is. */
export const receiptTexts = translations({
  en: {
    parts: {
      account: 'Account',
      logins: 'Log-ins',
      profile: 'Profile',
      journal: 'Journal',
      'journal-counters': 'Counts of the journal',
      'calendar-days': 'Days of the calendar',
      relationships: 'Relationships',
      'mapping-requests': 'Mapping requests',
      'journal-access-requests': 'Requests to read the journal',
      'appointment-requests': 'Requests for a time',
      sessions: 'Sessions',
      'shared-notes': 'Shared notes',
      'private-notes': 'Private notes',
      addenda: 'Addenda',
      conversations: 'Conversations',
      messages: 'Messages',
      consents: 'Consents',
      audit: 'Audit',
      'slot-rules': 'Weekly rules',
      slots: 'Offered times',
    },
    /** By the API's own sentence. */
    reasons: {},
  },
  de: {
    parts: {
      account: 'Konto',
      logins: 'Anmeldungen',
      profile: 'Profil',
      journal: 'Tagebuch',
      'journal-counters': 'Zählungen des Tagebuchs',
      'calendar-days': 'Tage des Kalenders',
      relationships: 'Beziehungen',
      'mapping-requests': 'Bitten um Begleitung',
      'journal-access-requests': 'Anfragen zum Tagebuch',
      'appointment-requests': 'Anfragen nach einer Zeit',
      sessions: 'Sitzungen',
      'shared-notes': 'Geteilte Notizen',
      'private-notes': 'Private Notizen',
      addenda: 'Nachträge',
      conversations: 'Unterhaltungen',
      messages: 'Nachrichten',
      consents: 'Einwilligungen',
      audit: 'Protokoll',
      'slot-rules': 'Wöchentliche Regeln',
      slots: 'Angebotene Zeiten',
    },
    reasons: {
      'It says who you are.': 'Es sagt, wer Sie sind.',
      'It was yours alone. The key to what was written in it is destroyed.':
        'Es gehörte nur Ihnen. Der Schlüssel zu dem, was darin stand, ist vernichtet.',
      'It only counted what is erased.': 'Es zählte nur, was gelöscht ist.',
      'The other side has to keep it. Your name is not in it any more.':
        'Die andere Seite muss es aufbewahren. Ihr Name steht nicht mehr darin.',
      'It proves what was allowed and done. It holds identifiers, and no name.':
        'Es belegt, was erlaubt war und getan wurde. Es enthält Kennungen und keinen Namen.',
      'Nobody can book by them any more.': 'Niemand kann mehr danach buchen.',
      'They were yours alone.': 'Sie gehörten nur Ihnen.',
    },
  },
});
