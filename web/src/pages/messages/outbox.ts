import type { QueryClient } from '@tanstack/react-query';
import { answered, api, once } from '../../api/client';
import { failureOf, type Failure } from '../../api/failure';
import { newKey } from '../../api/queries';
import { alsoForget, alsoLose } from '../../session/drafts';
import { session } from '../../session/state';
import { createStore, useStore } from '../../store';

/** The two sides of a conversation. */
export interface Pair {
  clientId: string;
  therapistId: string;
}

/** A message that is on its way, or could not be sent. `key` lets it be repeated safely. */
export interface Outgoing extends Pair {
  key: string;
  text: string;
  account: string;
  failure: Failure | undefined;
}

/** In memory alone, like drafts: it outlives the page, and belongs to one account. */
const outbox = createStore<readonly Outgoing[]>([]);

alsoForget(() => outbox.set([]));
alsoLose(() => outbox.get().length > 0);

/** What of a conversation is on its way or failed, the first sent first. */
export const useOutgoing = (pair: Pair): Outgoing[] =>
  useStore(outbox).filter(
    (each) => each.clientId === pair.clientId && each.therapistId === pair.therapistId,
  );

/** Send a message; it stays in the outbox until the API has it. */
export async function send(
  pair: Pair,
  text: string,
  onSent: () => Promise<unknown>,
): Promise<void> {
  const now = session.get();
  const account = now.state === 'in' ? now.me.account.accountId : '';
  const message = { ...pair, text, account, key: newKey(), failure: undefined };
  outbox.set([...outbox.get(), message]);
  await attempt(message, onSent);
}

/** Send a failed message again, as the same: it can't arrive twice. */
export async function resend(message: Outgoing, onSent: () => Promise<unknown>): Promise<void> {
  replace(message.key, { ...message, failure: undefined });
  await attempt(message, onSent);
}

/** Read anew what a message that was sent changes. */
export const readAnew = (client: QueryClient): Promise<unknown> =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['messages'] }),
    client.invalidateQueries({ queryKey: ['conversations'] }),
  ]);

/** Give a failed message up. */
export const discard = (message: Outgoing): void =>
  outbox.set(outbox.get().filter((each) => each.key !== message.key));

async function attempt(message: Outgoing, onSent: () => Promise<unknown>): Promise<void> {
  const { clientId, therapistId, text, key } = message;
  try {
    await answered(
      api.POST('/messages', {
        params: { header: once(key) },
        body: { clientId, therapistId, text },
      }),
    );
    await onSent();
    discard(message);
  } catch (error) {
    replace(key, { ...message, failure: failureOf(error) });
  }
}

function replace(key: string, next: Outgoing): void {
  outbox.set(outbox.get().map((each) => (each.key === key ? next : each)));
}
