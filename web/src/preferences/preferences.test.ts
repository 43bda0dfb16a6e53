import { count } from '../i18n';
import { storedPreferences } from '../session/storage';
import { applyPreferences, prefer } from './preferences';

test('what a person prefers is on the page at once, and kept', () => {
  applyPreferences();
  prefer({ language: 'de', theme: 'dark' });
  expect(document.documentElement).toHaveAttribute('lang', 'de');
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(storedPreferences()).toMatchObject({ language: 'de', theme: 'dark' });
});

test('another tab that changes it does so here', () => {
  applyPreferences();
  localStorage.setItem('therapy.preferences', JSON.stringify({ language: 'en', theme: 'light' }));
  dispatchEvent(new StorageEvent('storage', { key: 'therapy.preferences' }));
  expect(document.documentElement).toHaveAttribute('lang', 'en');
});

test('what is kept and makes no sense is left aside', () => {
  applyPreferences();
  localStorage.setItem('therapy.preferences', '{"language": "xx", "theme": 7, "region": 1}');
  dispatchEvent(new StorageEvent('storage', { key: 'therapy.preferences' }));
  expect(document.documentElement).toHaveAttribute('lang', 'en');
  expect(document.documentElement.dataset.theme).toBe('system');
});

test('one is told from many', () => {
  expect([0, 1, 2].map((many) => count(many, 'message', 'messages'))).toEqual([
    '0 messages',
    '1 message',
    '2 messages',
  ]);
});
