import { useState } from 'react';

/**
 * What was typed and not yet sent, in memory alone. It outlives a page, an expired log-in and a
 * log-out after idleness, and is given back to the same person only.
 */
const drafts = new Map<string, unknown>();
let owner: string | undefined;

/** Forget all drafts, unless they are of the account `butOf`. */
export function forget({ butOf }: { butOf?: string }): void {
  if (butOf === undefined || (owner !== undefined && owner !== butOf)) drafts.clear();
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

/** Ask before the page is closed over something that was typed. */
export function guardDrafts(): void {
  addEventListener('beforeunload', (event) => {
    if (drafts.size) event.preventDefault();
  });
}
