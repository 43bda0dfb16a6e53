import { failureFrom } from '../api/failure';
import type { components } from '../api/schema';
import { exclusively } from './exclusive';
import { newestLogin, storeNewest } from './newest';
import { forgetAccess, storeAccess, storedAccess, storedLogin, storeLogin } from './storage';
import { post, send } from './transport';

export type Tokens = components['schemas']['TokensAnswer'];

/** How long before its end an access token is renewed, in milliseconds. */
const MARGIN = 30_000;

/** Keep a new pair of tokens; done once every tab finds it. */
export async function keep(tokens: Tokens): Promise<void> {
  const login = { accountId: tokens.account.accountId, refreshToken: tokens.refreshToken };
  storeLogin(login);
  storeAccess({
    token: tokens.accessToken,
    expiresAt: Date.now() + tokens.expiresIn * 1000,
  });
  await storeNewest(login);
}

/** Return a token that is still good, or undefined where nobody is logged in. */
export async function bearer(): Promise<string | undefined> {
  return usable() ?? renewed();
}

/**
 * Exchange the refresh token, after `refused` where that one was no longer taken.
 *
 * One tab at a time: a refresh token that came twice would end the log-in. Returns undefined where
 * nobody is logged in any more; throws where the API can't be asked.
 */
export function renewed(refused?: string): Promise<string | undefined> {
  if (storedAccess()?.token === refused) forgetAccess();
  return exclusively('therapy.renewal', async () => usable() ?? (await exchanged()));
}

function usable(): string | undefined {
  const access = storedAccess();
  return access && access.expiresAt - MARGIN > Date.now() ? access.token : undefined;
}

async function exchanged(): Promise<string | undefined> {
  const known = storedLogin();
  if (!known) return undefined;
  const newest = await newestLogin();
  const login = newest?.accountId === known.accountId ? newest : known;
  const response = await send(post('/token/refresh', { refreshToken: login.refreshToken }));
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 401 || response.status === 422) return undefined;
  if (!response.ok) throw failureFrom(response, body);
  await keep(body as Tokens);
  return (body as Tokens).accessToken;
}
