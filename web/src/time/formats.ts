import { usePreferences, type Language } from '../preferences/preferences';
import { useZone } from './zone';

/** What can be shown as a time: RFC 3339, or a date of it. */
type Moment = string | Date;

/** The ways in which times are shown, in a language and a zone. */
export interface Formats {
  zone: string;
  locale: string;
  /** "Tue 3 March 2026" */
  day(moment: Moment): string;
  /** "3 Mar", without the year */
  shortDay(moment: Moment): string;
  /** "Tuesday" */
  weekday(moment: Moment): string;
  /** "09:30" */
  time(moment: Moment): string;
  /** "Tue 3 March 2026, 09:30" */
  dayAndTime(moment: Moment): string;
  /** "09:30 – 10:20" */
  span(from: Moment, to: Moment): string;
  /** "in 2 hours", "yesterday" */
  relative(moment: Moment, now?: number): string;
  /** "Berlin, GMT+1" at that moment */
  zoneName(moment: Moment): string;
  /** A day without a time, "2026-03-03", as `day` shows it. */
  plainDay(day: string): string;
  number(value: number): string;
}

/** Times as the person sees them: in the language of the page and their own zone, or in `zone`. */
export function useFormats(zone?: string): Formats {
  const own = useZone();
  return formats(usePreferences().language, zone ?? own);
}

/** The formats of a language and an IANA zone. */
export function formats(language: Language, zone: string): Formats {
  const locale = localeOf(language);
  const key = `${locale} ${zone}`;
  const found = known.get(key) ?? make(locale, zone);
  known.set(key, found);
  return found;
}

const known = new Map<string, Formats>();

function make(locale: string, zone: string): Formats {
  const show = (options: Intl.DateTimeFormatOptions, timeZone = zone) => {
    const format = formatter(locale, { ...options, timeZone });
    return (moment: Moment) => format.format(new Date(moment));
  };
  const day = show(DAY);
  const time = show({ hour: '2-digit', minute: '2-digit' });
  return {
    zone,
    locale,
    day,
    time,
    shortDay: show({ day: 'numeric', month: 'short' }),
    weekday: show({ weekday: 'long' }),
    dayAndTime: (moment) => `${day(moment)}, ${time(moment)}`,
    span: (from, to) => `${time(from)} – ${time(to)}`,
    relative: (moment, now = Date.now()) => relative(locale, zone, moment, now),
    zoneName: (moment) => `${city(zone)}, ${offset(locale, zone, moment)}`,
    plainDay: (plain) => show(DAY, 'UTC')(`${plain}T12:00:00Z`),
    number: (value) => new Intl.NumberFormat(locale).format(value),
  };
}

const DAY = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;

const made = new Map<string, Intl.DateTimeFormat>();

/** A format as `Intl` has it. Making one takes long beside using it. */
export function formatter(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, options);
  made.set(key, format);
  return format;
}

/** The browser's own variety of the language, so that dates look as the person is used to. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Minutes and hours by the clock, and from a day on by the days of the calendar. */
function relative(locale: string, zone: string, moment: Moment, now: number): string {
  const away = new Date(moment).getTime() - now;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const days = dayNumber(zone, moment) - dayNumber(zone, new Date(now));
  if (Math.abs(away) >= 24 * HOUR) return format.format(days, 'day');
  if (Math.abs(away) >= HOUR) return format.format(Math.round(away / HOUR), 'hour');
  return format.format(Math.round(away / MINUTE), 'minute');
}

function dayNumber(zone: string, moment: Moment): number {
  const day = formatter('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(moment));
  return Date.parse(`${day}T00:00Z`) / (24 * HOUR);
}

const city = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

function offset(locale: string, zone: string, moment: Moment): string {
  const format = formatter(locale, { timeZone: zone, timeZoneName: 'shortOffset' });
  const parts = format.formatToParts(new Date(moment));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
