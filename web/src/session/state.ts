import type { components } from '../api/schema';
import type { Failure } from '../api/failure';
import { createStore } from '../store';
import { forget } from './drafts';
import { forgetNewest } from './newest';
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
  forgetNewest();
  forgetLogin(ending === 'idle' || ending === 'expired' ? ending : undefined);
  if (ending === 'asked' || ending === 'erased') forget({});
  // What comes after somebody left, as the refusal of a request under way, is no news.
  if (session.get().state === 'out' && ending !== 'erased') return;
  session.set({ state: 'out', ending, ...(receipt && { receipt }) });
}
