import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { aNote, aSession, inHours, relatedClient } from '../../testing/entities';
import { show } from '../../testing/render';
import NotesPage from './NotesPage';

const MISSING = problem('access.not_found', 404);
const SHARED = '/sessions/s-1/notes/shared';
const ANSWERS: Answers = {
  'GET /therapists/t-tomasz/clients': pageOf([relatedClient()]),
  [`GET ${SHARED}`]: MISSING,
  'GET /sessions/s-1/notes/private': MISSING,
};

test('one note that can not be read does not hide all sessions', async () => {
  playApi({
    ...ANSWERS,
    'GET /sessions': pageOf([aSession({ status: 'completed', startsAt: inHours(-50) })]),
    [`GET ${SHARED}`]: problem('table.try_again', 503),
  });
  show(<NotesPage />, { as: 'therapist' });
  expect(await screen.findByRole('alert')).toBeVisible();
});

test('nothing is said to be signed that was not looked at', async () => {
  const many = Array.from({ length: 12 }, (_, n) =>
    aSession({ sessionId: `s-${n}`, status: 'completed', startsAt: inHours(-20 - 10 * (12 - n)) }),
  );
  playApi({
    ...ANSWERS,
    'GET /sessions': pageOf(many),
    ...Object.fromEntries(
      many.flatMap(({ sessionId }, n) => [
        [
          `GET /sessions/${sessionId}/notes/shared`,
          n < 2 ? MISSING : { body: aNote({ signedAt: inHours(-1) }) },
        ],
        [`GET /sessions/${sessionId}/notes/private`, MISSING],
      ]),
    ),
  });
  show(<NotesPage />, { as: 'therapist' });
  await waitFor(() => expect(screen.getAllByText('signed').length).toBeGreaterThan(5));
  expect(screen.queryByText(/Every session of the last weeks/)).toBeNull();
});

test('a note that was left unsigned long ago is found by looking further back', async () => {
  const user = userEvent.setup();
  const day = 24;
  playApi({
    ...ANSWERS,
    'GET /sessions': (request) => {
      const from = new URL(request.url).searchParams.get('from') ?? '';
      const reachesBack = Date.parse(from) < Date.parse(inHours(-100 * day));
      const old = aSession({ status: 'completed', startsAt: inHours(-100 * day) });
      return pageOf(reachesBack ? [old] : []);
    },
    [`GET ${SHARED}`]: { body: aNote({ signedAt: null }) },
  });
  show(<NotesPage />, { as: 'therapist' });
  await user.click(await screen.findByRole('button', { name: 'Look 8 weeks further back' }));
  expect(await screen.findByText('not signed')).toBeVisible();
  expect(screen.getByText('Sessions of the last 16 weeks.')).toBeVisible();
});

test('the latest sessions are there in a full practice', async () => {
  const early = Array.from({ length: 2 }, (_, n) =>
    aSession({ sessionId: `s-1`, status: 'completed', startsAt: inHours(-900 + n) }),
  );
  playApi({
    ...ANSWERS,
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.has('cursor')
        ? pageOf([aSession({ sessionId: 's-late', status: 'completed', startsAt: inHours(-3) })])
        : pageOf(early.slice(0, 1), 'next'),
    'GET /sessions/s-late/notes/shared': MISSING,
    'GET /sessions/s-late/notes/private': MISSING,
  });
  show(<NotesPage />, { as: 'therapist' });
  await waitFor(() => expect(screen.getAllByText('not written')).toHaveLength(2), {
    timeout: 3000,
  });
});
