import { useState } from 'react';
import { answered, api, type Schemas } from '../../api/client';
import { usePaged, type Paged } from '../../api/queries';
import { useAll } from '../../shared/all';

/** The events by which somebody else saw something of the journal. */
const READINGS = ['journal.read', 'journal.trends_read', 'journal.searched'];
const AT_ONCE = 10;

/**
 * Who saw something of the client's journal, the latest first. The audit has much else in between,
 * so that it is read on until there are enough readings to show, or it ends.
 */
export function useReadings(): Paged<Schemas['EventAnswer']> {
  const [wanted, setWanted] = useState(AT_ONCE);
  const audit = usePaged(['audit', 'mine'], (cursor) =>
    answered(
      api.GET('/me/audit', { params: { query: { limit: 100, ...(cursor && { cursor }) } } }),
    ),
  );
  const readings = audit.items.filter((each) => READINGS.includes(each.event));
  useAll(audit, readings.length >= wanted);
  const isSearching = !readings.length && audit.hasMore && !audit.failure;
  return {
    ...audit,
    items: readings.slice(0, wanted),
    isLoading: audit.isLoading || isSearching,
    hasMore: audit.hasMore || readings.length > wanted,
    more: () => {
      setWanted(wanted + AT_ONCE);
      if (audit.failure) audit.more();
    },
  };
}
