import { screen, within } from '@testing-library/react';
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
import { Announcements } from '../../ui';
import SessionPage from './SessionPage';

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
  const dialog = screen.getByRole('dialog');
  expect(dialog).toHaveTextContent('it can’t be changed afterwards');
  expect(asked.some((each) => each.call.startsWith('PATCH'))).toBe(false);
  await userEvent.click(within(dialog).getByRole('button', { name: 'It was held' }));
  expect(asked.find((each) => each.call.startsWith('PATCH'))?.body).toEqual({
    status: 'completed',
  });
  expect(screen.getByRole('group', { name: 'Session' })).toHaveFocus();
});

test('a session of which another window said something first is not recorded over it', async () => {
  const past = aSession({ startsAt: inHours(-2), endsAt: inHours(-1) });
  playApi({
    ...ANSWERS,
    'GET /sessions/s-1': { body: past },
    'PATCH /sessions/s-1': problem('state.version_mismatch', 412),
  });
  open('therapist');
  await userEvent.click(await screen.findByRole('button', { name: 'The client missed it' }));
  const dialog = screen.getByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'The client missed it' }));
  expect(await within(dialog).findByText(/changed in the meantime; look/)).toBeVisible();
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
  await userEvent.click(await screen.findByRole('button', { name: /^Choose .*, \d\d:\d\d/ }));
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

test('a slot that was taken meanwhile is said to be, and the open ones are read anew', async () => {
  let read = 0;
  playApi({
    ...ANSWERS,
    'PATCH /sessions/s-1': problem('scheduling.slot_taken', 409),
    'GET /session-slots/t-tomasz': () => {
      read += 1;
      return pageOf(read === 1 ? [aSlot()] : []);
    },
  });
  open('therapist');
  await userEvent.click(await screen.findByRole('button', { name: 'Move it' }));
  await userEvent.click(await screen.findByRole('button', { name: /^Choose/ }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Somebody was quicker');
  expect(await screen.findByText(/no open slot in the next four weeks/)).toBeVisible();
});

test('a session that cannot be cancelled any more shows what became of it', async () => {
  const gone = { status: 'cancelled', cancelledBy: 'therapist', cancelledAt: inHours(-1) } as const;
  let isGone = false;
  playApi({
    ...ANSWERS,
    'GET /sessions/s-1': () => ({ body: aSession(isGone ? gone : {}) }),
    'POST /sessions/s-1/cancel': () => {
      isGone = true;
      return problem('state.conflict', 409);
    },
  });
  open('client');
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel the session' }));
  await userEvent.type(screen.getByLabelText(/A word about why/), 'A cold.');
  const [, confirm] = screen.getAllByRole('button', { name: 'Cancel the session' });
  await userEvent.click(confirm as HTMLElement);
  expect(await screen.findByText(/^Cancelled by the therapist on/)).toBeVisible();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a late cancellation is confirmed as one, and the focus stays with the session', async () => {
  const late = { startsAt: inHours(3), cancelUntil: inHours(-21) };
  playApi({
    ...ANSWERS,
    'GET /sessions/s-1': { body: aSession(late) },
    'POST /sessions/s-1/cancel': { body: aSession({ ...late, status: 'late_cancelled' }) },
  });
  show(
    <>
      <Route path="/app/sessions/:sessionId">
        <SessionPage />
      </Route>
      <Announcements />
    </>,
    { as: 'client', at: '/app/sessions/s-1' },
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel the session' }));
  const [, confirm] = screen.getAllByRole('button', { name: 'Cancel the session' });
  await userEvent.click(confirm as HTMLElement);
  expect(await screen.findByText(/counts as a late cancellation\.$/)).toBeVisible();
  expect(screen.getByRole('group', { name: 'Session' })).toHaveFocus();
});

test('a session that goes on now is neither to come nor over', async () => {
  const now = aSession({ startsAt: inHours(-0.5), endsAt: inHours(0.5) });
  playApi({ ...ANSWERS, 'GET /sessions/s-1': { body: now } });
  open('client');
  expect(await screen.findByText('under way')).toBeVisible();
});

test('everything that was added to a note is read, page after page', async () => {
  const addendum = (addendumId: string, text: string) => ({
    addendumId,
    sessionId: 's-1',
    note: 'shared',
    text,
    signedAt: '2026-03-03T09:00:00Z',
  });
  playApi({
    ...ANSWERS,
    'GET /sessions/s-1/notes/addenda': (request) =>
      new URL(request.url).searchParams.has('cursor')
        ? pageOf([addendum('b', 'The second.')])
        : pageOf([addendum('a', 'The first.')], 'more'),
  });
  open('client');
  expect(await screen.findByText(/The second\./)).toBeVisible();
  expect(screen.getByText(/The first\./)).toBeVisible();
});
