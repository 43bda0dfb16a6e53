import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { forget } from '../../session/drafts';
import { session } from '../../session/state';
import { useStore } from '../../store';
import {
  aClient,
  aTherapist,
  meAs,
  pageOf,
  playApi,
  problem,
  type Answers,
} from '../../testing/api';
import { relatedTherapist } from '../../testing/entities';
import { show } from '../../testing/render';
import LogInPage from '../front/LogInPage';
import SettingsPage from './SettingsPage';

const ANSWERS: Answers = {
  'GET /me': { body: meAs('client') },
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
};
const open = (part: string, as: 'client' | 'therapist' | 'admin' = 'client') =>
  show(
    <Route path="/app/settings/:part?">
      <SettingsPage />
    </Route>,
    { as, at: `/app/settings/${part}` },
  );
/** As the site has it: whoever is no longer logged in sees the log-in. */
function Either() {
  if (useStore(session).state !== 'in') return <LogInPage />;
  return (
    <Route path="/app/settings/:part?">
      <SettingsPage />
    </Route>
  );
}
const press = (name: string | RegExp) =>
  userEvent.click(screen.getAllByRole('button', { name })[0] as HTMLElement);
afterEach(() => forget({}));

test('a profile that was changed elsewhere is shown beside one’s own', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /clients/c-ada': { body: { ...aClient, phone: '111', version: 5 } },
    'PATCH /clients/c-ada': (request) =>
      request.headers.get('If-Match') === '"5"'
        ? { body: { ...aClient, version: 6 } }
        : problem('state.version_mismatch', 412),
  });
  const { container } = open('profile');
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.type(screen.getByLabelText('Telephone'), '222');
  await press('Save');
  expect(await screen.findByRole('dialog')).toHaveTextContent(/222[^]*111/);
  await press('Save mine over it');
  const sent = asked.filter((each) => each.call.startsWith('PATCH'));
  expect(sent.at(-1)?.body).toEqual({ phone: '222', timezone: 'Europe/London' });
});

test('a therapist changes what clients see', async () => {
  const asked = playApi({
    'GET /me': { body: meAs('therapist') },
    'PATCH /therapists/t-tomasz': { body: aTherapist },
  });
  open('profile', 'therapist');
  await userEvent.type(screen.getByLabelText('What you work on'), ', grief');
  await userEvent.type(screen.getByLabelText('A few words for clients'), 'Hello.');
  await press('Save');
  expect(asked[0]?.body).toMatchObject({ expertise: ['burnout', 'grief'], bio: 'Hello.' });
});

test('another address takes the password', async () => {
  const asked = playApi({ ...ANSWERS, 'PATCH /me': { body: meAs('admin').account } });
  open('profile', 'admin');
  const email = screen.getByLabelText('E-mail address');
  await userEvent.clear(email);
  await userEvent.type(email, 'new@example.org');
  await userEvent.type(screen.getByLabelText('Present password'), 'present');
  await press('Save');
  expect(asked[0]?.body).toEqual({
    name: 'Admin',
    email: 'new@example.org',
    currentPassword: 'present',
  });
});

test('a new password that is too weak says why, and a good one ends other log-ins', async () => {
  let tried = 0;
  playApi({
    'POST /me/password': () =>
      tried++
        ? { status: 204 }
        : problem('input.invalid', 422, {
            errors: [{ pointer: '/newPassword', detail: 'Too simple.' }],
          }),
  });
  open('password');
  await userEvent.type(screen.getByLabelText('Present password'), 'present');
  await userEvent.type(screen.getByLabelText('New password'), 'aaaaaaaaaaaa');
  await press('Change the password');
  expect(await screen.findByText('Too simple.')).toBeVisible();
  await press('Change the password');
  expect(await screen.findByText(/The password is changed/)).toBeVisible();
  expect(screen.getByLabelText('New password')).toHaveValue('');
});

