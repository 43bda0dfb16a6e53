import { fireEvent, screen, waitFor } from '@testing-library/react';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { show } from '../../testing/render';
import PublishPage from './PublishPage';
import { aSlot, holdTime, letTimeGo } from './testing';

const SLOTS = 'GET /session-slots/t-tomasz';
const PUBLISH = 'POST /session-slots/t-tomasz';

const play = (more: Answers = {}) => playApi({ [SLOTS]: pageOf([]), ...more });
const showForm = () => show(<PublishPage />, { as: 'therapist' });
const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const tick = (day: string) => fireEvent.click(screen.getByRole('checkbox', { name: day }));
const offer = () => fireEvent.click(screen.getByRole('button', { name: 'Offer' }));
const times = () => screen.getAllByRole('listitem').map((each) => each.textContent);

/** Mondays of four weeks, over the change of clocks in Berlin. */
function fillRule() {
  tick('Monday');
  fill('From', '2026-03-09');
  fill('Until, itself included', '2026-03-30');
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forget({});
  holdTime();
  // All zones of the world would make each look at the page slow.
  jest.spyOn(Intl, 'supportedValuesOf').mockReturnValue(['Europe/Berlin', 'Europe/London']);
});
afterEach(letTimeGo);

test('the preview lists what a rule makes, and marks what is taken', async () => {
  play({
    [SLOTS]: pageOf([aSlot({ startsAt: '2026-03-16T08:30:00Z', endsAt: '2026-03-16T09:00:00Z' })]),
  });
  const { container } = showForm();
  expect(screen.getByText(/^This makes no time/)).toBeVisible();
  fillRule();
  expect(await screen.findByText('3 times')).toBeVisible();
  expect(times()).toEqual([
    'Mon, 9 March 2026, 09:00 – 09:50',
    expect.stringMatching(/^Mon, 16 March 2026.*is taken by another of your times, and left out/),
    'Mon, 23 March 2026, 09:00 – 09:50',
    'Mon, 30 March 2026, 09:00 – 09:50',
  ]);
  expect(await axe(container)).toHaveNoViolations();
});

