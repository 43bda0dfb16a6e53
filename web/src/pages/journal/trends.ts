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
