import { beginOf, dayFrom } from '../../time/days';
import type { Which } from './entries';
import type { Family } from './feelings';

/** What a person looks for in the journal. */
export interface Filter {
  family: Family | '';
  /** A word of the family. */
  word: string;
  /** Days, "2026-03-03", themselves included. */
  from: string;
  to: string;
}

export const UNFILTERED: Filter = { family: '', word: '', from: '', to: '' };

/** The entries that a filter asks for in a zone, and whether its days stand the wrong way round. */
export function whichOf(filter: Filter, zone: string): { which: Which; isBackwards: boolean } {
  const from = completeDay(filter.from);
  const to = completeDay(filter.to);
  return {
    which: {
      feeling: filter.word || filter.family || undefined,
      from: from && beginOf(from, zone),
      to: to && beginOf(to.add({ days: 1 }), zone),
    },
    isBackwards: from !== undefined && to !== undefined && from.compare(to) > 0,
  };
}

/** A day once its year is typed to the end: on the way there "2026" is the year 2, 20 and 202. */
function completeDay(text: string) {
  const day = dayFrom(text);
  return day && day.year >= 1900 && day.year < 9999 ? day : undefined;
}
