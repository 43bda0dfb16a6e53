import { createStore, del, get, set } from 'idb-keyval';
import type { StoredLogin } from './storage';

/**
 * The newest log-in, for whoever renews it. Local storage may lag behind in another tab's process,
 * also under a lock, and a refresh token that comes twice ends the log-in; a database doesn't lag.
 * Where there is none, local storage has to do.
 */
const KEY = 'login';
const database = 'indexedDB' in globalThis ? createStore('therapy', 'session') : undefined;

export async function newestLogin(): Promise<StoredLogin | undefined> {
  return database && get<StoredLogin>(KEY, database).catch(() => undefined);
}

export async function storeNewest(login: StoredLogin): Promise<void> {
  if (database) await set(KEY, login, database).catch(() => undefined);
}

export function forgetNewest(): void {
  if (database) void del(KEY, database).catch(() => undefined);
}
