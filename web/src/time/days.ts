import { parseDate, toZoned, type CalendarDate } from '@internationalized/date';

/** The moment at which a day begins in a zone, as RFC 3339. */
export const beginOf = (day: CalendarDate, zone: string): string =>
  toZoned(day, zone).toAbsoluteString();

/** How many hours a day has in a zone: 23 or 25 where the clocks change. */
export function hoursOf(day: CalendarDate, zone: string): number {
  const begins = toZoned(day, zone).toDate();
  const ends = toZoned(day.add({ days: 1 }), zone).toDate();
  return (ends.getTime() - begins.getTime()) / 3_600_000;
}

/** A day of the form "2026-03-29", or undefined for anything else. */
export function dayFrom(text: string): CalendarDate | undefined {
  try {
    return parseDate(text);
  } catch {
    return undefined;
  }
}
