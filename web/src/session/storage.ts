/* eslint no-restricted-globals: off -- this is the one door to what the browser keeps */

/**
 * All that this browser keeps: the log-in, when the person last did something, and how the site
 * should look. Never a name, an address, or anything that somebody wrote.
 */
const LOGIN = 'therapy.login';
const SEEN = 'therapy.seen';
const PREFERENCES = 'therapy.preferences';
const ACCESS = 'therapy.access';

/** The log-in that every tab shares. A refresh token works once, so there is only one copy. */
export interface StoredLogin {
  accountId: string;
  refreshToken: string;
}

/** What this tab sends with each request. */
export interface AccessToken {
  token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export const loginIsAt = (key: string | null): boolean => key === LOGIN || key === null;
export const preferencesAreAt = (key: string | null): boolean => key === PREFERENCES;

export const storedLogin = (): StoredLogin | undefined => read(localStorage, LOGIN);
export const storeLogin = (login: StoredLogin): void => write(localStorage, LOGIN, login);

export const storedAccess = (): AccessToken | undefined => read(sessionStorage, ACCESS);
export const storeAccess = (access: AccessToken): void => write(sessionStorage, ACCESS, access);
export const forgetAccess = (): void => sessionStorage.removeItem(ACCESS);

export const lastSeen = (): number => read<number>(localStorage, SEEN) ?? 0;
export const storeSeen = (at: number): void => write(localStorage, SEEN, at);

export const storedPreferences = (): unknown => read(localStorage, PREFERENCES);
export const storePreferences = (value: object): void => write(localStorage, PREFERENCES, value);

export function forgetLogin(): void {
  localStorage.removeItem(LOGIN);
  localStorage.removeItem(SEEN);
  forgetAccess();
}

function read<T>(storage: Storage, key: string): T | undefined {
  try {
    const text = storage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still serves: the log-in then ends with the page.
  }
}
