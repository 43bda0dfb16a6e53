import { useEffect, useEffectEvent } from 'react';
import type { Paged } from '../api/queries';

/** Read a list page after page, for what has to know all of it; no further where it is enough. */
export function useAll<T>(list: Paged<T>, isEnough = false): Paged<T> {
  const more = useEffectEvent(list.more);
  const goesOn = !isEnough && list.hasMore && !list.isLoadingMore && !list.failure;
  useEffect(() => {
    if (goesOn) more();
  }, [goesOn, list.items.length]);
  return list;
}
