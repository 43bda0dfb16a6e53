import { useEffect, useEffectEvent } from 'react';
import type { Paged } from '../api/queries';

/** Read a list to its end, page after page, for what has to know all of it. */
export function useAll<T>(list: Paged<T>): Paged<T> {
  const more = useEffectEvent(list.more);
  const goesOn = list.hasMore && !list.isLoadingMore && !list.failure;
  useEffect(() => {
    if (goesOn) more();
  }, [goesOn, list.items.length]);
  return list;
}
