import type { AppointmentRequest } from '../../shared/requests';
import type { Session } from '../../shared/sessions';
import type { Slot } from '../../shared/slots';
import * as entities from '../../testing/entities';

const TUESDAY = { startsAt: '2026-03-03T09:00:00Z', endsAt: '2026-03-03T09:50:00Z' };

const DATE_ALONE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Let a test be on Monday 2 March 2026, in British English, while its timers go on. */
export function holdTime(now = '2026-03-02T08:00:00Z'): void {
  jest.useFakeTimers({ now: new Date(now), doNotFake: [...DATE_ALONE] });
  jest.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-GB']);
}

export function letTimeGo(): void {
  jest.useRealTimers();
  jest.restoreAllMocks();
}

/** A slot on Tuesday, at ten in Berlin. */
export const aSlot = (more: Partial<Slot> = {}): Slot =>
  entities.aSlot({ slotId: 's-1', ...TUESDAY, ...more });

/** A request for that slot, which waits until nine in the evening in Berlin. */
export const anAppointmentRequest = (more: Partial<AppointmentRequest> = {}): AppointmentRequest =>
  entities.anAppointment({
    requestId: 'r-1',
    slotId: 's-1',
    ...TUESDAY,
    expiresAt: '2026-03-02T20:00:00Z',
    reason: 'I sleep badly.',
    version: 3,
    ...more,
  });

/** A session on Wednesday. */
export const aSession = (more: Partial<Session> = {}): Session =>
  entities.aSession({
    sessionId: 'e-1',
    startsAt: '2026-03-04T09:00:00Z',
    endsAt: '2026-03-04T09:50:00Z',
    ...more,
  });

/** The client Ada, as the list of related clients has her. */
export const related = [entities.relatedClient()];
