import { act, render, renderHook, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Suspense, type ComponentType } from 'react';
import { prefer } from '../preferences/preferences';
import { useDraft } from '../session/drafts';
import { session } from '../session/state';
import { meAs, playApi, problem } from '../testing/api';
import { logInAs } from '../testing/render';
import { App } from './App';
import { Boundary } from './Boundary';
import { later } from './later';
import { PARTS } from './parts';
import { ROUTES } from './routes';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, '', '/app');
  session.set({ state: 'out' });
});

test('whoever logs in is at the address that they came to', async () => {
  history.replaceState(null, '', '/app/nowhere');
  playApi({
    'POST /login': {
      body: { accessToken: 'a', refreshToken: 'r', expiresIn: 900, account: meAs('admin').account },
    },
    'GET /me': { body: meAs('admin') },
  });
  render(<App />);
  await userEvent.type(await screen.findByLabelText('E-mail address'), 'admin@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'a long enough passphrase');
  await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeVisible();
  expect(location.pathname).toBe('/app/nowhere');
});

test.each(['client', 'therapist', 'admin'] as const)(
  'a %s has a way to each of their parts',
  (role) => {
    playApi({});
    history.replaceState(null, '', '/app/nowhere');
    logInAs(role);
    render(<App />);
    const nav = screen.getByRole('navigation', { name: 'Parts of the site' });
    for (const part of PARTS[role]) {
      expect(
        within(nav)
          .getAllByRole('link')
          .map((link) => link.getAttribute('href')),
      ).toContain(part.to);
      expect(
        ROUTES.some((route) => route.path === part.to && (route.roles as string[]).includes(role)),
      ).toBe(true);
    }
  },
);

test('help and the way out are on every page, in both languages', async () => {
  playApi({});
  const { container } = render(<App />);
  await screen.findByRole('heading', { name: 'Log in' });
  expect(screen.getByRole('button', { name: 'Help now' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Leave' })).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  act(() => prefer({ language: 'de' }));
  expect(screen.getByRole('button', { name: 'Verlassen' })).toBeVisible();
  expect(document.documentElement.lang).toBe('de');
  act(() => prefer({ language: 'en' }));
});

test('a page that breaks leaves help and the way out where they are', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  render(
    <Boundary>
      <Breaking />
    </Boundary>,
  );
  expect(screen.getByRole('alert')).toHaveTextContent('This page could not be loaded');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  jest.restoreAllMocks();
});

test('a page whose file did not come is asked for again, without the whole site', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const Arrived = () => <p>Here it is.</p>;
  const load = jest
    .fn<Promise<{ default: ComponentType }>, []>()
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockResolvedValue({ default: Arrived });
  const Late = later(load);
  render(
    <Boundary>
      <Suspense>
        <Late />
      </Suspense>
    </Boundary>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Here it is.')).toBeVisible();
  jest.restoreAllMocks();
});

test('logging out over something typed asks first', async () => {
  playApi({ 'POST /logout': { status: 204 } });
  history.replaceState(null, '', '/app/nowhere');
  logInAs('client');
  render(<App />);
  const { result } = renderHook(() => useDraft('entry', ''));
  act(() => result.current.set('It was a long week.'));
  const out = async () =>
    userEvent.click(screen.getAllByRole('button', { name: 'Log out' }).at(-1) as HTMLElement);
  await out();
  expect(screen.getByRole('dialog')).toHaveTextContent('neither saved nor sent');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(session.get().state).toBe('in');
  act(() => result.current.clear());
  await out();
  await waitFor(() => expect(session.get().state).toBe('out'));
});

function Breaking(): never {
  throw new Error('broken');
}

test('a practice that can not be reached is said so, and tried again', async () => {
  playApi({ 'GET /me': problem('table.try_again', 503) });
  logInAs('client');
  const failure = Object.assign(new Error('x'), { code: 'site.unreachable' });
  act(() => session.set({ state: 'stuck', failure: failure as never }));
  render(<App />);
  expect(screen.getByRole('alert')).toHaveTextContent('There is no connection.');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
});
