import { formats } from './formats';

const WINTER = '2026-01-15T18:30:00Z';

test('a time is shown in the language and the zone', () => {
  expect(formats('en', 'Europe/Berlin').time(WINTER)).toMatch(/^(19:30|07:30 PM)$/);
  expect(formats('de', 'Europe/Berlin').dayAndTime(WINTER)).toBe('Do., 15. Januar 2026, 19:30');
  expect(formats('de', 'Asia/Tokyo').dayAndTime(WINTER)).toBe('Fr., 16. Januar 2026, 03:30');
});

test('a zone is named with what it is off by on that day', () => {
  expect(formats('de', 'Europe/Berlin').zoneName(WINTER)).toBe('Berlin, GMT+1');
  expect(formats('de', 'Europe/Berlin').zoneName('2026-07-15T18:30:00Z')).toBe('Berlin, GMT+2');
});

test('a day without a time is the same in every zone', () => {
  const shown = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'].map((zone) =>
    formats('de', zone).plainDay('2026-03-29'),
  );
  expect(new Set(shown)).toEqual(new Set(['So., 29. März 2026']));
});

test.each([
  [90 * 60_000, 'in 2 hours'],
  [30 * 3_600_000, 'in 2 days'],
  [25 * 3_600_000, 'tomorrow'],
  [-26 * 3_600_000, 'yesterday'],
  [5 * 60_000, 'in 5 minutes'],
  [10_000, 'this minute'],
])('%d ms from now is %s', (away, text) => {
  const now = Date.parse(WINTER);
  expect(formats('en', 'UTC').relative(new Date(now + away), now)).toBe(text);
});

test('a span and a number are written as the language does', () => {
  const format = formats('de', 'Europe/Berlin');
  expect(format.span(WINTER, '2026-01-15T19:20:00Z')).toBe('19:30 – 20:20');
  expect(format.number(1234.5)).toBe('1.234,5');
});
