import type { ReactNode } from 'react';
import type { Paged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { byDay } from '../../shared/days';
import { useFormats } from '../../time/formats';
import { Button, Card, Empty, FailureNotice, Loading, Stack, uiTexts } from '../../ui';
import { EntryView, type Entry } from './EntryView';
import styles from './journal.module.css';

interface Props {
  list: Paged<Entry>;
  empty: ReactNode;
  actionsOf?(entry: Entry): ReactNode;
}

/** Entries day by day, the latest first. */
export function EntryDays({ list, empty, actionsOf }: Props) {
  const t = useTexts(uiTexts);
  const format = useFormats();
  if (list.isLoading) return <Loading />;
  if (!list.items.length && list.failure)
    return <FailureNotice failure={list.failure} onRetry={list.retry} />;
  if (!list.items.length) return <Empty>{empty}</Empty>;
  return (
    <Stack gap={5}>
      {byDay(list.items, (entry) => entry.feltOn).map(({ day, items }) => (
        <Stack as="section" gap={3} key={day} aria-label={format.plainDay(day)}>
          <h2 className={styles.dayHead}>{format.plainDay(day)}</h2>
          {items.map((entry) => (
            <Card key={entry.entryId}>
              <EntryView entry={entry} actions={actionsOf?.(entry)} />
            </Card>
          ))}
        </Stack>
      ))}
      <FailureNotice failure={list.failure} onRetry={list.more} />
      {list.hasMore && (
        <Button busy={list.isLoadingMore} onClick={list.more}>
          {list.isLoadingMore ? t.loadingMore : t.more}
        </Button>
      )}
    </Stack>
  );
}
