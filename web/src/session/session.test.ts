import { answered, api } from '../api/client';
import { meAs, playApi, problem } from '../testing/api';
import { IDLE_LIMIT } from './idle';
import { enter, followOtherTabs, logIn, logOut, logOutAtOnce, start } from './session';
import { leaveBehind, session } from './state';
import { forgetLogin, storeAccess, storedLogin, storeLogin, storeSeen } from './storage';

const me = meAs('client');
const tokens = {
  accessToken: 'a2',
  refreshToken: 'r2',
  tokenType: 'Bearer',
  expiresIn: 900,
  account: me.account,
};

function loggedIn() {
  storeLogin({ accountId: 'a-client', refreshToken: 'r1' });
  storeAccess({ token: 'a1', expiresAt: Date.now() + 900_000 });
  storeSeen(Date.now());
  session.set({ state: 'in', me });
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  session.set({ state: 'starting' });
});

describe('when the page opens', () => {
  test('nobody is logged in without a kept log-in', async () => {
    const asked = playApi({});
    await start();
    expect(session.get()).toEqual({ state: 'out' });
    expect(asked).toEqual([]);
  });

  test('whoever was here a moment ago is still', async () => {
    playApi({ 'GET /me': { body: me } });
    loggedIn();
    await start();
    expect(session.get()).toEqual({ state: 'in', me });
  });

  test('whoever was away for too long is logged out, here and at the API', async () => {
    const asked = playApi({ 'POST /logout': { status: 204 } });
    loggedIn();
    storeSeen(Date.now() - IDLE_LIMIT - 1);
    await start();
    expect(session.get()).toEqual({ state: 'out', ending: 'idle' });
    expect(asked.map((each) => each.call)).toEqual(['POST /logout']);
    expect(storedLogin()).toBeUndefined();
  });

  test('a lost connection says so, and another try gets in', async () => {
    playApi({});
    loggedIn();
    await start();
    expect(session.get()).toMatchObject({ state: 'stuck', failure: { code: 'site.unreachable' } });
    playApi({ 'GET /me': { body: me } });
    await start();
    expect(session.get()).toEqual({ state: 'in', me });
  });

  test('a log-in that has ended leads to the log-in', async () => {
    playApi({
      'GET /me': problem('auth.login_ended', 401),
      'POST /token/refresh': problem('auth.login_ended', 401),
    });
    loggedIn();
    await start();
    expect(session.get()).toEqual({ state: 'out', ending: 'expired' });
  });
});

test('a request whose token is refused is sent again with a new one', async () => {
  const asked = playApi({
    'GET /me': (request) =>
      request.headers.get('Authorization') === 'Bearer a2'
        ? { body: me }
        : problem('auth.invalid_token', 401),
    'POST /token/refresh': { body: tokens },
  });
  loggedIn();
  expect(await answered(api.GET('/me'))).toEqual(me);
  expect(asked.map((each) => each.call)).toEqual(['GET /me', 'POST /token/refresh', 'GET /me']);
});

test('a body is still there when a request is sent again', async () => {
  const asked = playApi({
    'POST /messages': (request) =>
      request.headers.get('Authorization') === 'Bearer a2'
        ? { status: 201, body: {} }
        : problem('auth.invalid_token', 401),
    'POST /token/refresh': { body: tokens },
  });
  loggedIn();
  const body = { clientId: 'c', therapistId: 't', text: 'Hello' };
  await answered(api.POST('/messages', { body, params: { header: {} } }));
  expect(asked.at(-1)?.body).toEqual(body);
});

test('a name for the device goes along with a log-in, and nothing more', async () => {
  const asked = playApi({ 'POST /login': { body: tokens }, 'GET /me': { body: me } });
  await logIn('ada@example.org', 'a long enough passphrase');
  expect(Object.keys(asked[0]?.body as object)).toEqual(['email', 'password', 'device']);
  expect(session.get()).toEqual({ state: 'in', me });
});

test('logging out forgets everything, though the API can not be reached', async () => {
  playApi({});
  loggedIn();
  await logOut();
  expect(session.get()).toEqual({ state: 'out', ending: 'asked' });
  expect(localStorage.length + sessionStorage.length).toBe(0);
});

test('leaving forgets everything before the API has answered', () => {
  const asked = playApi({ 'POST /logout': () => new Promise(() => undefined) });
  loggedIn();
  logOutAtOnce();
  expect(session.get().state).toBe('out');
  expect(localStorage.length + sessionStorage.length).toBe(0);
  expect(asked).toBeDefined();
});

test('what the browser keeps holds no name and no address', async () => {
  playApi({ 'POST /login': { body: tokens }, 'GET /me': { body: me } });
  await logIn('ada@example.org', 'a long enough passphrase');
  const kept = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage });
  for (const secret of ['Ada', 'ada@', 'passphrase', 'c-ada']) expect(kept).not.toContain(secret);
});

describe('another tab', () => {
  const tell = () => dispatchEvent(new StorageEvent('storage', { key: 'therapy.login' }));
  beforeAll(followOtherTabs);

  test('that logs out does so here', () => {
    loggedIn();
    forgetLogin();
    tell();
    expect(session.get()).toEqual({ state: 'out', ending: 'asked' });
  });

  test('that logs in does so here', async () => {
    playApi({ 'GET /me': { body: me } });
    session.set({ state: 'out' });
    storeLogin({ accountId: 'a-client', refreshToken: 'r1' });
    storeAccess({ token: 'a1', expiresAt: Date.now() + 900_000 });
    storeSeen(Date.now());
    tell();
    await new Promise((done) => setTimeout(done, 20));
    expect(session.get()).toEqual({ state: 'in', me });
  });
});

test('what is refused after an erasure does not hide its receipt', () => {
  const receipt = { receiptId: 'rcp', erasedAt: '2026-03-01T09:00:00Z', lines: [] };
  loggedIn();
  leaveBehind('erased', receipt);
  leaveBehind('expired');
  leaveBehind('idle');
  expect(session.get()).toEqual({ state: 'out', ending: 'erased', receipt });
});

test('entering anew shows a changed name', async () => {
  loggedIn();
  playApi({ 'GET /me': { body: { ...me, account: { ...me.account, name: 'Ada L.' } } } });
  await enter();
  expect(session.get()).toMatchObject({ me: { account: { name: 'Ada L.' } } });
});
