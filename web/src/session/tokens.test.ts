import { meAs, playApi, problem } from '../testing/api';
import { storeAccess, storedLogin, storeLogin } from './storage';
import { bearer, keep, renewed } from './tokens';

const pair = (accessToken: string, refreshToken: string) => ({
  accessToken,
  refreshToken,
  tokenType: 'Bearer',
  expiresIn: 900,
  account: meAs('client').account,
});

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test('a token that is still good is used without asking', async () => {
  const asked = playApi({});
  keep(pair('good', 'r1'));
  expect(await bearer()).toBe('good');
  expect(asked).toEqual([]);
});

test('a token near its end is renewed, and the next refresh token is kept', async () => {
  const asked = playApi({ 'POST /token/refresh': { body: pair('new', 'r2') } });
  keep(pair('old', 'r1'));
  storeAccess({ token: 'old', expiresAt: Date.now() + 10_000 });
  expect(await bearer()).toBe('new');
  expect(asked.map((each) => each.body)).toEqual([{ refreshToken: 'r1' }]);
  expect(storedLogin()?.refreshToken).toBe('r2');
});

test('many that ask at once use one refresh token once', async () => {
  const asked = playApi({ 'POST /token/refresh': { body: pair('new', 'r2') } });
  storeLogin({ accountId: 'a-client', refreshToken: 'r1' });
  expect(await Promise.all([bearer(), bearer(), bearer()])).toEqual(['new', 'new', 'new']);
  expect(asked).toHaveLength(1);
});

test('a token that was refused is exchanged although it looks good', async () => {
  playApi({ 'POST /token/refresh': { body: pair('new', 'r2') } });
  keep(pair('refused', 'r1'));
  expect(await renewed('refused')).toBe('new');
});

test('a log-in that the API has ended has no token any more', async () => {
  playApi({ 'POST /token/refresh': problem('auth.refresh_reused', 401) });
  storeLogin({ accountId: 'a-client', refreshToken: 'r1' });
  expect(await bearer()).toBeUndefined();
});

test('a busy API does not end the log-in', async () => {
  playApi({ 'POST /token/refresh': problem('table.try_again', 503) });
  storeLogin({ accountId: 'a-client', refreshToken: 'r1' });
  await expect(bearer()).rejects.toMatchObject({ code: 'table.try_again', passes: true });
  expect(storedLogin()?.refreshToken).toBe('r1');
});

test('a lost connection does not end the log-in', async () => {
  playApi({});
  storeLogin({ accountId: 'a-client', refreshToken: 'r1' });
  await expect(bearer()).rejects.toMatchObject({ code: 'site.unreachable' });
  expect(storedLogin()?.refreshToken).toBe('r1');
});
