import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { session } from '../../session/state';
import { aClient, meAs, pageOf, playApi, type Answers } from '../../testing/api';
import { aSession, inHours, relatedTherapist } from '../../testing/entities';
import { show } from '../../testing/render';
import SessionsPage from './SessionsPage';

const ANSWERS: Answers = { 'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]) };

test('sessions to come and past ones stand apart', async () => {
  playApi({
    ...ANSWERS,
    'GET /sessions': (request) =>
      new URL(request.url).searchParams.has('to')
        ? pageOf([
            aSession({
              sessionId: 's-0',
              status: 'completed',
              startsAt: inHours(-90),
              cancelledAt: null,
            }),
          ])
        : pageOf([aSession()]),
  });
  const { container } = show(<SessionsPage />, { as: 'client' });
  expect(await screen.findByText('held')).toBeVisible();
  expect(screen.getByText('to come')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});

const DAY = 24;
/** A client who has been here for three years, with one session long ago and two of late. */
function playThreeYears() {
  const me = meAs('client');
  const createdAt = inHours(-3 * 365 * DAY);
  session.set({ state: 'in', me: { ...me, client: { ...aClient, createdAt } } });
  const past = [
    aSession({ sessionId: 's-old', status: 'missed', startsAt: inHours(-900 * DAY) }),
    aSession({ sessionId: 's-1', status: 'completed', startsAt: inHours(-20 * DAY) }),
    aSession({ sessionId: 's-2', status: 'late_cancelled', startsAt: inHours(-10 * DAY) }),
  ];
  return playApi({
    ...ANSWERS,
    'GET /sessions': (request) => {
      const { from, to } = Object.fromEntries(new URL(request.url).searchParams);
      return pageOf(
        past.filter((each) => to && from && each.startsAt >= from && each.startsAt < to),
      );
    },
  });
}
const openedPast = () =>
  within(screen.getByRole('list', { name: 'Past' }))
    .getAllByRole('link')
    .map((each) => each.getAttribute('href')?.split('/').at(-1));

test('past sessions come latest first, and the way back goes to the very first', async () => {
  show(<></>, { as: 'client' });
  playThreeYears();
  show(<SessionsPage />);
  await screen.findByRole('list', { name: 'Past' });
  expect(openedPast()).toEqual(['s-2', 's-1']);
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await screen.findByText('missed');
  expect(openedPast()).toEqual(['s-2', 's-1', 's-old']);
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull());
});

test('past sessions can be looked through by what became of them, however long ago', async () => {
  show(<></>, { as: 'client' });
  playThreeYears();
  show(<SessionsPage />);
  await userEvent.click(await screen.findByLabelText('Missed'));
  await screen.findByText('missed');
  expect(openedPast()).toEqual(['s-old']);
  await userEvent.click(screen.getByLabelText('Cancelled'));
  await screen.findByText('cancelled late');
  expect(openedPast()).toEqual(['s-2']);
});
