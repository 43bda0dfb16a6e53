import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { forget } from '../session/drafts';
import { session } from '../session/state';
import { storeAccess, storeLogin, storeSeen } from '../session/storage';
import { meAs } from './api';

interface Options {
  as?: 'client' | 'therapist' | 'admin';
  at?: string;
}

interface Shown extends RenderResult {
  /** The addresses that were gone to, the present one last. */
  history: string[];
}

/** Show a page or part as a person who is logged in sees it, at an address. */
export function show(part: ReactNode, { as, at = '/app' }: Options = {}): Shown {
  if (as) logInAs(as);
  const { hook, history } = memoryLocation({ path: at, record: true });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const rendered = render(
    <QueryClientProvider client={client}>
      <Router hook={hook}>{part}</Router>
    </QueryClientProvider>,
  );
  return Object.assign(rendered, { history });
}

/** Log somebody in without asking anybody. */
export function logInAs(role: 'client' | 'therapist' | 'admin'): void {
  const me = meAs(role);
  storeLogin({ accountId: me.account.accountId, refreshToken: 'refresh' });
  storeAccess({ token: 'access', expiresAt: Date.now() + 900_000 });
  storeSeen(Date.now());
  forget({ butOf: me.account.accountId });
  session.set({ state: 'in', me });
}
