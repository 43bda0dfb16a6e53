import { parseDate } from '@internationalized/date';
import { byDay, dayIn } from '../shared/days';
import { session, type Session } from '../session/state';
import { meAs } from '../testing/api';
import { renderHook } from '@testing-library/react';
import { beginOf, dayFrom, hoursOf } from './days';
import { localOf, momentOf } from './local';
import { allZones, browserZone, useZone } from './zone';

test.each([
  ['2026-03-03T09:30', 'Europe/Berlin', '2026-03-03T08:30:00.000Z'],
  ['2026-07-03T09:30', 'America/New_York', '2026-07-03T13:30:00.000Z'],
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
])('%s in %s is %s', (local, zone, moment) => {
  expect(momentOf(local, zone)).toBe(moment);
});

test('a moment and its local time say the same', () => {
  expect(localOf('2026-12-31T23:30:00Z', 'Asia/Tokyo')).toBe('2027-01-01T08:30');
  expect(momentOf(localOf('2026-12-31T23:30:00Z', 'Asia/Tokyo'), 'Asia/Tokyo')).toBe(
    '2026-12-31T23:30:00.000Z',
  );
});

test('a day has as many hours as the clocks give it', () => {
  const hours = (day: string) => hoursOf(parseDate(day), 'Europe/Berlin');
  expect([hours('2026-03-28'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25]);
  expect(beginOf(parseDate('2026-03-29'), 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
});

test('what is no day is none', () => {
  expect([dayFrom('2026-02-30'), dayFrom(''), dayFrom('2026-02-28')?.toString()]).toEqual([
    undefined,
    undefined,
    '2026-02-28',
  ]);
});

test('what happened on one day of the zone stands together', () => {
  const moments = ['2026-03-02T22:30:00Z', '2026-03-02T23:30:00Z', '2026-03-03T10:00:00Z'];
  const days = byDay(moments, (each) => dayIn('Europe/Berlin', each));
  expect(days.map(({ day, items }) => [day, items.length])).toEqual([
    ['2026-03-02', 1],
    ['2026-03-03', 2],
  ]);
});

/** The zone that somebody sees times in. */
function zoneIn(state: Session): string {
  session.set(state);
  const { result, unmount } = renderHook(() => useZone());
  unmount();
  return result.current;
}

test('the zone is the one that the person chose, or else the browser’s', () => {
  expect(zoneIn({ state: 'out' })).toBe(browserZone());
  expect(zoneIn({ state: 'in', me: meAs('therapist') })).toBe('Europe/Berlin');
  expect(zoneIn({ state: 'in', me: meAs('admin') })).toBe(browserZone());
  expect(allZones()).toContain('Europe/Berlin');
});
