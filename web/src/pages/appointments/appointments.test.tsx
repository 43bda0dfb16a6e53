import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { anAppointment, aSession, aSlot, inHours, relatedTherapist } from '../../testing/entities';
import { show } from '../../testing/render';
import AppointmentsPage from './AppointmentsPage';
import BookPage from './BookPage';

const ANSWERS: Answers = {
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
  'GET /session-slots/t-tomasz': (request) =>
    new URL(request.url).searchParams.has('cursor')
      ? pageOf([aSlot({ slotId: 'slot-2' })])
      : pageOf([aSlot()], 'more'),
};
const book = () =>
  show(
    <Route path="/app/appointments/:therapistId">
      <BookPage />
    </Route>,
    { as: 'client', at: '/app/appointments/t-tomasz' },
  );
afterEach(() => forget({}));

async function ask() {
  await userEvent.click(
    (await screen.findAllByRole('button', { name: /^Choose/ }))[0] as HTMLElement,
  );
  await userEvent.type(screen.getByLabelText(/What would you like/), 'Sleep.');
  await userEvent.click(screen.getByRole('button', { name: 'Ask for this time' }));
}

test('both zones are shown before a time is asked for', async () => {
  const asked = playApi({
    ...ANSWERS,
    'POST /appointment-requests': { status: 201, body: anAppointment() },
  });
  const { history, container } = book();
  await userEvent.click(
    (await screen.findAllByRole('button', { name: /^Choose/ }))[0] as HTMLElement,
  );
  expect(screen.getAllByText(/^Your time \(London/)).toHaveLength(2);
  expect(screen.getByText(/^Time at the other side \(Berlin/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Ask for this time' }));
  expect(asked.find((each) => each.call.startsWith('POST'))?.body).toEqual({
    therapistId: 't-tomasz',
    slotId: 'slot-1',
    reason: null,
  });
  expect(history.at(-1)).toBe('/app/appointments');
});

test('when somebody was quicker, the times are read anew and the reason is kept for another', async () => {
  let isTaken = false;
  playApi({
    ...ANSWERS,
    'GET /session-slots/t-tomasz': () =>
      pageOf([...(isTaken ? [] : [aSlot()]), aSlot({ slotId: 'slot-2' })]),
    'POST /appointment-requests': () => {
      isTaken = true;
      return problem('scheduling.slot_taken', 409);
    },
  });
  book();
  await ask();
  expect(await screen.findByRole('alert')).toHaveTextContent('Somebody was quicker');
  expect(screen.queryByRole('button', { name: 'Ask for this time' })).toBeNull();
  const another = screen.getByRole('button', { name: 'Choose another time' });
  expect(another).toHaveFocus();
  await userEvent.click(another);
  expect(screen.getByRole('group', { name: 'Open times' })).toHaveFocus();
  const left = screen.getAllByRole('button', { name: /^Choose/ });
  expect(left).toHaveLength(1);
  await userEvent.click(left[0] as HTMLElement);
  expect(screen.getByLabelText(/What would you like/)).toHaveValue('Sleep.');
});

test('a request that got no answer is sent again as the same one', async () => {
  let tries = 0;
  const asked = playApi({
    ...ANSWERS,
    'POST /appointment-requests': () => {
      tries += 1;
      if (tries === 1) throw new TypeError('no connection');
      return { status: 201, body: anAppointment() };
    },
  });
  const { history } = book();
  await ask();
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no connection.');
  await userEvent.click(screen.getByRole('button', { name: 'Ask for this time' }));
  expect(history.at(-1)).toBe('/app/appointments');
  const keys = asked
    .filter((each) => each.call.startsWith('POST'))
    .map((each) => each.headers.get('Idempotency-Key'));
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});

test('no open time says what else to do, and later weeks can be looked at', async () => {
  const from: string[] = [];
  playApi({
    ...ANSWERS,
    'GET /session-slots/t-tomasz': (request) => {
      from.push(new URL(request.url).searchParams.get('from') ?? '');
      return pageOf([]);
    },
  });
  book();
  expect(await screen.findByText(/No time is open in these two weeks/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Later weeks' }));
  await screen.findByText(/No time is open/);
  expect(Date.parse(from.at(-1) ?? '') - Date.parse(from[0] ?? '')).toBe(14 * 86_400_000);
});

test('what waits can be withdrawn, and what was answered leads to its session', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /appointment-requests': (request) =>
      new URL(request.url).searchParams.get('status')
        ? pageOf([anAppointment()])
        : pageOf([
            anAppointment(),
            anAppointment({ requestId: 'a-2', status: 'approved', sessionId: 's-1' }),
          ]),
    'GET /sessions': pageOf([aSession()]),
    'PATCH /appointment-requests/a-1': { body: anAppointment({ status: 'withdrawn' }) },
  });
  const { container } = show(<AppointmentsPage />, { as: 'client' });
  expect(await screen.findByText('accepted')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Go to the session' })).toHaveAttribute(
    'href',
    '/app/sessions/s-1',
  );
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  const sent = asked.find((each) => each.call.startsWith('PATCH'));
  expect([sent?.body, sent?.headers.get('If-Match')]).toEqual([{ status: 'withdrawn' }, '"1"']);
});

test('a withdrawn request leaves the list, and the focus stays there', async () => {
  let status: 'pending' | 'withdrawn' = 'pending';
  playApi({
    ...ANSWERS,
    'GET /appointment-requests': (request) =>
      pageOf(
        new URL(request.url).searchParams.has('status') && status !== 'pending'
          ? []
          : [anAppointment({ status })],
      ),
    'GET /sessions': pageOf([]),
    'PATCH /appointment-requests/a-1': () => {
      status = 'withdrawn';
      return { body: anAppointment({ status }) };
    },
  });
  show(<AppointmentsPage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }));
  expect(await screen.findByText(/No request waits/)).toBeVisible();
  expect(screen.getByRole('group', { name: 'Waiting for an answer' })).toHaveFocus();
});

test('a coming session is cancelled where it is listed, once it is said that it is late', async () => {
  const late = aSession({ startsAt: inHours(3), cancelUntil: inHours(-21) });
  const asked = playApi({
    ...ANSWERS,
    'GET /appointment-requests': pageOf([]),
    'GET /sessions': pageOf([late]),
    'POST /sessions/s-1/cancel': { body: { ...late, status: 'late_cancelled' } },
  });
  show(<AppointmentsPage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel the session' }));
  const dialog = screen.getByRole('dialog');
  expect(dialog).toHaveTextContent(/The cutoff was .*\d\d:\d\d.*late cancellation/);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel the session' }));
  expect(asked.some((each) => each.call === 'POST /sessions/s-1/cancel')).toBe(true);
});

test('nobody is told to find a therapist first because theirs could not be read', async () => {
  playApi({
    ...ANSWERS,
    'GET /clients/c-ada/therapists': problem('site.unknown', 500),
    'GET /appointment-requests': pageOf([]),
    'GET /sessions': pageOf([]),
  });
  show(<AppointmentsPage />, { as: 'client' });
  expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong');
  expect(screen.queryByText(/First find a therapist/)).toBeNull();
});
