import { parseDate } from '@internationalized/date';
import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';
import { ONCE } from '../../api/queries';
import { useRole } from '../../session/session';
import { familyOf, type Family } from './feelings';

type Page = Schemas['TrendPage'];
export type DayTrend = Schemas['DayTrendAnswer'];

/** The trends of a journal over days, themselves included, the newest first. */
export function useTrends(clientId: string, from: string, to: string) {
  const isReader = useRole() === 'therapist';
  return useQuery({
    queryKey: ['trends', clientId, from, to],
    queryFn: () => allDays(clientId, from, to),
    ...(isReader && ONCE),
  });
}

async function allDays(clientId: string, from: string, to: string): Promise<DayTrend[]> {
  const days: DayTrend[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await answered(
      api.GET('/journals/{clientId}/trends', {
        params: {
          path: { clientId },
          query: { from, to, limit: 100, ...(cursor && { cursor }) },
        },
      }),
    );
    days.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return days;
}

/** How often a family was felt in some days, and how strongly in the mean. */
export interface FamilySum {
  family: Family;
  count: number;
  mean: number;
}

/** Add up the families over days, the most frequent first. */
export function sums(days: readonly DayTrend[]): FamilySum[] {
  const totals = new Map<Family, { count: number; sum: number }>();
  for (const each of days.flatMap((day) => day.families)) {
    const total = totals.get(familyOf(each)) ?? { count: 0, sum: 0 };
    totals.set(familyOf(each), {
      count: total.count + each.count,
      sum: total.sum + each.intensitySum,
    });
  }
  return [...totals]
    .map(([family, { count, sum }]) => ({ family, count, mean: sum / count }))
    .sort((one, other) => other.count - one.count);
}

/** All days from one to another, themselves included. */
export function daysFrom(from: string, to: string): string[] {
  const days: string[] = [];
  const last = parseDate(to);
  for (let day = parseDate(from); day.compare(last) <= 0; day = day.add({ days: 1 }))
    days.push(day.toString());
  return days;
}

/** How many entries of a family a day has. */
export const countOf = (day: DayTrend, family: Family): number =>
  day.families.find((each) => familyOf(each) === family)?.count ?? 0;

/** A feeling's mean strength on a day. */
export interface Mark {
  day: string;
  family: Family;
  mean: number;
  /** How many places it stands to the right, so that none of those as strong hides another. */
  aside: number;
}

export const marksOf = (days: readonly DayTrend[]): Mark[] =>
  days.flatMap(({ day, families }) =>
    families.map((each) => {
      const asStrong = families.filter((other) => isClose(other.meanIntensity, each.meanIntensity));
      const aside = asStrong.indexOf(each) - (asStrong.length - 1) / 2;
      return { day, family: familyOf(each), mean: each.meanIntensity, aside };
    }),
  );

const isClose = (one: number, other: number): boolean => Math.round(one) === Math.round(other);
