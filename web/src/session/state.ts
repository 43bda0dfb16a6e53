import type { components } from '../api/schema';
import type { Failure } from '../api/failure';
import { createStore } from '../store';
import { forget } from './drafts';
import { forgetLogin } from './storage';

export type Me = components['schemas']['MeAnswer'];
export type Role = 'client' | 'therapist' | 'admin';

/** What was erased and what was kept, after an account is gone. */
export type Receipt = components['schemas']['ReceiptAnswer'];

/** Why somebody who was logged in no longer is. */
export type Ending = 'asked' | 'idle' | 'expired' | 'erased';

export type Session =
  | { state: 'starting' }
  | { state: 'stuck'; failure: Failure }
  | { state: 'out'; ending?: Ending; receipt?: Receipt }
  | { state: 'in'; me: Me };

export const session = createStore<Session>({ state: 'starting' });

/** Forget the log-in. What was typed stays for the same person, unless they asked to go. */
export function leaveBehind(ending: Ending, receipt?: Receipt): void {
  // A request that was under way when somebody left is refused: no news.
  if (ending === 'expired' && session.get().state === 'out') return;
  forgetLogin();
  if (ending === 'asked' || ending === 'erased') forget({});
  session.set({ state: 'out', ending, ...(receipt && { receipt }) });
}
