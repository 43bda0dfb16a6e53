import { useState } from 'react';
import { alsoForget } from './drafts';

const kept = new Map<string, unknown>();
alsoForget(() => kept.clear());

/**
 * A state that is there again when somebody comes back to the page, in memory alone: for what may
 * stand in no address. It goes with the drafts, but is nothing to lose.
 */
export function useKept<T>(name: string, initial: T): [T, (next: T) => void] {
  const [value, setValue] = useState(() => (kept.has(name) ? (kept.get(name) as T) : initial));
  const keep = (next: T) => {
    kept.set(name, next);
    setValue(next);
  };
  return [value, keep];
}
