import type { AppointmentRequest } from '../../shared/requests';
import type { Session } from '../../shared/sessions';
import type { Slot } from '../../shared/slots';

interface Timed {
  startsAt: string;
  endsAt: string;
}

export interface SessionItem extends Timed {
  kind: 'session';
  session: Session;
}

/** A time on offer. It is held where `heldUntil` is set, by the request if that is known. */
export interface SlotItem extends Timed {
  kind: 'slot';
  slot: Slot;
  heldUntil?: string;
  request?: AppointmentRequest;
}

/** Something that stands in the calendar. */
export type Item = SessionItem | SlotItem;

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
  const pending = requests.filter((each) => Date.parse(each.expiresAt) > now);
  const asked = new Map(pending.map((each) => [each.slotId, each]));
  const offered = slots
    .filter((slot) => slot.status === 'open' || slot.status === 'held')
    .filter((slot) => Date.parse(slot.startsAt) > now)
    .map((slot) => slotItem(slot, asked.get(slot.slotId), now));
  const met = sessions.map((session): Item => ({ kind: 'session', ...timesOf(session), session }));
  return [...offered, ...met].sort(
    (one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt),
  );
}

const timesOf = ({ startsAt, endsAt }: Timed): Timed => ({ startsAt, endsAt });

/** Slots are read less often than requests: a request shows a hold, and a hold ends by itself. */
function slotItem(slot: Slot, request: AppointmentRequest | undefined, now: number): Item {
  const item: SlotItem = { kind: 'slot', ...timesOf(slot), slot };
  if (request) return { ...item, heldUntil: request.expiresAt, request };
  const { status, heldUntil } = slot;
  const isHeld = status === 'held' && heldUntil !== null && Date.parse(heldUntil) > now;
  return isHeld ? { ...item, heldUntil } : item;
}
