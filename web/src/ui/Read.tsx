import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureOf } from '../api/failure';
import type { Paged } from '../api/queries';
import { useTexts } from '../i18n';
import { Button } from './Button';
import { Loading } from './Loading';
import { FailureNotice } from './Notice';
import styles from './Read.module.css';
import { Stack } from './Stack';
import { uiTexts } from './texts';

/** Show what was read: on its way, failed (with another try), or there. */
export function Read<T>(props: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (query.error)
    return <FailureNotice failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

interface ListProps<T> {
  list: Paged<T>;
  /** A first-time text that helps: what will stand here, and how it comes here. */
  empty: ReactNode;
  /** What the list is of, read aloud. */
  label: string;
  keyOf(item: T): string;
  children(item: T, index: number): ReactNode;
}

/** Show a list that is read page by page. */
export function PagedList<T>({ list, ...props }: ListProps<T>) {
  const t = useTexts(uiTexts);
  if (list.isLoading) return <Loading />;
  if (!list.items.length && list.failure)
    return <FailureNotice failure={list.failure} onRetry={list.retry} />;
  if (!list.items.length && !list.hasMore) return <div className={styles.empty}>{props.empty}</div>;
  return (
    <Stack gap={3}>
      <Stack as="ul" gap={3} aria-label={props.label}>
        {list.items.map((item, index) => (
          <li key={props.keyOf(item)}>{props.children(item, index)}</li>
        ))}
      </Stack>
      {list.failure && <FailureNotice failure={list.failure} onRetry={list.more} />}
      {list.hasMore && (
        <Button busy={list.isLoadingMore} onClick={list.more}>
          {list.isLoadingMore ? t.loadingMore : t.more}
        </Button>
      )}
    </Stack>
  );
}

/** A first-time text, for what is no paged list. */
export const Empty = ({ children }: { children: ReactNode }) => (
  <div className={styles.empty}>{children}</div>
);
