import {
  fromAbsolute,
  getDayOfWeek,
  parseTime,
  toCalendarDate,
  toCalendarDateTime,
  toZoned,
  type CalendarDate,
} from '@internationalized/date';
import { dayFrom, hoursOf } from '../../time/days';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The name of a day; weeks begin on a Monday in Germany as in `WEEKDAYS`. */
export const weekdayOf = (day: CalendarDate): Weekday =>
  WEEKDAYS[getDayOfWeek(day, 'de-DE')] ?? 'monday';

/** What a therapist fills in to offer times every week. */
export interface Rule {
  weekdays: readonly Weekday[];
  /** Wall-clock times, "09:00". */
  times: readonly string[];
  minutes: number;
  /** Days, "2026-03-02", both included. */
  firstDay: string;
  lastDay: string;
  zone: string;
}

/** A time that a rule makes, or why it is left out. */
export interface Made {
  startsAt: string;
  endsAt: string;
  /** Whether the clocks change on its day. */
  clocksChange: boolean;
  /** Where the wall-clock time doesn't exist on its day: when it begins instead. */
  isMoved: boolean;
  leftOut: 'past' | 'taken' | undefined;
}

/** Why a rule makes nothing. */
export type Fault =
  | 'nothing'
  | 'minutes'
  | 'tooEarly'
  | 'tooFar'
  | 'tooLong'
  | 'tooManyTimes'
  | 'overlaps'
  | 'tooMany';

interface Taken {
  startsAt: string;
  endsAt: string;
}

/** As the library has it (therapy_core/scheduling/offers.py and weekly.py). */
const MOST_SLOTS = 366;
const MOST_DAYS = 366;
const MOST_TIMES = 24;
const FURTHEST_DAYS = 2 * 366;
export const SHORTEST_MINUTES = 5;
export const LONGEST_MINUTES = 1440;
const MINUTE = 60_000;

/**
 * Work out what a rule makes, as the API will: wall-clock times are kept across changes of clocks,
 * one that doesn't exist moves forward by the gap, one that comes twice is the first. What is past,
 * or overlaps a slot of `taken`, is left out.
 */
export function preview(rule: Rule, taken: readonly Taken[], now: number): Made[] | Fault {
  const first = dayFrom(rule.firstDay);
  const last = dayFrom(rule.lastDay);
  if (!first || !last || !rule.weekdays.length || !rule.times.length) return 'nothing';
  const fault = outOfBounds(rule, first, last, now);
  if (fault) return fault;
  const wanted = daysBetween(first, last).flatMap((day) => madeOn(day, rule));
  if (!wanted.length) return 'nothing';
  if (wanted.length > MOST_SLOTS) return 'tooMany';
  return apart(wanted).map((each) => ({ ...each, leftOut: reason(each, taken, now) }));
}

function outOfBounds(
  rule: Rule,
  first: CalendarDate,
  last: CalendarDate,
  now: number,
): Fault | undefined {
  const { minutes } = rule;
  if (!Number.isInteger(minutes) || minutes < SHORTEST_MINUTES || minutes > LONGEST_MINUTES)
    return 'minutes';
  const today = fromAbsolute(now, 'UTC');
  // It may be yesterday still somewhere.
  if (first.compare(toCalendarDate(today.subtract({ days: 1 }))) < 0) return 'tooEarly';
  if (first.compare(toCalendarDate(today.add({ days: FURTHEST_DAYS }))) > 0) return 'tooFar';
  if (last.compare(first) >= MOST_DAYS) return 'tooLong';
  if (new Set(rule.times).size > MOST_TIMES) return 'tooManyTimes';
  return overlapsItself(rule) ? 'overlaps' : undefined;
}

function daysBetween(first: CalendarDate, last: CalendarDate): CalendarDate[] {
  const count = Math.max(0, last.compare(first) + 1);
  return Array.from({ length: count }, (_, days) => first.add({ days }));
}

function madeOn(day: CalendarDate, rule: Rule): Made[] {
  if (!rule.weekdays.includes(weekdayOf(day))) return [];
  const clocksChange = hoursOf(day, rule.zone) !== 24;
  return [...new Set(rule.times)].sort().map((time) => {
    const begins = toZoned(toCalendarDateTime(day, parseTime(time)), rule.zone);
    const at = begins.toDate().getTime();
    return {
      startsAt: new Date(at).toISOString(),
      endsAt: new Date(at + rule.minutes * MINUTE).toISOString(),
      clocksChange,
      isMoved: begins.toString().slice(11, 16) !== time,
      leftOut: undefined,
    };
  });
}

/** Leave out what a change of clocks makes overlap the one before. */
function apart(made: readonly Made[]): Made[] {
  const kept: Made[] = [];
  const inOrder = [...made].sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  for (const each of inOrder) {
    const before = kept.at(-1);
    if (!before || before.endsAt <= each.startsAt) kept.push(each);
  }
  return kept;
}

/** Whether two of the times overlap by the wall clock, in any week. */
function overlapsItself({ weekdays, times, minutes }: Rule): boolean {
  const week = 7 * 1440;
  const starts = weekdays
    .flatMap((day) => times.map((time) => WEEKDAYS.indexOf(day) * 1440 + minutesOf(time)))
    .sort((one, other) => one - other);
  const around = [...new Set(starts)];
  return [...around.slice(1), (around[0] ?? 0) + week].some(
    (later, index) => later - (around[index] ?? 0) < minutes,
  );
}

const minutesOf = (time: string): number => {
  const { hour, minute } = parseTime(time);
  return hour * 60 + minute;
};

function reason(made: Made, taken: readonly Taken[], now: number): Made['leftOut'] {
  if (Date.parse(made.startsAt) <= now) return 'past';
  const clash = taken.some(
    (each) =>
      Date.parse(each.startsAt) < Date.parse(made.endsAt) &&
      Date.parse(made.startsAt) < Date.parse(each.endsAt),
  );
  return clash ? 'taken' : undefined;
}
