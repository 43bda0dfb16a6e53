import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { aTherapist, pageOf, playApi, problem, type Answers } from '../../testing/api';
import { aRequest, relatedTherapist } from '../../testing/entities';
import { show } from '../../testing/render';
import FindPage from './FindPage';
import MinePage from './MinePage';
import ReadersPage from './ReadersPage';
import TherapistPage from './TherapistPage';

const ANSWERS: Answers = {
  'GET /clients/c-ada/therapists': pageOf([relatedTherapist()]),
  'GET /therapists/t-tomasz': { body: aTherapist },
  'GET /mapping-requests': pageOf([]),
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
    'GET /mapping-requests': pageOf([aRequest({ askedBy })]),
    'GET /mapping-requests/r-1': { body: aRequest({ askedBy, version: 4 }) },
    'PATCH /mapping-requests/r-1': { body: aRequest({ status }) },
  });
  show(<MinePage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: button }));
  const sent = asked.find((each) => each.call === 'PATCH /mapping-requests/r-1');
  expect([sent?.body, sent?.headers.get('If-Match')]).toEqual([{ status }, '"4"']);
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

test('the journal’s readers stand with since when and who read, and are closed out in one step', async () => {
  const asked = playApi({ ...ANSWERS, 'DELETE /journals/c-ada/access/t-tomasz': { status: 204 } });
  const { container } = show(<ReadersPage />, { as: 'client' });
  expect(await screen.findByText(/^may read since .*2026/)).toBeVisible();
  expect(await screen.findByText(/^Tomasz, .*2026/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Close the journal' }));
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
  await userEvent.click(await screen.findByRole('button', { name: 'Decline' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Open the journal' }));
  const calls = asked.map((each) => each.call);
  expect(calls).toContain('PATCH /journal-access-requests/r-1');
  expect(calls).toContain('PUT /journals/c-ada/access/t-tomasz');
});