test('a change of clocks is marked, and so is a time that it moves', async () => {
  play();
  showForm();
  tick('Sunday');
  fill('From', '2026-03-29');
  fill('Until, itself included', '2026-03-29');
  fill('Beginning at', '02:30');
  fireEvent.click(screen.getByRole('button', { name: 'Add a time' }));
  await screen.findByText('2 times');
  expect(times()).toEqual([
    expect.stringMatching(/03:30 – 04:20 \(doesn’t exist.*begins at 03:30; the clocks change/),
    expect.stringMatching(/09:00 – 09:50 \(the clocks change on this day\)$/),
  ]);
});

test('slots of the day before the rule, which may reach into it, are looked at too', async () => {
  let from = '';
  play({
    [SLOTS]: (request) => {
      from = new URL(request.url).searchParams.get('from') ?? '';
      return pageOf([]);
    },
  });
  showForm();
  fillRule();
  await screen.findByText('4 times');
  expect(from).toBe('2026-03-08T08:00:00.000Z');
});

test('when one’s other times can’t be read, the preview doesn’t claim that all are free', async () => {
  play({ [SLOTS]: problem('table.try_again', 503) });
  showForm();
  fillRule();
  expect(await screen.findByRole('alert')).toHaveTextContent('The service is busy.');
  expect(screen.queryByText('4 times')).not.toBeInTheDocument();
});

test('a rule is sent as it was filled in, and what was made and left out is shown', async () => {
  const asked = play({
    [PUBLISH]: {
      status: 201,
      body: {
        ruleId: 'rul',
        therapistId: 't-tomasz',
        timezone: 'Europe/Berlin',
        slots: [aSlot({ startsAt: '2026-03-09T08:00:00Z' })],
        skipped: ['2026-03-16T08:00:00Z'],
      },
    },
  });
  showForm();
  fillRule();
  offer();
  expect(await screen.findByText(/1 time is open now. 1 time was left out./)).toBeVisible();
  expect(screen.getByText('Mon, 16 March 2026, 09:00')).toBeInTheDocument();
  const sent = asked.find((each) => each.call === PUBLISH);
  expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
  expect(sent?.body).toEqual({
    durationMinutes: 50,
    timezone: 'Europe/Berlin',
    weekly: {
      weekdays: ['monday'],
      times: ['09:00'],
      firstDay: '2026-03-09',
      lastDay: '2026-03-30',
    },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Offer more' }));
  expect(screen.getByRole('checkbox', { name: 'Monday' })).not.toBeChecked();
});

test('what can’t be made isn’t sent, and the focus goes to why', () => {
  const asked = play();
  showForm();
  offer();
  expect(asked.some((each) => each.call === PUBLISH)).toBe(false);
  expect(document.activeElement).toHaveTextContent(/This makes no time/);
});

test('who isn’t verified is told what that means, and keeps the form for another time', async () => {
  play({ [PUBLISH]: problem('access.not_verified', 409) });
  const first = showForm();
  fillRule();
  offer();
  expect(await screen.findByRole('alert')).toHaveTextContent(/hasn’t verified your account/);
  first.unmount();
  showForm();
  expect(screen.getByRole('checkbox', { name: 'Monday' })).toBeChecked();
  expect(screen.getByLabelText('From')).toHaveValue('2026-03-09');
});

test('another try of the same rule has the same key, so that nothing is made twice', async () => {
  const asked = play();
  showForm();
  fillRule();
  offer();
  await screen.findByText(/There is no connection/);
  offer();
  await waitFor(() => expect(asked.filter((each) => each.call === PUBLISH)).toHaveLength(2));
  const keys = asked
    .filter((each) => each.call === PUBLISH)
    .map((each) => each.headers.get('Idempotency-Key'));
  expect(new Set(keys).size).toBe(1);
});

test('what the API finds wrong stands at its field', async () => {
  play({
    [PUBLISH]: problem('input.invalid', 422, {
      errors: [{ pointer: '/weekly/lastDay', detail: 'is too far away' }],
    }),
  });
  showForm();
  fillRule();
  offer();
  await screen.findByText('is too far away');
  expect(screen.getByLabelText('Until, itself included')).toHaveAccessibleDescription(
    'is too far away',
  );
});

test('one time is sent as the moment that it is in the chosen zone', async () => {
  const asked = play({ [PUBLISH]: problem('scheduling.slots_overlap', 409) });
  showForm();
  fireEvent.click(screen.getByRole('radio', { name: 'One time' }));
  fill('Day', '2026-03-05');
  fill('Begins at', '10:00');
  fill('Time zone', 'Europe/London');
  fill('Lasts, in minutes', '30');
  offer();
  expect(await screen.findByText(/You have a slot at this time already/)).toBeVisible();
  expect(asked.find((each) => each.call === PUBLISH)?.body).toEqual({
    durationMinutes: 30,
    timezone: 'Europe/London',
    startsAt: '2026-03-05T10:00:00.000Z',
  });
});

test('one time that is past or has no day isn’t sent', () => {
  const asked = play();
  showForm();
  fireEvent.click(screen.getByRole('radio', { name: 'One time' }));
  fill('Day', '2026-03-02');
  fill('Begins at', '08:59');
  offer();
  expect(screen.getByText('Choose a time that is still to come.')).toBeVisible();
  fill('Begins at', '');
  offer();
  expect(screen.getByText('Say day and time.')).toBeVisible();
  expect(asked.some((each) => each.call === PUBLISH)).toBe(false);
});

test('a beginning is added by Enter without sending the form, and removed again', async () => {
  const asked = play();
  showForm();
  fillRule();
  fill('Beginning at', '14:00');
  fireEvent.keyDown(screen.getByLabelText('Beginning at'), { key: 'Enter' });
  expect(await screen.findByText('8 times')).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Remove 14:00' }));
  expect(await screen.findByText('4 times')).toBeVisible();
  expect(screen.getByRole('group', { name: 'Beginning at' })).toHaveFocus();
  expect(asked.some((each) => each.call === PUBLISH)).toBe(false);
});
