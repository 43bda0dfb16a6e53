import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import type { Request as Asked } from '../../shared/requests';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { aRequest as request } from '../../testing/entities';
import { show } from '../../testing/render';
import { forget } from '../../session/drafts';
import { anAppointmentRequest, holdTime, letTimeGo, related } from '../calendar/testing';
import RequestsPage from './RequestsPage';
import { useWaiting } from './waiting';

const APPOINTMENTS = 'GET /appointment-requests';
const ANSWER = 'PATCH /appointment-requests/r-1';

const aRequest = (more: Partial<Asked> = {}): Asked =>
  request({ requestId: 'm-1', askedBy: 'client', ...more });

const play = (more: Answers = {}) =>
  playApi({
    [APPOINTMENTS]: pageOf([]),
    'GET /mapping-requests': pageOf([]),
    'GET /journal-access-requests': pageOf([]),
    'GET /therapists/t-tomasz/clients': pageOf(related),
    ...more,
  });
/** A list whose first answer has what waits, and whose later ones have not. */
const once = (items: unknown[]) => {
  let isRead = false;
  return () => {
    const answer = pageOf(isRead ? [] : items);
    isRead = true;
    return answer;
  };
};
const showPage = () => show(<RequestsPage />, { as: 'therapist' });
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forget({});
  holdTime();
});
afterEach(letTimeGo);

