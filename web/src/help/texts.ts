import { translations } from '../i18n';

export const helpTexts = translations({
  en: {
    open: 'Help now',
    title: 'If you need help now',
    nobodyWatches:
      'Nobody here reads what you write as you write it. These people answer at any hour:',
    emergency: 'In danger of life: emergency services',
    call: (phone: string) => `Call ${phone}`,
    region: 'Where you are',
    elsewhere: 'Somewhere else',
    find: 'Find a helpline in your country',
    checked: (day: string) => `These numbers were last checked on ${day}.`,
  },
  de: {
    open: 'Hilfe jetzt',
    title: 'Wenn Sie jetzt Hilfe brauchen',
    nobodyWatches:
      'Niemand liest hier mit, während Sie schreiben. Diese Menschen sind zu jeder Stunde erreichbar:',
    emergency: 'Bei Lebensgefahr: Notruf',
    call: (phone: string) => `${phone} anrufen`,
    region: 'Wo Sie sind',
    elsewhere: 'Anderswo',
    find: 'Ein Hilfetelefon in Ihrem Land finden',
    checked: (day: string) => `Diese Nummern wurden zuletzt am ${day} geprüft.`,
  },
});
