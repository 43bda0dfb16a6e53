import { answered, api } from '../api/client';
import { failureFrom, failureOf } from '../api/failure';
import { useStore } from '../store';
import { forget } from './drafts';
import { IDLE_LIMIT } from './idle';
import { leaveBehind, session, type Ending, type Me, type Role } from './state';
import { newestLogin } from './newest';
import * as storage from './storage';
import { keep, type Tokens } from './tokens';
import { post, send } from './transport';

/** Find out who is logged in in this browser, when the page opens or is tried again. */
export async function start(): Promise<void> {
  if (!storage.storedLogin()) return session.set({ state: 'out' });
  if (Date.now() - storage.lastSeen() > IDLE_LIMIT) return logOut('idle');
  try {
    await enter();
  } catch (error) {
    if (session.get().state !== 'out') session.set({ state: 'stuck', failure: failureOf(error) });
  }
}

/** Log in. Throws the `Failure` of wrong credentials, or of whatever else went wrong. */
export async function logIn(email: string, password: string): Promise<void> {
  const response = await send(post('/login', { email, password, device: deviceName() }));
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw failureFrom(response, body);
  storage.storeSeen(Date.now());
  await keep(body as Tokens);
  await enter();
}

/** Read anew who is logged in, as after a change of name or zone. */
export async function enter(): Promise<void> {
  const me = await answered(api.GET('/me'));
  forget({ butOf: me.account.accountId });
  session.set({ state: 'in', me });
}

/** Log out here and at the API; if the API can't be asked, here. */
export async function logOut(ending: Ending = 'asked'): Promise<void> {
  const access = storage.storedAccess();
  const login = storage.storedLogin();
  const newest = isGood(access) ? undefined : newestLogin();
  leaveBehind(ending);
  await revoke(access, (await newest) ?? login).catch(() => undefined);
}

/** Log out without waiting for anything. */
export function logOutAtOnce(): void {
  forget({});
  void logOut();
}

const isGood = (access: storage.AccessToken | undefined): access is storage.AccessToken =>
  access !== undefined && access.expiresAt > Date.now();

/** Tell the API that a log-in is over; one whose access token is worn out is renewed for that. */
async function revoke(
  access: storage.AccessToken | undefined,
  login: storage.StoredLogin | undefined,
): Promise<void> {
  const token = isGood(access) ? access.token : login && (await exchanged(login.refreshToken));
  if (token) await send(post('/logout', undefined, token));
}

async function exchanged(refreshToken: string): Promise<string | undefined> {
  const response = await send(post('/token/refresh', { refreshToken }));
  return response.ok ? ((await response.json()) as Tokens).accessToken : undefined;
}

/** Follow what other tabs do: a log-out there is one here, another person there is one here. */
export function followOtherTabs(): void {
  addEventListener('storage', (event) => {
    if (!storage.loginIsAt(event.key)) return;
    const login = storage.storedLogin();
    const now = session.get();
    if (!login && now.state === 'in') leaveBehind(storage.storedEnding() ?? 'asked');
    if (login && now.state === 'out') void start();
    if (login && now.state === 'in' && login.accountId !== now.me.account.accountId)
      location.reload();
  });
}

/** Who is logged in. Only for pages that are shown to somebody who is. */
export function useMe(): Me {
  const now = useStore(session);
  if (now.state !== 'in') throw new Error('nobody is logged in');
  return now.me;
}

/** The role of who is logged in. */
export const useRole = (): Role => useMe().account.role as Role;

/** The id of the client or therapist who is logged in. */
export const useProfileId = (): string => useMe().account.profileId ?? '';

/** A name that helps to recognise a log-in in the list of them, without saying much. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(agent)?.[1] ?? 'Browser';
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1] ?? '';
  return [browser.replace('Edg', 'Edge'), system.replace('Mac OS X', 'Mac')].join(' ').trim();
}
