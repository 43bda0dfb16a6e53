import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aTherapist, pageOf, playApi, problem, type Answers } from '../../testing/api';
import { aRequest, relatedTherapist } from '../../testing/entities';
import { show } from '../../testing/render';
import { Announcements } from '../../ui';
import ReadersPage from './ReadersPage';

const ANSWERS: Answers = {
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
  'GET /therapists/t-tomasz': { body: aTherapist },
  'GET /journal-access-requests': pageOf([]),
  'GET /journals/c-ada/access': pageOf([{ therapistId: 't-tomasz' }]),
  'GET /clients/c-ada/consents': pageOf([
    {
      consentId: 'k',
      therapistId: 't-tomasz',
      about: 'journal_access',
      step: 'granted',
      by: 'client',
      requestId: null,
      happenedAt: '2026-03-01T09:00:00Z',
    },
  ]),
  'GET /me/audit': pageOf([
    {
      eventId: 'ev',
      event: 'journal.read',
      happenedAt: '2026-03-02T09:00:00Z',
      role: 'therapist',
      actorId: 't-tomasz',
      subjectId: 'c-ada',
      about: null,
    },
  ]),
};
test('the journal’s readers stand with since when and who read, and are closed out in one step', async () => {
  const asked = playApi({ ...ANSWERS, 'DELETE /journals/c-ada/access/t-tomasz': { status: 204 } });
  const { container } = show(<ReadersPage />, { as: 'client' });
  expect(await screen.findByText(/^may read since .*2026/)).toBeVisible();
  expect(await screen.findByText(/^Tomasz, .*2026/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Close the journal' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked.some((each) => each.call === 'DELETE /journals/c-ada/access/t-tomasz')).toBe(true);
});

test('somebody who asks to read is answered, and the journal can be opened unasked', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /journals/c-ada/access': pageOf([]),
    'GET /journal-access-requests': pageOf([aRequest()]),
    'GET /journal-access-requests/r-1': { body: aRequest() },
    'PATCH /journal-access-requests/r-1': { body: aRequest({ status: 'rejected' }) },
    'PUT /journals/c-ada/access/t-tomasz': { status: 204 },
  });
  show(<ReadersPage />, { as: 'client' });
  expect(await screen.findAllByText(/older ones as well, until you close it/)).not.toHaveLength(0);
  await userEvent.click(await screen.findByRole('button', { name: 'Decline' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Open the journal' }));
  const calls = asked.map((each) => each.call);
  expect(calls).toContain('PATCH /journal-access-requests/r-1');
  expect(calls).toContain('PUT /journals/c-ada/access/t-tomasz');
});

/** A journal whose door can be turned, as the API keeps it. */
function playDoor(answerToClosing: () => { status: number; body?: unknown }) {
  let isOpen = true;
  return playApi({
    ...ANSWERS,
    'GET /journals/c-ada/access': () => pageOf(isOpen ? [{ therapistId: 't-tomasz' }] : []),
    'PUT /journals/c-ada/access/t-tomasz': () => {
      isOpen = true;
      return { status: 204 };
    },
    'DELETE /journals/c-ada/access/t-tomasz': () => {
      isOpen = false;
      return answerToClosing();
    },
  });
}

test('a journal that was closed can be opened again where it was closed, mapped or not', async () => {
  playDoor(() => ({ status: 204 }));
  show(
    <>
      <ReadersPage />
      <Announcements />
    </>,
    { as: 'client' },
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Close the journal' }));
  expect(await screen.findByText('Your journal is closed to Tomasz.')).toBeVisible();
  const list = screen.getByRole('list', { name: 'Who may read it' });
  const again = await within(list).findByRole('button', { name: 'Open the journal' });
  expect(again).toHaveFocus();
  await userEvent.click(again);
  expect(await within(list).findByRole('button', { name: 'Close the journal' })).toHaveFocus();
});

test('closing what another window closed already is no failure', async () => {
  playDoor(() => ({ status: 404, ...problem('access.not_found', 404) }));
  show(<ReadersPage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'Close the journal' }));
  expect(await screen.findByRole('button', { name: 'Open the journal' })).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a journal that could not be closed stays listed as open, and says so', async () => {
  playApi({
    ...ANSWERS,
    'DELETE /journals/c-ada/access/t-tomasz': problem('table.try_again', 503),
  });
  show(<ReadersPage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'Close the journal' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The service is busy.');
  expect(screen.getByRole('button', { name: 'Close the journal' })).toBeVisible();
});

const event = (eventId: string, kind = 'profile.read') => ({
  eventId,
  event: kind,
  happenedAt: '2026-03-02T09:00:00Z',
  role: 'therapist',
  actorId: 't-tomasz',
  subjectId: 'c-ada',
  about: null,
});

test('who read is found however much else happened since', async () => {
  playApi({
    ...ANSWERS,
    'GET /me/audit': (request) => {
      const cursor = new URL(request.url).searchParams.get('cursor');
      if (!cursor) return pageOf([event('a')], 'b');
      return cursor === 'b' ? pageOf([event('b')], 'c') : pageOf([event('c', 'journal.read')]);
    },
  });
  show(<ReadersPage />, { as: 'client' });
  const list = await screen.findByRole('list', { name: 'Who read it' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(1);
  expect(list).toHaveTextContent(/^Tomasz, .*Journal read$/);
});

test('no more of the audit is read than there are readings to show', async () => {
  const many = Array.from({ length: 12 }, (_, index) => event(`r-${index}`, 'journal.read'));
  const asked = playApi({ ...ANSWERS, 'GET /me/audit': pageOf(many, 'more') });
  show(<ReadersPage />, { as: 'client' });
  const list = await screen.findByRole('list', { name: 'Who read it' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(10);
  expect(asked.filter((each) => each.call === 'GET /me/audit')).toHaveLength(1);
});
