import { parseDateTime, toZoned } from '@internationalized/date';

/**
 * The moment of a local day and time, "2026-03-03T09:30", in a zone, as RFC 3339. A time that comes
 * twice is the earlier one; one that the clocks skip is as long after the gap as it was into it.
 */
export const momentOf = (local: string, zone: string): string =>
  toZoned(parseDateTime(local), zone).toAbsoluteString();

/** A moment as a local day and time in a zone, "2026-03-03T09:30". */
export function localOf(moment: string | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(moment));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}
