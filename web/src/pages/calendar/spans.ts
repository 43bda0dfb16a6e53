import { startOfWeek, type CalendarDate } from '@internationalized/date';

export const VIEWS = ['day', 'week', 'agenda'] as const;
export type View = (typeof VIEWS)[number];

/** How many days each view shows. */
const LENGTHS: Readonly<Record<View, number>> = { day: 1, week: 7, agenda: 14 };

/** The days that a view shows around a day. A week begins as the locale has it. */
export function daysOf(view: View, day: CalendarDate, locale: string): CalendarDate[] {
  const first = view === 'week' ? startOfWeek(day, locale) : day;
  return Array.from({ length: LENGTHS[view] }, (_, days) => first.add({ days }));
}

/** The day that a view shows when somebody goes on or back. */
export const moved = (view: View, day: CalendarDate, by: 1 | -1): CalendarDate =>
  day.add({ days: by * LENGTHS[view] });
