import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { anAppointment, aSession, aSlot, inHours, relatedClient } from '../../testing/entities';
import { show } from '../../testing/render';
import { momentOf } from '../../time/local';
import CalendarPage from './CalendarPage';
import PublishPage from './PublishPage';

const soon = inHours(0.1);
const ANSWERS: Answers = {
  'GET /therapists/t-tomasz/clients': pageOf([relatedClient()]),
  'GET /session-slots/t-tomasz': pageOf([
    aSlot({ startsAt: soon, endsAt: soon }),
    aSlot({ slotId: 'held', startsAt: soon, endsAt: soon, status: 'held', heldUntil: soon }),
  ]),
  'GET /sessions': pageOf([aSession({ startsAt: soon, endsAt: soon })]),
  'GET /appointment-requests': pageOf([anAppointment({ slotId: 'held' })]),
};
afterEach(() => forget({}));

test('the week has open times, who asks for one, and the sessions', async () => {
  playApi(ANSWERS);
  const { container } = show(<CalendarPage />, { as: 'therapist' });
  expect(await screen.findByText('Ada asks for this time')).toBeVisible();
  expect(await screen.findByText('Session with Ada')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  for (const view of ['Day', 'Agenda']) {
    await userEvent.click(screen.getByLabelText(view));
    expect(await screen.findByText('Session with Ada')).toBeVisible();
  }
  await userEvent.click(screen.getByRole('button', { name: 'Later' }));
  await userEvent.click(screen.getByRole('button', { name: 'Today' }));
  expect(await screen.findByText('Session with Ada')).toBeVisible();
});

test('a time that somebody has just asked for is not withdrawn unseen', async () => {
  const asked = playApi({
    ...ANSWERS,
    'DELETE /session-slots/t-tomasz/slot-1': (request) =>
      request.headers.get('If-Match') === '"2"'
        ? { status: 204 }
        : problem('state.version_mismatch', 412),
    'GET /session-slots/t-tomasz/slot-1': { body: aSlot({ version: 2, status: 'held' }) },
  });
  show(<CalendarPage />, { as: 'therapist' });
  await userEvent.click(await screen.findByRole('button', { name: /^Withdraw: / }));
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  expect(await screen.findByText(/Somebody has just asked for this time/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw and decline' }));
  await waitFor(() =>
    expect(asked.filter((each) => each.call.startsWith('DELETE'))).toHaveLength(2),
  );
});

test('a weekly rule shows what it makes before it is sent, and then what was made', async () => {
  const asked = playApi({
    'GET /session-slots/t-tomasz': pageOf([]),
    'POST /session-slots/t-tomasz': {
      status: 201,
      body: {
        ruleId: 'rule',
        therapistId: 't-tomasz',
        timezone: 'Europe/Berlin',
        slots: [aSlot()],
        skipped: [soon],
      },
    },
  });
  const { container } = show(<PublishPage />, { as: 'therapist' });
  expect(screen.getByText(/This makes no time/)).toBeVisible();
  await userEvent.click(screen.getByLabelText('Monday'));
  await userEvent.click(screen.getByRole('button', { name: 'Add a time' }));
  expect(screen.getByText(/^\d+ times$/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Remove 10:00' }));
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Offer' }));
  expect(await screen.findByText(/1 time is open now\. 1 time was left out\./)).toBeVisible();
  const body = asked.find((each) => each.call.startsWith('POST'))?.body;
  expect(body).toMatchObject({
    durationMinutes: 50,
    weekly: { weekdays: ['monday'], times: ['09:00'] },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Offer more' }));
  expect(screen.getByText(/This makes no time/)).toBeVisible();
});

test('a therapist who is not verified yet hears why, and keeps the form', async () => {
  const asked = playApi({
    'GET /session-slots/t-tomasz': pageOf([]),
    'POST /session-slots/t-tomasz': problem('access.not_verified', 409),
  });
  show(<PublishPage />, { as: 'therapist' });
  await userEvent.click(screen.getByLabelText('One time'));
  await userEvent.clear(screen.getByLabelText('Day'));
  const day = inHours(24 * 30).slice(0, 10);
  await userEvent.type(screen.getByLabelText('Day'), day);
  await userEvent.click(screen.getByRole('button', { name: 'Offer' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('hasn’t verified your account yet');
  expect(asked.find((each) => each.call.startsWith('POST'))?.body).toEqual({
    durationMinutes: 50,
    timezone: 'Europe/Berlin',
    startsAt: momentOf(`${day}T09:00`, 'Europe/Berlin'),
  });
  expect(screen.getByLabelText('Day')).toHaveValue(day);
});
