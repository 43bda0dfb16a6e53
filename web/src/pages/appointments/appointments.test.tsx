import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { anAppointment, aSession, aSlot, relatedTherapist } from '../../testing/entities';
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

test('when somebody was quicker, the reason is kept for another time', async () => {
  playApi({ ...ANSWERS, 'POST /appointment-requests': problem('scheduling.slot_taken', 409) });
  book();
  await ask();
  expect(await screen.findByRole('alert')).toHaveTextContent('Somebody was quicker');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  await userEvent.click(screen.getAllByRole('button', { name: /^Choose/ })[1] as HTMLElement);
  expect(screen.getByLabelText(/What would you like/)).toHaveValue('Sleep.');
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
