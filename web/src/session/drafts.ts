import { useState } from 'react';

/**
 * What was typed and not yet sent, in memory alone. It outlives a page, an expired log-in and a
 * log-out after idleness, and is given back to the same person only.
 */
const drafts = new Map<string, unknown>();
let owner: string | undefined;

const others = new Set<() => void>();

/** Let something else that is kept in memory go whenever the drafts go. */
export const alsoForget = (forgetter: () => void): void => void others.add(forgetter);

const losses = new Set<() => boolean>([() => drafts.size > 0]);

/** Count something else that is kept in memory as lost when the person goes. */
export const alsoLose = (isThere: () => boolean): void => void losses.add(isThere);

/** Whether something was typed that is neither saved nor sent. */
export const wouldLose = (): boolean => [...losses].some((isThere) => isThere());

/** Forget all drafts, unless they are of the account `butOf`. */
export function forget({ butOf }: { butOf?: string }): void {
  if (butOf === undefined || owner !== butOf) {
    drafts.clear();
    for (const forgetter of others) forgetter();
  }
  owner = butOf ?? owner;
}

export interface Draft<T> {
  value: T;
  /** Whether something was typed since it was last sent. */
  isTyped: boolean;
  set(value: T): void;
  clear(): void;
}

/** Return the draft of this name, which starts as `initial`. */
export function useDraft<T>(name: string, initial: T): Draft<T> {
  const [, repaint] = useState(0);
  const change = (act: () => void) => {
    act();
    repaint((count) => count + 1);
  };
  return {
    value: drafts.has(name) ? (drafts.get(name) as T) : initial,
    isTyped: drafts.has(name),
    set: (value) => change(() => drafts.set(name, value)),
    clear: () => change(() => drafts.delete(name)),
  };
}

/** A draft of something that has a version: the one that was there when typing began. */
export function useVersionedDraft<T>(
  name: string,
  initial: T,
  version: number,
): Draft<T> & { version: number } {
  const draft = useDraft(name, { value: initial, version });
  const base = draft.isTyped ? draft.value.version : version;
  return {
    value: draft.isTyped ? draft.value.value : initial,
    version: base,
    isTyped: draft.isTyped,
    set: (value) => draft.set({ value, version: base }),
    clear: draft.clear,
  };
}

/** Ask before the page is closed over something that was typed and is neither saved nor sent. */
export function guardDrafts(): void {
  addEventListener('beforeunload', (event) => {
    if (wouldLose()) event.preventDefault();
  });
}
