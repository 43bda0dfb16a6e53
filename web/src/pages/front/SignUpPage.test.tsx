import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { session } from '../../session/state';
import { meAs, playApi, problem } from '../../testing/api';
import { show } from '../../testing/render';
import LandingPage from './LandingPage';
import SignUpPage from './SignUpPage';

beforeEach(() => {
  localStorage.clear();
  session.set({ state: 'out' });
});
afterEach(() => forget({}));

async function fill() {
  await userEvent.type(screen.getByLabelText('Name'), 'Eve');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'eve@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'a long enough passphrase');
}
const submit = () => userEvent.click(screen.getByRole('button', { name: 'Sign up' }));

test('whoever signs up is in', async () => {
  const me = meAs('therapist');
  const asked = playApi({
    'POST /signup': { status: 201, body: me.account },
    'POST /login': {
      body: { accessToken: 'a', refreshToken: 'r', expiresIn: 900, account: me.account },
    },
    'GET /me': { body: me },
  });
  const { history, container } = show(<SignUpPage />, { at: '/app/signup' });
  await userEvent.click(screen.getByLabelText(/A therapist/));
  await fill();
  await userEvent.type(screen.getByLabelText('What you work on'), 'grief');
  await userEvent.type(screen.getByLabelText('Where you work'), 'Berlin');
  expect(await axe(container)).toHaveNoViolations();
  await submit();
  expect(asked[0]?.body).toMatchObject({
    role: 'therapist',
    expertise: ['grief'],
    location: 'Berlin',
  });
  expect(session.get().state).toBe('in');
  expect(history.at(-1)).toBe('/app');
});

test('a password that is refused says why, and nothing else is lost', async () => {
  playApi({
    'POST /signup': problem('input.invalid', 422, {
      errors: [{ pointer: '/password', detail: 'Too simple.' }],
    }),
  });
  show(<SignUpPage />);
  await fill();
  await userEvent.click(screen.getByLabelText('Show the password'));
  expect(screen.getByLabelText('Password')).toHaveAttribute('type', 'text');
  await submit();
  expect(await screen.findByText('Too simple.')).toBeVisible();
  expect(screen.getByLabelText('Name')).toHaveValue('Eve');
});

test('the landing page leads in, in either language', async () => {
  const { container } = show(<LandingPage />, { at: '/' });
  expect(screen.getByRole('link', { name: 'Sign up' })).toHaveAttribute('href', '/app/signup');
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByLabelText('Deutsch'));
  expect(screen.getByRole('link', { name: 'Registrieren' })).toBeVisible();
  await userEvent.click(screen.getByLabelText('English'));
});
