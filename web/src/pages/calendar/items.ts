import type { AppointmentRequest } from '../../shared/requests';
import type { Session } from '../../shared/sessions';
import type { Slot } from '../../shared/slots';

/** Something that stands in the calendar. */
export type Item =
  | { kind: 'session'; startsAt: string; endsAt: string; session: Session }
  | { kind: 'slot'; startsAt: string; endsAt: string; slot: Slot; request?: AppointmentRequest };

/**
 * Put slots, sessions and requests together, the earliest first. A booked slot is its session, and
 * one that is open and past (`now` in milliseconds) is nothing any more.
 */
export function itemsOf(
  slots: readonly Slot[],
  sessions: readonly Session[],
  requests: readonly AppointmentRequest[],
  now: number,
): Item[] {
  const asked = new Map(requests.map((each) => [each.slotId, each]));
  const offered = slots
    .filter((slot) => slot.status === 'open' || slot.status === 'held')
    .filter((slot) => Date.parse(slot.startsAt) > now)
    .map((slot): Item => {
      const request = asked.get(slot.slotId);
      const { startsAt, endsAt } = slot;
      return { kind: 'slot', startsAt, endsAt, slot, ...(request && { request }) };
    });
  const held = sessions.map((session): Item => ({
    kind: 'session',
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    session,
  }));
  return [...offered, ...held].sort(
    (one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt),
  );
}
