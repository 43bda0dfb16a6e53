import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { session } from '../../session/state';
import { storedLogin } from '../../session/storage';
import { meAs, playApi, problem } from '../../testing/api';
import { show } from '../../testing/render';
import LogInPage from './LogInPage';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  session.set({ state: 'out' });
});

async function typeAndSend() {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('E-mail address'), 'ada@example.org');
  await user.type(screen.getByLabelText('Password'), 'a long enough passphrase');
  await user.click(screen.getByRole('button', { name: 'Log in' }));
}

test('logging in keeps the tokens and says who is there', async () => {
  const me = meAs('client');
  const tokens = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer', expiresIn: 900 };
  playApi({
    'POST /login': { body: { ...tokens, account: me.account } },
    'GET /me': { body: me },
  });
  show(<LogInPage />);
  await typeAndSend();
  expect(session.get()).toEqual({ state: 'in', me });
  expect(storedLogin()).toEqual({ accountId: 'a-client', refreshToken: 'r' });
});

test('wrong credentials say what to do and leave what was typed', async () => {
  playApi({ 'POST /login': problem('auth.invalid_credentials', 401) });
  const { container } = show(<LogInPage />);
  await typeAndSend();
  expect(await screen.findByRole('alert')).toHaveTextContent('don’t belong together');
  expect(screen.getByLabelText('E-mail address')).toHaveValue('ada@example.org');
  expect(await axe(container)).toHaveNoViolations();
});

test('somebody whose log-in ended hears that they go on where they were', () => {
  session.set({ state: 'out', ending: 'expired' });
  show(<LogInPage />);
  expect(screen.getByRole('status')).toHaveTextContent('go on where you were');
});