test('log-ins stand with where they are, and others can be ended', async () => {
  const login = (loginId: string, current: boolean) => ({
    loginId,
    device: current ? 'Chrome Linux' : null,
    current,
    createdAt: '2026-03-01T09:00:00Z',
    lastUsedAt: '2026-03-01T09:00:00Z',
    expiresAt: '2026-04-01T09:00:00Z',
  });
  const asked = playApi({
    'GET /me/logins': pageOf([login('one', true), login('two', false)]),
    'DELETE /me/logins/two': { status: 204 },
  });
  const { container } = open('logins');
  await userEvent.click(
    await screen.findByRole('button', { name: 'End the log-in of Unnamed device' }),
  );
  expect(asked.some((each) => each.call === 'DELETE /me/logins/two')).toBe(true);
  expect(await axe(container)).toHaveNoViolations();
});

test('a calendar feed is shown once, with a warning, and can be closed', async () => {
  playApi({
    'POST /me/calendar-feed': {
      status: 201,
      body: { url: 'https://x.example/calendar/t.ics', createdAt: '2026-03-01T09:00:00Z' },
    },
    'DELETE /me/calendar-feed': { status: 204 },
  });
  open('calendar');
  await press('Make an address');
  expect(await screen.findByText('https://x.example/calendar/t.ics')).toBeVisible();
  expect(screen.getByText(/Whoever has the address reads along/)).toBeVisible();
  await press('Close the feed');
  await waitFor(() => expect(screen.queryByText(/x\.example/)).toBeNull());
});

test('what happened is told in words, by whom', async () => {
  const event = (change: object) => ({
    eventId: JSON.stringify(change),
    event: 'journal.read',
    happenedAt: '2026-03-01T09:00:00Z',
    role: 'therapist',
    actorId: 't-tomasz',
    subjectId: 'c-ada',
    about: null,
    ...change,
  });
  playApi({
    ...ANSWERS,
    'GET /me/audit': pageOf([
      event({}),
      event({ event: 'journal.written', role: 'client', actorId: 'c-ada' }),
      event({ event: 'mapping.expired', role: 'system', actorId: 'system' }),
      event({ event: 'something.new', role: 'admin', actorId: 'x' }),
    ]),
  });
  open('audit');
  expect(await screen.findByText('Journal read')).toBeVisible();
  expect(await screen.findByText(/Tomasz/)).toBeVisible();
  const lines = screen.getAllByRole('listitem').map((line) => line.textContent);
  expect(lines[0]).toContain('Tomasz');
  expect(lines[1]).toContain('you');
  expect(lines[2]).toContain('by itself');
  expect(lines[3]).toContain('something.new · admin');
});

test('everything is taken along as one file', async () => {
  URL.createObjectURL = jest.fn(() => 'blob:x');
  URL.revokeObjectURL = jest.fn();
  const click = jest
    .spyOn(HTMLAnchorElement.prototype, 'click')
    .mockImplementation(() => undefined);
  playApi({ 'GET /me/export': { body: 'zip' } });
  open('export');
  await press('Make the archive');
  expect(await screen.findByText(/saved to your device/)).toBeVisible();
  expect(click).toHaveBeenCalledTimes(1);
  click.mockRestore();
});

test('an erasure takes the password, and leaves a receipt where people log in', async () => {
  const lines = [
    { category: 'journal', outcome: 'erased', count: 3, reason: 'It was yours alone.' },
  ];
  playApi({
    'DELETE /me': { body: { receiptId: 'rcp-1', erasedAt: '2026-03-01T09:00:00Z', lines } },
  });
  show(<Either />, { as: 'client', at: '/app/settings/erase' });
  await press('Delete everything');
  await userEvent.type(screen.getByLabelText('Present password'), 'present');
  await userEvent.click(
    screen.getAllByRole('button', { name: 'Delete everything' })[1] as HTMLElement,
  );
  await waitFor(() => expect(session.get()).toMatchObject({ state: 'out', ending: 'erased' }));
  expect(await screen.findByText(/rcp-1/)).toBeVisible();
  expect(screen.getByRole('row', { name: /journal erased 3/ })).toBeVisible();
});

test('theme and language are chosen for this browser', async () => {
  open('look');
  await userEvent.click(screen.getByLabelText('Dark'));
  expect(document.documentElement.dataset.theme).toBe('dark');
  await userEvent.click(screen.getByLabelText('Deutsch'));
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Einstellungen');
  await userEvent.click(screen.getByLabelText('English'));
});
