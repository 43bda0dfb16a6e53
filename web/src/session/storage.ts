/* eslint no-restricted-globals: off -- this is the one door to what the browser keeps */

/**
 * All that this browser keeps: the log-in, when the person last did something, and how the site
 * should look. Never a name, an address, or anything that somebody wrote.
 */
const LOGIN = 'therapy.login';
const SEEN = 'therapy.seen';
const PREFERENCES = 'therapy.preferences';
const ACCESS = 'therapy.access';
const ENDING = 'therapy.ending';

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

export const storedLogin = (): StoredLogin | undefined => read(kept, LOGIN);
export const storeLogin = (login: StoredLogin): void => write(kept, LOGIN, login);

export const storedAccess = (): AccessToken | undefined => read(keptByTab, ACCESS);
export const storeAccess = (access: AccessToken): void => write(keptByTab, ACCESS, access);
export const forgetAccess = (): void => remove(keptByTab, ACCESS);

export const lastSeen = (): number => read<number>(kept, SEEN) ?? 0;
export const storeSeen = (at: number): void => write(kept, SEEN, at);

export const storedPreferences = (): unknown => read(kept, PREFERENCES);
export const storePreferences = (value: object): void => write(kept, PREFERENCES, value);

/** Why the last log-in ended, where the person didn't ask for it; other tabs then say the same. */
export const storedEnding = (): 'idle' | 'expired' | undefined => read(kept, ENDING);

/** Forget the log-in; every tab hears of it. */
export function forgetLogin(ending?: 'idle' | 'expired'): void {
  if (ending) write(kept, ENDING, ending);
  else remove(kept, ENDING);
  remove(kept, LOGIN);
  remove(kept, SEEN);
  forgetAccess();
}

/** A browser may refuse even to name its storage; then this page remembers for as long as it is. */
type Door = () => Storage;
const kept: Door = () => localStorage;
const keptByTab: Door = () => sessionStorage;
const memory = new Map<string, string>();

function read<T>(door: Door, key: string): T | undefined {
  try {
    const text = door().getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    const text = memory.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }
}

function write(door: Door, key: string, value: unknown): void {
  try {
    door().setItem(key, JSON.stringify(value));
  } catch {
    memory.set(key, JSON.stringify(value));
  }
}

function remove(door: Door, key: string): void {
  memory.delete(key);
  try {
    door().removeItem(key);
  } catch {
    // There is nothing kept that could be removed.
  }
}
