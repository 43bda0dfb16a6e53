import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import {
  aNote,
  anAppointment,
  aRequest,
  aSession,
  inHours,
  relatedTherapist,
} from '../../testing/entities';
import { show } from '../../testing/render';
import CheckInPage from '../journal/CheckInPage';
import HomePage from './HomePage';

const QUIET: Answers = {
  'GET /sessions': pageOf([]),
  'GET /appointment-requests': pageOf([]),
  'GET /mapping-requests': pageOf([]),
  'GET /journal-access-requests': pageOf([]),
  'GET /conversations': pageOf([]),
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
};
afterEach(() => forget({}));

test('somebody new is greeted, and told how a session comes about', async () => {
  playApi(QUIET);
  const { container } = show(<HomePage />, { as: 'client' });
  expect(await screen.findByText('No session is planned.')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Hello, Ada' })).toHaveFocus();
  expect(screen.getByText('Nothing waits for you.')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});

test('what waits is there with its deadline, and what is to do', async () => {
  playApi({
    ...QUIET,
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.get('status') === 'completed'
        ? pageOf([aSession({ status: 'completed', startsAt: inHours(-48) })])
        : pageOf([aSession()]),
    'GET /sessions/s-1/notes/shared': { body: aNote() },
    'GET /appointment-requests': pageOf([anAppointment()]),
    'GET /mapping-requests': pageOf([
      aRequest(),
      aRequest({ requestId: 'mine', askedBy: 'client' }),
    ]),
    'GET /journal-access-requests': pageOf([aRequest()]),
    'GET /conversations': pageOf([{ unread: 2, clientId: 'c-ada', therapistId: 't-tomasz' }]),
  });
  show(<HomePage />, { as: 'client' });
  expect(await screen.findByText('Tomasz asks to be your therapist')).toBeVisible();
  expect(screen.getByText('Tomasz asks to read your journal')).toBeVisible();
  expect(screen.getByText('2 new messages')).toBeVisible();
  expect(screen.getByText(/Your request for .* waits for an answer/)).toBeVisible();
  expect(screen.getAllByText(/^until /)).toHaveLength(3);
  expect(await screen.findByText(/Walk\./)).toBeVisible();
});

test('a list that can not be read offers another try', async () => {
  playApi({ ...QUIET, 'GET /sessions': problem('server.error', 500) });
  show(<HomePage />, { as: 'client' });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
});

test('nothing is said to wait only once that is known', async () => {
  playApi({ ...QUIET, 'GET /journal-access-requests': problem('server.error', 500) });
  show(<HomePage />, { as: 'client' });
  const retry = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.queryByText('Nothing waits for you.')).toBeNull();
  playApi(QUIET);
  await userEvent.click(retry);
  expect(await screen.findByText('Nothing waits for you.')).toBeVisible();
});

test('a session that has begun is still shown, and one that is over is not', async () => {
  const now = aSession({ sessionId: 's-now', startsAt: inHours(-0.5), endsAt: inHours(0.5) });
  const over = aSession({ sessionId: 's-over', startsAt: inHours(-3), endsAt: inHours(-2) });
  playApi({
    ...QUIET,
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.get('status') === 'scheduled'
        ? pageOf([over, now, aSession()])
        : pageOf([]),
  });
  show(<HomePage />, { as: 'client' });
  expect(await screen.findByRole('link', { name: 'See' })).toHaveAttribute(
    'href',
    '/app/sessions/s-now',
  );
});

test('one touch begins a check-in, with nothing of it in the address', async () => {
  playApi({
    ...QUIET,
    'GET /feelings': { body: { version: 1, families: [] } },
    'GET /journals/c-ada/access': pageOf([]),
  });
  const { history, unmount } = show(<HomePage />, { as: 'client' });
  await userEvent.click(screen.getByRole('button', { name: 'Fear' }));
  expect(history.at(-1)).toBe('/app/journal/new');
  unmount();
  show(<CheckInPage />, { as: 'client' });
  expect(await screen.findByLabelText(/Fear/)).toBeChecked();
});
