import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { forget } from '../../session/drafts';
import { session } from '../../session/state';
import { useStore } from '../../store';
import { aClient, meAs, pageOf, playApi, problem, type Answers } from '../../testing/api';
import { show } from '../../testing/render';
import LogInPage from '../front/LogInPage';
import ReceiptView from './ReceiptView';
import SettingsPage from './SettingsPage';

const STAMP = '2026-03-01T09:00:00Z';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forget({});
});

function open(part: string, answers: Answers, as: 'client' | 'therapist' = 'client') {
  const asked = playApi({ 'GET /me': { body: meAs(as) }, ...answers });
  const page = <Route path="/app/settings/:part" component={SettingsPage} />;
  return { asked, ...show(page, { as, at: `/app/settings/${part}` }) };
}

const press = async (name: string | RegExp) =>
  userEvent.click((await screen.findAllByRole('button', { name })).at(-1) as HTMLElement);

test('a profile that changed elsewhere shows both versions, and mine can still be saved', async () => {
  const versions: (string | null)[] = [];
  open('profile', {
    'PATCH /clients/c-ada': (request) => {
      versions.push(request.headers.get('If-Match'));
      return versions.length === 1
        ? problem('state.version_mismatch', 412)
        : { body: { ...aClient, version: 8 } };
    },
    'GET /clients/c-ada': { body: { ...aClient, phone: '222', version: 7 } },
  });
  await userEvent.type(screen.getByLabelText('Telephone'), '111');
  await userEvent.click(screen.getAllByRole('button', { name: 'Save' })[0] as HTMLElement);
  expect(await screen.findByText(/222/)).toBeVisible();
  await press(/mine/i);
  await waitFor(() => expect(versions).toEqual(['"1"', '"7"']));
});

test('a therapist saves what they work on as a list', async () => {
  const { asked } = open('profile', { 'PATCH /therapists/t-tomasz': { body: {} } }, 'therapist');
  const box = screen.getByLabelText(/What you work on/, { selector: 'input' });
  await userEvent.type(box, 'grief');
  await userEvent.click(screen.getAllByRole('button', { name: 'Save' })[0] as HTMLElement);
  await waitFor(() => expect(asked.some((each) => each.call.startsWith('PATCH'))).toBe(true));
  const sent = asked.find((each) => each.call.startsWith('PATCH'));
  expect(sent?.body).toMatchObject({ expertise: ['burnout', 'grief'], bio: null });
});

test('a new address takes the password, and a wrong one says so without losing the address', async () => {
  const { asked } = open('profile', { 'PATCH /me': problem('auth.invalid_credentials', 401) });
  const email = screen.getByLabelText('E-mail address');
  await userEvent.clear(email);
  await userEvent.type(email, 'new@example.org');
  await userEvent.type(screen.getByLabelText('Present password'), 'not the right one');
  await press('Save');
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(email).toHaveValue('new@example.org');
  const sent = asked.find((each) => each.call === 'PATCH /me');
  expect(sent?.headers.get('If-Match')).toBe('"1"');
});

test('every other log-in ends, even where one has ended by itself', async () => {
  const login = (loginId: string, current: boolean) => ({
    loginId,
    current,
    device: loginId,
    createdAt: STAMP,
    lastUsedAt: STAMP,
    expiresAt: STAMP,
  });
  const { asked } = open('logins', {
    'GET /me/logins': pageOf([login('here', true), login('old', false), login('older', false)]),
    'DELETE /me/logins/old': problem('access.not_found', 404),
    'DELETE /me/logins/older': { status: 204 },
  });
  await press('End all others');
  await waitFor(() => expect(screen.getByText(/Where you are logged in/)).toHaveFocus());
  const ended = asked.filter((each) => each.call.startsWith('DELETE')).map((each) => each.call);
  expect(ended).toEqual(['DELETE /me/logins/old', 'DELETE /me/logins/older']);
});

test('crisis help is that of a region of one’s own choice', async () => {
  const { container } = open('look', {});
  await userEvent.selectOptions(screen.getByLabelText(/help in a crisis/), 'GB');
  expect(screen.getByLabelText(/help in a crisis/)).toHaveValue('GB');
  await userEvent.selectOptions(screen.getByLabelText(/help in a crisis/), '');
  expect(await axe(container)).toHaveNoViolations();
});

