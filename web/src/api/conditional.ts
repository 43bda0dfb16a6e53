import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf, type Failure } from './failure';
import { useAction } from './queries';

interface Versioned {
  version: number;
}

interface Options<V, T> {
  /** Send the change, on condition that the version is still the present one. */
  send(values: V, version: number): Promise<unknown>;
  /** Read how things stand now. */
  reread(): Promise<T | undefined>;
  changes?: QueryKey[];
  onDone?(): void;
}

/** A change that is refused when somebody else was quicker, and what the person can do then. */
export interface Conditional<V, T> {
  save(values: V, version: number): Promise<void>;
  busy: boolean;
  /** What went wrong, unless it is a conflict. */
  failure: Failure | undefined;
  /** After a conflict: what was to be saved, and how things stand now. */
  conflict: { mine: V; theirs: T } | undefined;
  /** Save mine over what is there now. */
  keepMine(): void;
  /** Leave things as they are now. */
  dismiss(): void;
}

export function useConditional<V, T extends Versioned>(options: Options<V, T>): Conditional<V, T> {
  const [conflict, setConflict] = useState<{ mine: V; theirs: T }>();
  const action = useAction(
    async ({ values, version }: { values: V; version: number }) => {
      setConflict(undefined);
      const theirs = await refusedFor(() => options.send(values, version), options.reread);
      if (theirs) setConflict({ mine: values, theirs });
      return { isDone: !theirs };
    },
    {
      changes: options.changes ?? [],
      onDone: ({ isDone }) => {
        if (isDone) options.onDone?.();
      },
    },
  );
  const save = async (values: V, version: number) => void (await action.run({ values, version }));
  return {
    save,
    busy: action.busy,
    failure: action.failure,
    conflict,
    keepMine: () => conflict && void save(conflict.mine, conflict.theirs.version),
    dismiss: () => setConflict(undefined),
  };
}

/** Send, and return how things stand where that is why it was refused. */
async function refusedFor<T>(
  send: () => Promise<unknown>,
  reread: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    const theirs = failureOf(error).isConflict ? await reread() : undefined;
    if (theirs === undefined) throw error;
    return theirs;
  }
}
