import { renderHook } from '@testing-library/react';
import { playApi } from '../testing/api';
import { logInAs } from '../testing/render';
import { leaveFor, useLeaveKey } from './leave';
import { session } from './state';

const press = (key: string) => dispatchEvent(new KeyboardEvent('keydown', { key }));

beforeEach(() => {
  playApi({ 'POST /logout': { status: 204 } });
  document.documentElement.hidden = false;
  logInAs('client');
});

test('leaving hides the page and forgets who was there before anything is answered', () => {
  const replace = jest.fn();
  leaveFor(replace);
  expect(document.documentElement.hidden).toBe(true);
  expect(session.get().state).toBe('out');
  expect(localStorage.getItem('therapy.login')).toBeNull();
  expect(replace).toHaveBeenCalledWith(expect.stringMatching(/^https:/));
});

test('three quick presses of Escape leave; other keys between them do not', () => {
  const go = jest.fn();
  renderHook(() => useLeaveKey(go));
  for (const key of ['Escape', 'Escape', 'a', 'Escape']) press(key);
  expect(go).not.toHaveBeenCalled();
  press('Escape');
  press('Escape');
  expect(go).toHaveBeenCalledTimes(1);
});
