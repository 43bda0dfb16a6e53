import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client';

export type Slot = Schemas['SlotAnswer'];
type Page = Schemas['SlotPage'];

/** All slots of a therapist that begin from one moment (RFC 3339) and before another. */
export function useSlots(therapistId: string, from: string, to: string, status?: Slot['status']) {
  return useQuery({
    queryKey: ['slots', therapistId, from, to, status ?? 'all'],
    queryFn: () => allSlots(therapistId, { from, to, ...(status && { status }) }),
  });
}

async function allSlots(
  therapistId: string,
  which: { from: string; to: string; status?: Slot['status'] },
): Promise<Slot[]> {
  const slots: Slot[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await answered(
      api.GET('/session-slots/{therapistId}', {
        params: {
          path: { therapistId },
          query: { ...which, limit: 100, ...(cursor && { cursor }) },
        },
      }),
    );
    slots.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return slots;
}
