import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { aClient, pageOf, playApi, problem, type Answers } from '../../testing/api';
import { anEntry, aRequest, aSession, inHours, relatedClient } from '../../testing/entities';
import { show } from '../../testing/render';
import ClientPage from './ClientPage';
import ClientsPage from './ClientsPage';

const ANSWERS: Answers = {
  'GET /therapists/t-tomasz/clients': pageOf([relatedClient()]),
  'GET /clients/c-ada': { body: aClient },
  'GET /sessions': pageOf([]),
  'GET /messages': pageOf([]),
  'GET /conversations': pageOf([]),
};
const open = (tab = '') =>
  show(
    <Route path="/app/clients/:clientId/:tab?">
      <ClientPage />
    </Route>,
    { as: 'therapist', at: `/app/clients/c-ada${tab}` },
  );

test('everybody stands with how, and can be sifted', async () => {
  playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': pageOf([
      relatedClient({ journalAccess: 'granted' }),
      { ...relatedClient({ mapping: 'ended', contact: 'closed' }), clientId: 'c-bob', name: 'Bob' },
    ]),
  });
  const { container } = show(<ClientsPage />, { as: 'therapist' });
  expect(await screen.findByText('Bob')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByLabelText('Journal open'));
  expect(screen.queryByText('Bob')).toBeNull();
});

test('a therapist without clients is told how they come', async () => {
  playApi({ ...ANSWERS, 'GET /therapists/t-tomasz/clients': pageOf([]) });
  show(<ClientsPage />, { as: 'therapist' });
  expect(await screen.findByText(/No clients yet/)).toBeVisible();
});

test('the overview has who they are and when they meet, and reads no journal', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.has('to')
        ? pageOf([aSession({ sessionId: 's-0', status: 'completed', startsAt: inHours(-90) })])
        : pageOf([aSession()]),
  });
  const { container } = open();
  expect(await screen.findByText('ada@example.org')).toBeVisible();
  expect(await screen.findByText('held')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  expect(asked.some((each) => each.call.includes('/journals'))).toBe(false);
});

test('an open journal begins with what came since the last session', async () => {
  const last = aSession({ status: 'completed', startsAt: '2026-03-01T09:00:00Z' });
  const from: (string | null)[] = [];
  playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': pageOf([relatedClient({ journalAccess: 'granted' })]),
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.has('to') ? pageOf([last]) : pageOf([]),
    'GET /journals/c-ada': (request) => {
      from.push(new URL(request.url).searchParams.get('from'));
      return pageOf([anEntry()]);
    },
    'GET /journals/c-ada/trends': { body: { items: [], nextCursor: null, totals: [] } },
  });
  open('/journal');
  expect(await screen.findByText('It rained all day.')).toBeVisible();
  await userEvent.click(screen.getByLabelText('All'));
  await screen.findByText('It rained all day.');
  expect(from).toEqual(['2026-03-01T09:00:00Z', null]);
});

test('a journal that was closed meanwhile goes from the page once it is refused', async () => {
  let isOpen = true;
  const gone = problem('access.not_found', 404);
  playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': pageOf([relatedClient({ journalAccess: 'granted' })]),
    'GET /journals/c-ada': () => (isOpen ? pageOf([anEntry()]) : gone),
    'GET /journals/c-ada/trends': () =>
      isOpen ? { body: { items: [], nextCursor: null, totals: [] } } : gone,
  });
  open('/journal');
  await screen.findByText('It rained all day.');
  isOpen = false;
  await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.queryByText('It rained all day.')).toBeNull();
  expect(screen.queryByRole('heading', { name: 'Trends' })).toBeNull();
});

test('a closed journal can be asked for, and the request withdrawn', async () => {
  const asked = playApi({
    ...ANSWERS,
    'POST /journal-access-requests': { status: 201, body: aRequest() },
  });
  const { unmount } = open('/journal');
  await userEvent.click(await screen.findByRole('button', { name: 'Ask to read the journal' }));
  expect(asked.find((each) => each.call.startsWith('POST'))?.body).toEqual({ clientId: 'c-ada' });
  unmount();
  const withdrawn = playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': pageOf([
      relatedClient({ accessRequestId: 'r-1', accessRequestUntil: inHours(50) }),
    ]),
    'GET /journal-access-requests/r-1': { body: aRequest() },
    'PATCH /journal-access-requests/r-1': { body: aRequest({ status: 'withdrawn' }) },
  });
  open('/journal');
  await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }));
  expect(withdrawn.some((each) => each.call.startsWith('PATCH'))).toBe(true);
});

test('the other tabs have sessions, messages, and how the mapping ends', async () => {
  const asked = playApi({ ...ANSWERS, 'DELETE /mappings/c-ada/t-tomasz': { status: 204 } });
  open('/sessions').unmount();
  open('/messages').unmount();
  open('/access');
  await userEvent.click(await screen.findByRole('button', { name: 'End the mapping' }));
  const [, confirm] = screen.getAllByRole('button', { name: 'End the mapping' });
  await userEvent.click(confirm as HTMLElement);
  expect(asked.some((each) => each.call === 'DELETE /mappings/c-ada/t-tomasz')).toBe(true);
});

test('somebody who may not be seen any more has no contact data', async () => {
  playApi({ ...ANSWERS, 'GET /clients/c-ada': problem('access.not_found', 404) });
  open();
  expect(await screen.findByRole('alert')).toHaveTextContent('nothing here for you');
});

test('what could not be read is not said to be closed', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': problem('table.try_again', 503),
  });
  open('/access');
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
  expect(asked.length).toBeLessThan(10);
  expect(screen.queryByText(/You aren’t mapped/)).toBeNull();
});

test('a client on a later page stands as they stand', async () => {
  playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': (request) =>
      new URL(request.url).searchParams.has('cursor')
        ? pageOf([relatedClient()])
        : pageOf([{ ...relatedClient(), clientId: 'c-bob', name: 'Bob' }], 'next'),
  });
  open('/access');
  expect(await screen.findByText(/You are mapped/)).toBeVisible();
});

test('entries since the last session wait until it is known which that was', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /therapists/t-tomasz/clients': pageOf([relatedClient({ journalAccess: 'granted' })]),
    'GET /sessions': problem('table.try_again', 503),
    'GET /journals/c-ada/trends': { body: { items: [], nextCursor: null, totals: [] } },
  });
  open('/journal');
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
  expect(asked.some((each) => each.call === 'GET /journals/c-ada')).toBe(false);
});
