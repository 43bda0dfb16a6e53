import { formatter } from '../time/formats';

/** Things of one day, in the order they came. */
export interface Day<T> {
  day: string;
  items: T[];
}

/** Put what follows one another on the same day together. `dayOf` names the day, "2026-03-03". */
export function byDay<T>(items: readonly T[], dayOf: (item: T) => string): Day<T>[] {
  const days: Day<T>[] = [];
  for (const item of items) {
    const day = dayOf(item);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** The day, "2026-03-03", that a moment lies on in a zone. */
export function dayIn(zone: string, moment: string | Date): string {
  return formatter('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(moment));
}
