import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { session } from '../../session/state';
import { meAs, playApi, problem } from '../../testing/api';
import { show } from '../../testing/render';
import SignUpPage from './SignUpPage';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forget({});
  session.set({ state: 'out' });
});

const tokens = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer', expiresIn: 900 };

async function fillIn() {
  await userEvent.type(screen.getByLabelText('Name'), 'Tomasz');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'tomasz@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'correct horse battery');
}

const send = () => userEvent.click(screen.getByRole('button', { name: 'Sign up' }));

test('a therapist signs up with what they work on, and is brought in', async () => {
  const asked = playApi({
    'POST /signup': { status: 201, body: {} },
    'POST /login': { body: { ...tokens, account: meAs('therapist').account } },
    'GET /me': { body: meAs('therapist') },
  });
  const { history } = show(<SignUpPage />, { at: '/app/signup' });
  await userEvent.click(screen.getByLabelText(/A therapist/));
  expect(screen.getByText(/practice checks who you are/)).toBeVisible();
  await fillIn();
  await userEvent.type(
    screen.getByLabelText(/What you work on/, { selector: 'input' }),
    'grief,sleep',
  );
  await userEvent.type(screen.getByLabelText('Where you work'), 'Berlin');
  await send();
  expect(asked[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  expect(asked[0]?.body).toMatchObject({
    role: 'therapist',
    expertise: ['grief', 'sleep'],
    location: 'Berlin',
  });
  expect(session.get().state).toBe('in');
  expect(history.at(-1)).toBe('/app');
});

test('an address that is taken says to log in, and what was typed stays', async () => {
  playApi({ 'POST /signup': problem('accounts.email_taken', 409) });
  const { container } = show(<SignUpPage />);
  await fillIn();
  await send();
  expect(await screen.findByRole('alert')).toHaveTextContent('Log in with it');
  expect(screen.getByLabelText('Name')).toHaveValue('Tomasz');
  expect(await axe(container)).toHaveNoViolations();
});

test('what the API finds wrong is said at its field', async () => {
  const errors = [{ pointer: '/password', detail: 'Use more different characters' }];
  playApi({ 'POST /signup': problem('input.invalid', 422, { errors }) });
  show(<SignUpPage />);
  await fillIn();
  await send();
  expect(await screen.findByLabelText('Password')).toHaveAccessibleDescription(/more different/);
});

test('a sign-up that was left comes back without its password', async () => {
  playApi({});
  const { unmount } = show(<SignUpPage />);
  await fillIn();
  unmount();
  show(<SignUpPage />);
  expect(screen.getByLabelText('E-mail address')).toHaveValue('tomasz@example.org');
  expect(screen.getByLabelText('Password')).toHaveValue('');
});
