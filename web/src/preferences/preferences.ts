import { preferencesAreAt, storedPreferences, storePreferences } from '../session/storage';
import { createStore, useStore } from '../store';

export const LANGUAGES = ['en', 'de'] as const;
export const THEMES = ['system', 'light', 'dark'] as const;

export type Language = (typeof LANGUAGES)[number];
export type Theme = (typeof THEMES)[number];

/** How the site should look in this browser. `region` names whose crisis help is shown. */
export interface Preferences {
  language: Language;
  theme: Theme;
  region?: string | undefined;
}

const preferences = createStore<Preferences>(read());

export const usePreferences = (): Preferences => useStore(preferences);

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  storePreferences(next);
  show(next);
}

/** Put the preferences on the page, and follow other tabs. */
export function applyPreferences(): void {
  show(preferences.get());
  addEventListener('storage', (event) => {
    if (preferencesAreAt(event.key)) show(read());
  });
}

function show(next: Preferences): void {
  document.documentElement.lang = next.language;
  document.documentElement.dataset.theme = next.theme;
  preferences.set(next);
}

function read(): Preferences {
  const stored = (storedPreferences() ?? {}) as Partial<Preferences>;
  return {
    language: LANGUAGES.find((known) => known === stored.language) ?? ofBrowser(),
    theme: THEMES.find((known) => known === stored.theme) ?? 'system',
    region: typeof stored.region === 'string' ? stored.region : undefined,
  };
}

function ofBrowser(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return (
    LANGUAGES.find(
      (known) => wanted.find((tag) => LANGUAGES.includes(tag as Language)) === known,
    ) ?? 'en'
  );
}