test('a feed’s address comes with its warning, and can be marked where copying is refused', async () => {
  open('calendar', { 'POST /me/calendar-feed': { body: { url: 'https://x.example/feed' } } });
  await press('Make an address');
  expect(await screen.findByText('https://x.example/feed')).toBeVisible();
  expect(screen.getByText(/Whoever has the address reads along/)).toBeVisible();
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
  await press('Copy');
  expect(await screen.findByText(/copy it yourself/)).toBeVisible();
});

test('the audit says in plain words who did what', async () => {
  const event = { happenedAt: STAMP, subjectId: 'c-ada', about: null };
  open('audit', {
    'GET /clients/c-ada/therapists': pageOf([]),
    'GET /therapists/t-tomasz': { body: { therapistId: 't-tomasz', name: 'Tomasz' } },
    'GET /me/audit': pageOf([
      { ...event, eventId: '1', event: 'journal.read', role: 'therapist', actorId: 't-tomasz' },
      { ...event, eventId: '2', event: 'journal.written', role: 'client', actorId: 'c-ada' },
      { ...event, eventId: '3', event: 'profile.changed', role: 'admin', actorId: 'a-x' },
    ]),
  });
  expect(await screen.findByText('Tomasz', { exact: false })).toHaveTextContent('Journal read');
  const lines = screen.getAllByRole('listitem').map((each) => each.textContent);
  expect(lines[1]).toContain('you');
  expect(lines[2]).toContain('the practice');
});

test('an export that fails says so and can be tried again', async () => {
  open('export', { 'GET /me/export': problem('table.try_again', 503) });
  await press('Make the archive');
  expect(await screen.findByRole('alert')).toHaveTextContent('The service is busy');
  expect(screen.getByRole('button', { name: 'Make the archive' })).toBeEnabled();
});

test('a password is changed and leaves the fields', async () => {
  open('password', { 'POST /me/password': { status: 204 } });
  await userEvent.type(screen.getByLabelText('Present password'), 'the former password');
  await userEvent.type(screen.getByLabelText('New password'), 'a much better password');
  await press('Change the password');
  expect(await screen.findByText(/Other log-ins have ended/)).toBeVisible();
  expect(screen.getByLabelText('New password')).toHaveValue('');
});

const receipt = {
  receiptId: 'rcp_1',
  erasedAt: STAMP,
  lines: [
    { category: 'journal', outcome: 'erased', count: 3, reason: 'It says who you are.' },
    { category: 'messages', outcome: 'retained', count: 2, reason: 'Another reason.' },
  ],
};

/** The settings for as long as somebody is logged in, then the page that receives them. */
const Site = () =>
  useStore(session).state === 'in' ? (
    <Route path="/app/settings/:part" component={SettingsPage} />
  ) : (
    <LogInPage />
  );

test('a deletion says that messages are kept, outlives a change elsewhere, and leaves its receipt', async () => {
  const versions: (string | null)[] = [];
  const me = meAs('client');
  playApi({
    'GET /me': { body: { ...me, account: { ...me.account, version: 2 } } },
    'DELETE /me': (request) => {
      versions.push(request.headers.get('If-Match'));
      return versions.length === 1 ? problem('state.version_mismatch', 412) : { body: receipt };
    },
  });
  show(<Site />, { as: 'client', at: '/app/settings/erase' });
  expect(screen.getByText(/messages and requests stay, without your name/)).toBeVisible();
  await press('Delete everything');
  await userEvent.type(screen.getByLabelText('Present password'), 'the present password');
  await press('Delete everything');
  expect(await screen.findByRole('alert')).toHaveTextContent('changed in the meantime');
  await press('Delete everything');
  expect(await screen.findByText(/Receipt rcp_1/)).toBeVisible();
  expect(versions).toEqual(['"1"', '"2"']);
  expect(session.get()).toMatchObject({ state: 'out', ending: 'erased' });
});

test('a receipt is saved as a text with each of its lines', async () => {
  const saved: Blob[] = [];
  URL.createObjectURL = (blob) => String(saved.push(blob as Blob));
  HTMLAnchorElement.prototype.click = () => undefined;
  const { container } = show(<ReceiptView receipt={receipt} />);
  await press('Save the receipt');
  const text = await (saved[0] as Blob).text();
  expect(text).toContain('Journal (3): erased. It says who you are.');
  expect(text).toContain('Messages (2): kept. Another reason.');
  expect(await axe(container)).toHaveNoViolations();
});