test('a request says who asks, for when in one’s own zone, why, and until when it waits', async () => {
  play({ [APPOINTMENTS]: pageOf([anAppointmentRequest()]) });
  const { container } = showPage();
  expect(await screen.findByRole('heading', { name: 'Ada' })).toBeVisible();
  expect(screen.getByText('Tue, 3 March 2026, 10:00 – 10:50')).toBeVisible();
  expect(screen.getByText('I sleep badly.')).toBeVisible();
  expect(screen.getByText(/at most until Mon, 2 March 2026, 21:00 \(in 12 hours\)/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});

test('where nothing waits, the page says what will stand there', async () => {
  play();
  showPage();
  expect(await screen.findByText(/Nobody waits for an answer/)).toBeVisible();
  expect(await screen.findByText(/Nobody asks to be mapped/)).toBeVisible();
  expect(await screen.findByText(/Nothing of yours waits/)).toBeVisible();
});

test('a yes sends the version that was seen, and leads to the session that it made', async () => {
  const asked = play({
    [APPOINTMENTS]: once([anAppointmentRequest()]),
    [ANSWER]: { body: anAppointmentRequest({ status: 'approved', sessionId: 'e-9' }) },
  });
  showPage();
  await press('Accept');
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('link')).toHaveAttribute('href', '/app/sessions/e-9');
  const sent = asked.find((each) => each.call === ANSWER);
  expect(sent?.headers.get('If-Match')).toBe('"3"');
  expect(sent?.body).toEqual({ status: 'approved' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  expect(screen.getByRole('group', { name: 'Asked for a time' })).toHaveFocus();
});

test('after a no the request is gone, and the focus is where the others are', async () => {
  play({
    [APPOINTMENTS]: once([anAppointmentRequest()]),
    [ANSWER]: { body: anAppointmentRequest({ status: 'rejected' }) },
  });
  showPage();
  await press('Decline');
  expect(await screen.findByText(/Nobody waits for an answer/)).toBeVisible();
  expect(screen.getByRole('group', { name: 'Asked for a time' })).toHaveFocus();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test.each([
  ['requests.closed', 409, 'This request was answered or has expired.'],
  ['state.version_mismatch', 412, 'It was changed in the meantime.'],
])('a request that was answered meanwhile says so (%s)', async (code, status, said) => {
  play({
    [APPOINTMENTS]: once([anAppointmentRequest()]),
    [ANSWER]: problem(code, status),
  });
  showPage();
  await press('Accept');
  expect(await screen.findByRole('alert')).toHaveTextContent(said);
  expect(screen.queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument();
  await press('Look again');
  expect(await screen.findByText(/Nobody waits for an answer/)).toBeVisible();
});

test('an answer without a connection can be given again', async () => {
  let tries = 0;
  play({
    [APPOINTMENTS]: pageOf([anAppointmentRequest()]),
    [ANSWER]: () => {
      if (!tries++) throw new TypeError('offline');
      return { body: anAppointmentRequest({ status: 'approved', sessionId: 'e-9' }) };
    },
  });
  showPage();
  await press('Accept');
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no connection.');
  await press('Accept');
  expect(await screen.findByRole('dialog')).toBeVisible();
});

test('a request whose deadline has passed can’t be answered, and says why', async () => {
  play({ [APPOINTMENTS]: pageOf([anAppointmentRequest({ expiresAt: '2026-03-02T07:59:00Z' })]) });
  showPage();
  expect(await screen.findByText(/The deadline has passed/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument();
});

test('a client’s wish to be mapped is answered, and the focus stays in the list', async () => {
  const asked = play({
    'GET /mapping-requests': once([aRequest()]),
    'GET /mapping-requests/m-1': { body: aRequest({ version: 4 }) },
    'PATCH /mapping-requests/m-1': { body: aRequest({ status: 'approved' }) },
  });
  showPage();
  await press('Accept');
  await screen.findByText(/Nobody asks to be mapped/);
  expect(screen.getByRole('group', { name: 'Asked to be mapped to you' })).toHaveFocus();
  expect(asked.find((each) => each.call.startsWith('PATCH'))?.body).toEqual({
    status: 'approved',
  });
});

test('what the therapist asked for stands together, and can be withdrawn', async () => {
  const asked = play({
    'GET /mapping-requests': pageOf([
      aRequest({ askedBy: 'therapist', clientId: null, clientEmail: 'new@example.org' }),
    ]),
    'GET /journal-access-requests': once([aRequest({ requestId: 'j-1', askedBy: 'therapist' })]),
    'GET /journal-access-requests/j-1': { body: aRequest({ requestId: 'j-1', version: 2 }) },
    'PATCH /journal-access-requests/j-1': { body: aRequest({ status: 'withdrawn' }) },
  });
  showPage();
  const list = within(await screen.findByRole('list', { name: 'What you asked for' }));
  expect(list.getByText('new@example.org')).toBeVisible();
  expect(await list.findByText('Ada')).toBeVisible();
  fireEvent.click(list.getAllByRole('button', { name: 'Withdraw' })[1] as HTMLElement);
  await waitFor(() => expect(list.queryByText('Ada')).not.toBeInTheDocument());
  const sent = asked.find((each) => each.call.startsWith('PATCH'));
  expect(sent?.headers.get('If-Match')).toBe('"2"');
});

test('what became of earlier requests is read when it is opened, in words', async () => {
  const of = (more: Partial<Asked>) => aRequest({ askedBy: 'therapist', ...more });
  play({
    'GET /mapping-requests': ({ url }) =>
      new URL(url).searchParams.has('status')
        ? pageOf([])
        : pageOf([
            of({ requestId: 'm-2', status: 'rejected', answeredAt: '2026-02-20T09:00:00Z' }),
            of({ requestId: 'm-3', askedBy: 'client', status: 'approved' }),
          ]),
  });
  showPage();
  const summary = await screen.findByText('What became of earlier requests');
  const details = summary.closest('details') as HTMLDetailsElement;
  details.open = true;
  fireEvent(details, new Event('toggle'));
  const list = within(await screen.findByRole('list', { name: 'To be mapped' }));
  expect(list.getByText('declined')).toBeInTheDocument();
  expect(list.getByText('Fri, 20 February 2026')).toBeInTheDocument();
  expect(list.getAllByRole('listitem')).toHaveLength(1);
});

test('a client is asked by the address; after a failure it still stands there', async () => {
  let tries = 0;
  const asked = play({
    'POST /mapping-requests': () =>
      tries++ ? { status: 202, body: aRequest() } : problem('access.not_verified', 409),
  });
  showPage();
  const field = await screen.findByLabelText('E-mail address');
  fireEvent.change(field, { target: { value: ' new@example.org ' } });
  await press('Ask');
  expect(await screen.findByRole('alert')).toHaveTextContent(/hasn’t verified your account/);
  expect(field).not.toHaveValue('');
  await press('Ask');
  await waitFor(() => expect(field).toHaveValue(''));
  const sent = asked.filter((each) => each.call === 'POST /mapping-requests');
  expect(sent.at(-1)?.body).toEqual({ clientEmail: 'new@example.org' });
});

const Waiting = () => <p>{useWaiting()} wait</p>;

test('the count of what waits goes over all pages, and leaves out what one asked oneself', async () => {
  play({
    [APPOINTMENTS]: ({ url }) =>
      new URL(url).searchParams.has('cursor')
        ? pageOf([anAppointmentRequest({ requestId: 'r-2' })])
        : pageOf([anAppointmentRequest()], 'next'),
    'GET /mapping-requests': pageOf([
      aRequest(),
      aRequest({ requestId: 'm-2', askedBy: 'therapist' }),
    ]),
  });
  show(<Waiting />, { as: 'therapist' });
  expect(await screen.findByText('3 wait')).toBeVisible();
});
