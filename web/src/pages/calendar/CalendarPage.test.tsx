import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { show } from '../../testing/render';
import CalendarPage from './CalendarPage';
import { aSession, aSlot, anAppointmentRequest, holdTime, letTimeGo, related } from './testing';

const SLOTS = 'GET /session-slots/t-tomasz';
const ONE = '/session-slots/t-tomasz/s-1';
const WEEK = '/app?day=2026-03-03&view=week';

const play = (more: Answers = {}) =>
  playApi({
    [SLOTS]: pageOf([aSlot()]),
    'GET /sessions': pageOf([]),
    'GET /appointment-requests': pageOf([]),
    'GET /therapists/t-tomasz/clients': pageOf(related),
    ...more,
  });
const showCalendar = (at = WEEK) => show(<CalendarPage />, { as: 'therapist', at });
const column = async (name: RegExp) => {
  const heading = await screen.findByRole('heading', { level: 3, name });
  return within(heading.closest('section') as HTMLElement);
};
const withdraw = async () =>
  fireEvent.click(await screen.findByRole('button', { name: /^Withdraw: / }));
const confirm = (name = 'Withdraw') =>
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }));

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  holdTime();
});
afterEach(letTimeGo);

test('each day says in words what is open, who asks and until when, and who comes', async () => {
  play({
    [SLOTS]: pageOf([
      aSlot(),
      aSlot({
        slotId: 's-2',
        status: 'held',
        heldUntil: '2026-03-02T20:00:00Z',
        startsAt: '2026-03-03T11:00:00Z',
        endsAt: '2026-03-03T11:50:00Z',
      }),
    ]),
    'GET /appointment-requests': pageOf([anAppointmentRequest({ slotId: 's-2' })]),
    'GET /sessions': pageOf([aSession()]),
  });
  const { container } = showCalendar();
  const tuesday = await column(/^Tuesday/);
  expect(tuesday.getByText('open')).toBeVisible();
  expect(await tuesday.findByText('Ada asks for this time')).toBeVisible();
  expect(tuesday.getByText(/asked for, until .*21:00/)).toBeVisible();
  const link = (await column(/^Wednesday/)).getByRole('link', { name: /Session with Ada/ });
  expect(link).toHaveAttribute('href', '/app/sessions/e-1');
  expect(link).toHaveTextContent('to come');
  expect(await axe(container)).toHaveNoViolations();
});

test('times are shown in the therapist’s own zone, on the day they have there', async () => {
  play({ [SLOTS]: pageOf([aSlot({ startsAt: '2026-03-03T23:30:00Z' })]) });
  showCalendar();
  expect((await column(/^Wednesday/)).getByText(/00:30/)).toBeVisible();
});

test('every page of sessions and requests is read', async () => {
  const paged = (first: object[], second: object[]) => (request: Request) =>
    new URL(request.url).searchParams.has('cursor') ? pageOf(second) : pageOf(first, 'next');
  play({
    'GET /sessions': paged([aSession()], [aSession({ sessionId: 'e-2' })]),
    'GET /appointment-requests': paged(
      [anAppointmentRequest({ requestId: 'r-0', slotId: 'elsewhere' })],
      [anAppointmentRequest()],
    ),
  });
  showCalendar();
  expect(await screen.findByText('Ada asks for this time')).toBeVisible();
  await waitFor(() => expect(screen.getAllByText('Session with Ada')).toHaveLength(2));
});

test.each([
  ['2026-03-26', 'The clocks go forward on this day: it has 23 hours.'],
  ['2026-10-22', 'The clocks go back on this day: it has 25 hours.'],
])('a week with a change of clocks says so on its Sunday (%s)', async (day, said) => {
  play({ [SLOTS]: pageOf([]) });
  showCalendar(`/app?day=${day}&view=week`);
  expect((await column(/^Sunday/)).getByText(said)).toBeVisible();
});

test('an agenda with nothing says how something comes there, and keeps a change of clocks', async () => {
  play({ [SLOTS]: pageOf([]) });
  showCalendar('/app?day=2026-03-26&view=agenda');
  expect(await screen.findByText(/Nothing in these two weeks/)).toBeVisible();
  expect((await column(/^Sunday/)).getByText(/clocks go forward/)).toBeVisible();
});

