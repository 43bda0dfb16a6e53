import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import {
  aNote,
  aSession,
  aSlot,
  inHours,
  relatedClient,
  relatedTherapist,
} from '../../testing/entities';
import { show } from '../../testing/render';
import SessionPage from './SessionPage';
import SessionsPage from './SessionsPage';

const ANSWERS: Answers = {
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
  'GET /therapists/t-tomasz/clients': pageOf([relatedClient()]),
  'GET /sessions/s-1': { body: aSession() },
  'GET /sessions/s-1/notes/shared': { body: aNote({ signedAt: '2026-03-02T09:00:00Z' }) },
  'GET /sessions/s-1/notes/addenda': pageOf([
    {
      addendumId: 'ad',
      sessionId: 's-1',
      note: 'shared',
      text: 'Better.',
      signedAt: '2026-03-03T09:00:00Z',
    },
  ]),
};
const open = (as: 'client' | 'therapist') =>
  show(
    <Route path="/app/sessions/:sessionId">
      <SessionPage />
    </Route>,
    { as, at: '/app/sessions/s-1' },
  );
afterEach(() => forget({}));

test('a client reads the shared note, what is to do and what was added', async () => {
  playApi(ANSWERS);
  const { container } = open('client');
  for (const text of ['We talked.', 'Walk.', 'Better.'])
    expect(await screen.findByText(new RegExp(text))).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});

test('a session without a note says so', async () => {
  playApi({ ...ANSWERS, 'GET /sessions/s-1/notes/shared': problem('access.not_found', 404) });
  open('client');
  expect(await screen.findByText(/hasn’t written a shared note/)).toBeVisible();
});

test.each([
  [48, /you cancel in time/],
  [3, /counts as a late cancellation/],
])('cancelling %d hours before says what it means', async (hours, text) => {
  const asked = playApi({
    ...ANSWERS,
    'GET /sessions/s-1': {
      body: aSession({ startsAt: inHours(hours), cancelUntil: inHours(hours - 24) }),
    },
    'POST /sessions/s-1/cancel': { body: aSession({ status: 'cancelled' }) },
  });
  open('client');
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel the session' }));
  expect(screen.getByText(text)).toBeVisible();
  await userEvent.type(screen.getByLabelText(/A word about why/), 'A cold.');
  const [, confirm] = screen.getAllByRole('button', { name: 'Cancel the session' });
  await userEvent.click(confirm as HTMLElement);
  expect(asked.find((each) => each.call.startsWith('POST'))?.body).toEqual({ reason: 'A cold.' });
});

test('a session that is over without a word about it is to be recorded by the therapist', async () => {
  const past = aSession({ startsAt: inHours(-2), endsAt: inHours(-1) });
  const asked = playApi({
    ...ANSWERS,
    'GET /sessions/s-1': { body: past },
    'PATCH /sessions/s-1': { body: { ...past, status: 'completed' } },
  });
  open('therapist');
  expect(await screen.findByText('not recorded yet')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'It was held' }));
  expect(asked.find((each) => each.call.startsWith('PATCH'))?.body).toEqual({
    status: 'completed',
  });
});

test('a therapist says where it is, and moves it to an open time', async () => {
  const asked = playApi({
    ...ANSWERS,
    'PATCH /sessions/s-1': { body: aSession({ version: 2 }) },
    'GET /session-slots/t-tomasz': pageOf([aSlot({ slotId: 'slot-9' })]),
  });
  open('therapist');
  await userEvent.type(await screen.findByLabelText('Place'), 'Room 2');
  await userEvent.click(screen.getByRole('button', { name: 'Save the place' }));
  await userEvent.click(screen.getByRole('button', { name: 'Move it' }));
  const times = (await screen.findByRole('dialog')).querySelectorAll('button:not([aria-label])');
  expect(times).not.toHaveLength(0);
  const slot = await screen.findByRole('button', { name: /, \d\d:\d\d/ });
  await userEvent.click(slot);
  const bodies = asked.filter((each) => each.call.startsWith('PATCH')).map((each) => each.body);
  expect(bodies).toEqual([{ place: 'Room 2' }, { slotId: 'slot-9' }]);
});

test('a change that came too late shows how the session is now', async () => {
  playApi({ ...ANSWERS, 'PATCH /sessions/s-1': problem('state.version_mismatch', 412) });
  open('therapist');
  await userEvent.type(await screen.findByLabelText('Place'), 'Room 2');
  await userEvent.click(screen.getByRole('button', { name: 'Save the place' }));
  expect(await screen.findByRole('dialog')).toHaveTextContent('Room 2');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.getByLabelText('Place')).toHaveValue('Room 2');
});

test('sessions to come and past ones stand apart', async () => {
  playApi({
    ...ANSWERS,
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.has('to')
        ? pageOf([
            aSession({
              sessionId: 's-0',
              status: 'completed',
              startsAt: inHours(-90),
              cancelledAt: null,
            }),
          ])
        : pageOf([aSession()]),
  });
  const { container } = show(<SessionsPage />, { as: 'client' });
  expect(await screen.findByText('held')).toBeVisible();
  expect(screen.getByText('to come')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});
