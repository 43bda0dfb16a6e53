import { parseDate } from '@internationalized/date';
import type { AppointmentRequest } from '../../shared/requests';
import type { Session } from '../../shared/sessions';
import type { Slot } from '../../shared/slots';
import { itemsOf } from './items';
import { daysOf, moved } from './spans';

const slot = (slotId: string, startsAt: string, status: Slot['status']) =>
  ({ slotId, startsAt, endsAt: startsAt, status }) as Slot;
const session = (sessionId: string, startsAt: string) =>
  ({ sessionId, startsAt, endsAt: startsAt }) as Session;
const NOW = Date.parse('2026-03-01T00:00:00Z');

test('slots and sessions are one list by time, and a booked slot is its session', () => {
  const items = itemsOf(
    [
      slot('late', '2026-03-02T12:00:00Z', 'open'),
      slot('booked', '2026-03-02T09:00:00Z', 'booked'),
      slot('gone', '2026-03-02T10:00:00Z', 'withdrawn'),
    ],
    [session('met', '2026-03-02T09:00:00Z')],
    [],
    NOW,
  );
  expect(
    items.map((item) => (item.kind === 'slot' ? item.slot.slotId : item.session.sessionId)),
  ).toEqual(['met', 'late']);
});

const asks = (slotId: string, expiresAt: string) =>
  ({ slotId, clientId: 'c', expiresAt }) as AppointmentRequest;

test('a held slot comes with the request that holds it', () => {
  const request = asks('held', '2026-03-02T00:00:00Z');
  const [item] = itemsOf([slot('held', '2026-03-02T12:00:00Z', 'held')], [], [request], NOW);
  expect(item).toMatchObject({ request: { clientId: 'c' }, heldUntil: '2026-03-02T00:00:00Z' });
});

test('a request that came after the slots were read shows its slot as held', () => {
  const request = asks('open', '2026-03-02T00:00:00Z');
  const [item] = itemsOf([slot('open', '2026-03-02T12:00:00Z', 'open')], [], [request], NOW);
  expect(item).toMatchObject({ heldUntil: '2026-03-02T00:00:00Z' });
});

test('a hold whose deadline has passed leaves the slot open at once', () => {
  const held = {
    ...slot('held', '2026-03-02T12:00:00Z', 'held'),
    heldUntil: '2026-02-28T00:00:00Z',
  };
  const [item] = itemsOf([held], [], [asks('held', '2026-02-28T00:00:00Z')], NOW);
  expect(item).not.toHaveProperty('heldUntil');
  expect(item).not.toHaveProperty('request');
});

test('a hold is shown even while the request that made it could not be read', () => {
  const held = {
    ...slot('held', '2026-03-02T12:00:00Z', 'held'),
    heldUntil: '2026-03-02T00:00:00Z',
  };
  expect(itemsOf([held], [], [], NOW)[0]).toMatchObject({ heldUntil: '2026-03-02T00:00:00Z' });
});

test('an open time that has passed is nothing any more', () => {
  expect(itemsOf([slot('old', '2026-02-02T12:00:00Z', 'open')], [], [], NOW)).toEqual([]);
});

test('a week begins as the country has it', () => {
  const day = parseDate('2026-03-04');
  expect(String(daysOf('week', day, 'de-DE')[0])).toBe('2026-03-02');
  expect(String(daysOf('week', day, 'en-US')[0])).toBe('2026-03-01');
  expect(daysOf('agenda', day, 'de-DE')).toHaveLength(14);
  expect(String(moved('week', day, -1))).toBe('2026-02-25');
});
