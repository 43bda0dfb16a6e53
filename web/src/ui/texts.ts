import { translations } from '../i18n';

export const uiTexts = translations({
  en: {
    loading: 'Loading…',
    loadingMore: 'Loading more…',
    more: 'Show more',
    retry: 'Try again',
    close: 'Close',
    cancel: 'Cancel',
    busy: 'One moment…',
    optional: 'optional',
    support: (id: string) => `If you ask the practice about this, tell them: ${id}`,
    conflict: {
      title: 'This was changed in the meantime',
      text: 'Somebody, perhaps you in another window, has changed it since you opened it. Nothing was overwritten.',
      mine: 'Yours',
      theirs: 'As it is now',
      compare: 'Compare',
      keepMine: 'Save mine over it',
      takeTheirs: 'Take the other',
    },
  },
  de: {
    loading: 'Wird geladen …',
    loadingMore: 'Weiteres wird geladen …',
    more: 'Mehr anzeigen',
    retry: 'Noch einmal versuchen',
    close: 'Schließen',
    cancel: 'Abbrechen',
    busy: 'Einen Moment …',
    optional: 'freiwillig',
    support: (id: string) => `Wenn Sie die Praxis danach fragen, nennen Sie: ${id}`,
    conflict: {
      title: 'Das wurde inzwischen geändert',
      text: 'Jemand, vielleicht Sie selbst in einem anderen Fenster, hat es geändert, seit Sie es geöffnet haben. Nichts wurde überschrieben.',
      mine: 'Ihre Fassung',
      theirs: 'So ist es jetzt',
      compare: 'Vergleichen',
      keepMine: 'Mit meiner überschreiben',
      takeTheirs: 'Die andere nehmen',
    },
  },
});
