import { answered, api, type Schemas } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useMe } from '../../session/session';
import type { Session } from '../../shared/sessions';

/** How much of the past is looked through at once: half a year, in milliseconds. */
const STRETCH = 182 * 86_400_000;

type Page = Schemas['SessionPage'];

/** What became of a session, as far as somebody looks for it. */
export type Outcome = 'all' | 'completed' | 'missed' | 'cancelled';

/** The sessions that began before a moment (RFC 3339), the latest first, back to the very first. */
export function usePastSessions(before: string, outcome: Outcome) {
  const first = useMe().client?.createdAt ?? before;
  return usePaged(['sessions', 'past', before, outcome], (cursor) =>
    readBack(cursor ?? before, first, outcome),
  );
}

/** Go back from a moment, stretch by stretch, until there is something or nothing is left. */
async function readBack(before: string, first: string, outcome: Outcome): Promise<Page> {
  let to = before;
  for (;;) {
    const from = stretchBefore(to, first);
    const found = (await allBetween(from, to)).filter(fits(outcome)).toReversed();
    const nextCursor = Date.parse(from) > Date.parse(first) ? from : null;
    if (found.length || !nextCursor) return { items: found, nextCursor };
    to = nextCursor;
  }
}

/** Where the stretch before a moment begins: no earlier than `first`, unless that is yet to come. */
function stretchBefore(to: string, first: string): string {
  const begin = new Date(Date.parse(to) - STRETCH);
  const isCut = begin < new Date(first) && new Date(first) < new Date(to);
  return isCut ? first : begin.toISOString();
}

const fits =
  (outcome: Outcome) =>
  ({ status }: Session): boolean =>
    outcome === 'all' ||
    status === outcome ||
    (outcome === 'cancelled' && status === 'late_cancelled');

async function allBetween(from: string, to: string): Promise<Session[]> {
  const sessions: Session[] = [];
  let cursor: string | null = null;
  do {
    const query = { from, to, limit: 100, ...(cursor && { cursor }) };
    const page: Page = await answered(api.GET('/sessions', { params: { query } }));
    sessions.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return sessions;
}
