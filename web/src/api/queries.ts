import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { alsoForget } from '../session/drafts';
import { failureOf, type Failure } from './failure';

/** What was read a second ago or earlier is asked for anew when it is shown again or comes to front. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 1_000,
      retry: (tried, error) => tried < 2 && passesSoon(error),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Whether another try at once makes sense; a limit says for itself how long to wait. */
function passesSoon(error: unknown): boolean {
  const failure = failureOf(error);
  return failure.passes && failure.status !== 429;
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A list of the API that is read page by page. */
export interface Paged<T> {
  items: T[];
  isLoading: boolean;
  failure: Failure | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  more(): void;
  retry(): void;
}

interface ReadOptions {
  enabled?: boolean;
  /** How often to look again while the page is in front, in milliseconds. */
  refetchInterval?:
    number | ((query: { state: { data?: { pages: unknown[] } | undefined } }) => number | false);
  /** How long what was read is good, in milliseconds. */
  staleTime?: number;
  refetchOnWindowFocus?: boolean;
  refetchOnReconnect?: boolean;
}

/** For what shall be read only when the person asks: each reading is written down. */
export const ONCE = {
  staleTime: Infinity,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** Read a list; `read` gets the cursor of each further page. */
export function usePaged<T, P extends Page<T> = Page<T>>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<P>,
  options: ReadOptions = {},
): Paged<P['items'][number]> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...options,
  });
  const pages = query.data?.pages;
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  return {
    items,
    isLoading: query.isPending && query.fetchStatus !== 'idle',
    failure: query.error ? failureOf(query.error) : undefined,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** Something that the person does, and how far it is. */
export interface Action<V, T> {
  /** Do it. Returns the answer, or undefined where it failed; then `failure` says why. */
  run(values: V): Promise<T | undefined>;
  busy: boolean;
  failure: Failure | undefined;
  reset(): void;
}

interface ActionOptions<V, T> {
  changes?: QueryKey[];
  onDone?(answer: T, values: V): void;
  /** For what is drafted: under this name the key outlives the page, as the draft does. */
  name?: string;
}

/**
 * Let the person change something. `act` gets a key for `Idempotency-Key`, which stays the same
 * while the same values are tried again, so that nothing is made twice. Then everything under
 * `changes` is read anew.
 */
export function useAction<V, T>(
  act: (values: V, key: string) => Promise<T>,
  { changes = [], onDone, name }: ActionOptions<V, T> = {},
): Action<V, T> {
  const client = useQueryClient();
  const [keys] = useState(() => (name ? kept(name) : createKeys()));
  const mutation = useMutation({
    mutationFn: (values: V) => act(values, keys.of(values)),
    onSuccess: async (answer, values) => {
      keys.forget();
      onDone?.(answer, values);
      await Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  return {
    run: (values) => mutation.mutateAsync(values).catch(() => undefined),
    busy: mutation.isPending,
    failure: mutation.error ? failureOf(mutation.error) : undefined,
    reset: mutation.reset,
  };
}

/** The keys of actions whose values outlive their page as drafts do. */
const keysByName = new Map<string, ReturnType<typeof createKeys>>();
alsoForget(() => keysByName.clear());

function kept(name: string): ReturnType<typeof createKeys> {
  const keys = keysByName.get(name) ?? createKeys();
  keysByName.set(name, keys);
  return keys;
}

/** Give one key to the same values, for as long as they are not done. */
function createKeys() {
  let kept: { values: string; key: string } | undefined;
  return {
    of(values: unknown): string {
      const text = JSON.stringify(values) ?? '';
      if (kept?.values !== text) kept = { values: text, key: newKey() };
      return kept.key;
    },
    forget() {
      kept = undefined;
    },
  };
}

/** A new `Idempotency-Key`. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
