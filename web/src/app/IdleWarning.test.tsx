import { act, screen } from '@testing-library/react';
import { IDLE_LIMIT, IDLE_WARNING } from '../session/idle';
import { session } from '../session/state';
import { lastSeen, storeSeen } from '../session/storage';
import { playApi } from '../testing/api';
import { show } from '../testing/render';
import { IdleWarning } from './IdleWarning';

beforeEach(() => {
  jest.useFakeTimers();
  localStorage.clear();
  playApi({ 'POST /logout': { status: 204 } });
});
afterEach(() => jest.useRealTimers());

const pass = (time: number) => act(() => jest.advanceTimersByTimeAsync(time));

test('somebody who does nothing is warned, and then logged out', async () => {
  show(<IdleWarning />, { as: 'client' });
  await pass(IDLE_LIMIT - IDLE_WARNING - 2000);
  expect(screen.queryByRole('dialog')).toBeNull();
  await pass(4000);
  expect(screen.getByRole('dialog')).toHaveTextContent('Are you still there?');
  await pass(IDLE_WARNING);
  expect(session.get()).toEqual({ state: 'out', ending: 'idle' });
});

test('a touch of a key keeps the log-in before the warning', async () => {
  show(<IdleWarning />, { as: 'client' });
  await pass(60_000);
  act(() => void dispatchEvent(new KeyboardEvent('keydown', { key: 'a' })));
  expect(Date.now() - lastSeen()).toBeLessThan(1000);
});

test('once warned, only an answer keeps the log-in', async () => {
  show(<IdleWarning />, { as: 'client' });
  await pass(IDLE_LIMIT - IDLE_WARNING + 2000);
  act(() => void dispatchEvent(new KeyboardEvent('keydown', { key: 'a' })));
  await pass(1000);
  expect(screen.getByRole('dialog')).toBeVisible();
  act(() => screen.getByRole('button', { name: 'Stay logged in' }).click());
  await pass(2000);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a log-in that is over is not ended for idleness', async () => {
  show(<IdleWarning />, { as: 'client' });
  localStorage.clear();
  await pass(2000);
  expect(session.get().state).toBe('in');
});

test('being active in another tab counts here', async () => {
  show(<IdleWarning />, { as: 'client' });
  await pass(IDLE_LIMIT - IDLE_WARNING + 2000);
  storeSeen(Date.now());
  await pass(1000);
  expect(screen.queryByRole('dialog')).toBeNull();
});
