import { useEffect, useEffectEvent } from 'react';
import type { Paged } from '../api/queries';

/** Read a list to its end, page by page; returns whether it is there as a whole. */
export function useWhole({ hasMore, isLoading, isLoadingMore, failure, more }: Paged<unknown>) {
  const goOn = useEffectEvent(more);
  const isNext = hasMore && !isLoading && !isLoadingMore && !failure;
  useEffect(() => {
    if (isNext) goOn();
  }, [isNext]);
  return !isLoading && !hasMore && !failure;
}
