import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { aTherapist, pageOf, playApi, problem, type Answers } from '../../testing/api';
import { aRequest, inHours, relatedTherapist } from '../../testing/entities';
import { show } from '../../testing/render';
import FindPage from './FindPage';
import MinePage from './MinePage';
import TherapistPage from './TherapistPage';

const ANSWERS: Answers = {
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
  'GET /therapists/t-tomasz': { body: aTherapist },
};
const profile = (
  <Route path="/app/therapists/:therapistId">
    <TherapistPage />
  </Route>
);

test('what is looked for is asked of the API, and not put into the address', async () => {
  const asked: string[] = [];
  playApi({
    'GET /therapists': (request) => {
      asked.push(new URL(request.url).search);
      return pageOf([aTherapist]);
    },
  });
  const { history, container } = show(<FindPage />, { as: 'client', at: '/app/therapists' });
  await userEvent.type(screen.getByLabelText('What for'), ' burnout ');
  await userEvent.click(screen.getByRole('button', { name: 'Search' }));
  await waitFor(() => expect(asked.at(-1)).toBe('?expertise=burnout'));
  expect(await screen.findByText('Tomasz')).toBeVisible();
  expect(history).toEqual(['/app/therapists']);
  expect(await axe(container)).toHaveNoViolations();
});

test('somebody new can be asked to be mapped, once', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /clients/c-ada/therapists': pageOf([]),
    'POST /mapping-requests': { status: 201, body: aRequest() },
  });
  show(profile, { as: 'client', at: '/app/therapists/t-tomasz' });
  await userEvent.click(await screen.findByRole('button', { name: 'Ask to be mapped' }));
  const sent = asked.find((each) => each.call === 'POST /mapping-requests');
  expect(sent?.body).toEqual({ therapistId: 't-tomasz' });
  expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
});

test('a therapist who is gone says so, and does not break the page', async () => {
  playApi({ ...ANSWERS, 'GET /therapists/t-tomasz': problem('access.not_found', 404) });
  show(profile, { as: 'client', at: '/app/therapists/t-tomasz' });
  expect(await screen.findByRole('alert')).toHaveTextContent('There is nothing here for you.');
});

test.each([
  ['therapist', 'Accept', 'approved'],
  ['therapist', 'Decline', 'rejected'],
  ['client', 'Withdraw', 'withdrawn'],
] as const)('a request by the %s is answered: %s', async (askedBy, button, status) => {
  const asked = playApi({
    ...ANSWERS,
    'GET /clients/c-ada/therapists': pageOf([
      relatedTherapist({
        mapping: 'none',
        mappingRequestId: 'r-1',
        mappingRequestUntil: '2026-04-01T00:00:00Z',
      }),
    ]),
    'GET /mapping-requests/r-1': { body: aRequest({ askedBy, version: 4 }) },
    'PATCH /mapping-requests/r-1': { body: aRequest({ status }) },
  });
  show(<MinePage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: button }));
  const sent = asked.find((each) => each.call === 'PATCH /mapping-requests/r-1');
  expect([sent?.body, sent?.headers.get('If-Match')]).toEqual([{ status }, '"4"']);
  expect(screen.getByRole('group', { name: 'Mine' })).toHaveFocus();
});

test('ending a mapping says what that means, and can be thought better of', async () => {
  const asked = playApi({ ...ANSWERS, 'DELETE /mappings/c-ada/t-tomasz': { status: 204 } });
  show(<MinePage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'End the mapping' }));
  expect(screen.getByRole('dialog')).toHaveTextContent('Sessions to come are cancelled');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(asked.some((each) => each.call.startsWith('DELETE'))).toBe(false);
  await userEvent.click(screen.getByRole('button', { name: 'End the mapping' }));
  const [, confirm] = screen.getAllByRole('button', { name: 'End the mapping' });
  await userEvent.click(confirm as HTMLElement);
  expect(asked.some((each) => each.call === 'DELETE /mappings/c-ada/t-tomasz')).toBe(true);
});

test('whom the other side asked a moment ago, or who was asked in another window, is shown as asked', async () => {
  let isAsked = false;
  const waits = { mappingRequestId: 'r-1', mappingRequestUntil: inHours(100) };
  playApi({
    ...ANSWERS,
    'GET /clients/c-ada/therapists': () =>
      pageOf([relatedTherapist({ mapping: 'none', ...(isAsked && waits) })]),
    'POST /mapping-requests': () => {
      isAsked = true;
      return problem('state.conflict', 409);
    },
    'GET /mapping-requests/r-1': { body: aRequest({ askedBy: 'client' }) },
  });
  show(profile, { as: 'client', at: '/app/therapists/t-tomasz' });
  await userEvent.click(await screen.findByRole('button', { name: 'Ask to be mapped' }));
  expect(await screen.findByText('You asked to be mapped.')).toBeVisible();
  expect(screen.getByText(/^until .*\(in 4 days\)$/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Ask to be mapped' })).toBeNull();
});

test('nothing is offered before it is known how the two stand', async () => {
  playApi({ ...ANSWERS, 'GET /clients/c-ada/therapists': problem('site.unknown', 500) });
  show(profile, { as: 'client', at: '/app/therapists/t-tomasz' });
  expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong');
  expect(screen.queryByRole('button', { name: 'Ask to be mapped' })).toBeNull();
});

test('present therapists stand before former ones, however many there are', async () => {
  const former = { ...relatedTherapist({ mapping: 'ended' }), therapistId: 't-old', name: 'Ola' };
  playApi({
    ...ANSWERS,
    'GET /clients/c-ada/therapists': (request) =>
      new URL(request.url).searchParams.has('cursor')
        ? pageOf([relatedTherapist()])
        : pageOf([former], 'more'),
  });
  const { container } = show(<MinePage />, { as: 'client' });
  await screen.findByText('Tomasz');
  expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual([
    'Tomasz',
    'Ola',
  ]);
  expect(await axe(container)).toHaveNoViolations();
});

test('a directory without anybody says who will stand there', async () => {
  playApi({ 'GET /therapists': pageOf([]) });
  show(<FindPage />, { as: 'client' });
  expect(await screen.findByText(/No therapist is listed yet/)).toBeVisible();
  await userEvent.type(screen.getByLabelText('Where'), 'Berlin');
  await userEvent.click(screen.getByRole('button', { name: 'Search' }));
  expect(await screen.findByText(/Nobody fits/)).toBeVisible();
});
