import type { AppointmentRequest } from '../../shared/requests';
import type { Session } from '../../shared/sessions';
import type { Slot } from '../../shared/slots';

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

export const aSlot = (more: Partial<Slot> = {}): Slot => ({
  slotId: 's-1',
  therapistId: 't-tomasz',
  startsAt: '2026-03-03T09:00:00Z',
  endsAt: '2026-03-03T09:50:00Z',
  timezone: 'Europe/Berlin',
  status: 'open',
  heldUntil: null,
  requestId: null,
  ruleId: null,
  sessionId: null,
  version: 1,
  ...more,
});

export const anAppointmentRequest = (
  more: Partial<AppointmentRequest> = {},
): AppointmentRequest => ({
  requestId: 'r-1',
  clientId: 'c-ada',
  therapistId: 't-tomasz',
  slotId: 's-1',
  startsAt: '2026-03-03T09:00:00Z',
  endsAt: '2026-03-03T09:50:00Z',
  status: 'pending',
  expiresAt: '2026-03-02T20:00:00Z',
  reason: 'I sleep badly.',
  answeredAt: null,
  sessionId: null,
  version: 3,
  createdAt: '2026-03-01T20:00:00Z',
  updatedAt: '2026-03-01T20:00:00Z',
  ...more,
});

export const aSession = (more: Partial<Session> = {}): Session =>
  ({
    sessionId: 'e-1',
    clientId: 'c-ada',
    therapistId: 't-tomasz',
    startsAt: '2026-03-04T09:00:00Z',
    endsAt: '2026-03-04T09:50:00Z',
    status: 'scheduled',
    version: 1,
    ...more,
  }) as Session;

/** The client Ada, as the list of related clients has her. */
export const related = [{ clientId: 'c-ada', name: 'Ada' }];
