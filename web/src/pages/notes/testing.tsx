import { act } from '@testing-library/react';
import { Route } from 'wouter';
import { pageOf, problem, type Answers } from '../../testing/api';
import { aSession, relatedClient } from '../../testing/entities';
import { show } from '../../testing/render';
import NotePage from './NotePage';

export const MISSING = problem('access.not_found', 404);
export const PRIVATE = '/sessions/s-1/notes/private';
export const SHARED = '/sessions/s-1/notes/shared';

/** A session without notes. */
export const ANSWERS: Answers = {
  'GET /sessions/s-1': { body: aSession() },
  'GET /therapists/t-tomasz/clients': pageOf([relatedClient()]),
  [`GET ${SHARED}`]: MISSING,
  [`GET ${PRIVATE}`]: MISSING,
};

export const open = () =>
  show(
    <Route path="/app/notes/:sessionId">
      <NotePage />
    </Route>,
    { as: 'therapist', at: '/app/notes/s-1' },
  );

/** Go from the field, which saves at once. */
export const blur = () => act(async () => (document.activeElement as HTMLElement).blur());