test('going on, back and to today says which days are shown, and keeps them in the address', async () => {
  play();
  const { history } = showCalendar();
  const range = (text: RegExp) => screen.findByRole('heading', { level: 2, name: text });
  await range(/2 March 2026 – .*8 March 2026/);
  fireEvent.click(screen.getByRole('button', { name: 'Later' }));
  await range(/9 March 2026/);
  expect(history.at(-1)).toContain('day=2026-03-10&view=week');
  fireEvent.click(screen.getByRole('radio', { name: 'Day' }));
  await range(/^Tue, 10 March 2026$/);
  fireEvent.click(screen.getByRole('button', { name: 'Earlier' }));
  await range(/^Mon, 9 March 2026$/);
  fireEvent.click(screen.getByRole('button', { name: 'Today' }));
  await range(/^Mon, 2 March 2026$/);
});

test('an address that names no day shows today', async () => {
  play();
  showCalendar('/app?day=tomorrow&view=day');
  expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent('2 March 2026');
});

test('withdrawing asks first, sends the version that was seen, and puts the focus on the day', async () => {
  const asked = play({ [`DELETE ${ONE}`]: { body: aSlot({ status: 'withdrawn' }) } });
  showCalendar();
  await withdraw();
  expect(asked.some((each) => each.call.startsWith('DELETE'))).toBe(false);
  confirm();
  const day = screen.getByRole('heading', { level: 3, name: /^Tuesday/ });
  await waitFor(() => expect(day).toHaveFocus());
  const sent = asked.find((each) => each.call.startsWith('DELETE'));
  expect(sent?.headers.get('If-Match')).toBe('"1"');
});

test('a time that somebody asked for meanwhile is withdrawn only when that is seen', async () => {
  const asked = play({
    [`DELETE ${ONE}`]: (request) =>
      request.headers.get('If-Match') === '"2"'
        ? { body: aSlot({ status: 'withdrawn' }) }
        : problem('state.version_mismatch', 412),
    [`GET ${ONE}`]: { body: aSlot({ status: 'held', version: 2 }) },
  });
  showCalendar();
  await withdraw();
  confirm();
  expect(await screen.findByText(/Somebody has just asked for this time/)).toBeVisible();
  expect(asked.filter((each) => each.call.startsWith('DELETE'))).toHaveLength(1);
  confirm('Withdraw and decline');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

test('the question stays open when the list shows meanwhile that the time is held', async () => {
  let isHeld = false;
  play({
    [SLOTS]: () =>
      pageOf([
        aSlot(isHeld ? { status: 'held', version: 2, heldUntil: '2026-03-02T20:00:00Z' } : {}),
      ]),
    [`DELETE ${ONE}`]: () => {
      isHeld = true;
      return problem('state.version_mismatch', 412);
    },
    [`GET ${ONE}`]: { body: aSlot({ status: 'held', version: 2 }) },
  });
  showCalendar();
  await withdraw();
  confirm();
  expect(await screen.findByText(/asked for, until/)).toBeInTheDocument();
  expect(screen.getByRole('dialog')).toHaveTextContent(/Somebody has just asked for this time/);
});

test('in an agenda the focus stays with the days when the last time of one is withdrawn', async () => {
  play({ [`DELETE ${ONE}`]: { body: aSlot({ status: 'withdrawn' }) } });
  showCalendar('/app?day=2026-03-03&view=agenda');
  await withdraw();
  confirm();
  const empty = await screen.findByText(/Nothing in these two weeks/);
  expect(document.activeElement).toContainElement(empty);
  expect(document.body).not.toHaveFocus();
});

test('a withdrawal without a connection says so and leaves the time as it is', async () => {
  play();
  showCalendar();
  await withdraw();
  confirm();
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no connection.');
  expect(screen.getByText('open')).toBeInTheDocument();
});

test('when sessions can’t be read, no day claims to be empty, and another try is offered', async () => {
  let tries = 0;
  play({
    [SLOTS]: pageOf([]),
    'GET /sessions': () => (tries++ ? pageOf([aSession()]) : problem('table.try_again', 503)),
  });
  showCalendar();
  await screen.findByRole('alert');
  expect(screen.queryByText('Nothing on this day.')).not.toBeInTheDocument();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Session with Ada')).toBeVisible();
});
