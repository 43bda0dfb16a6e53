import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { anAppointment, aRequest, relatedClient } from '../../testing/entities';
import { show } from '../../testing/render';
import RequestsPage from './RequestsPage';

const ANSWERS: Answers = {
  'GET /therapists/t-tomasz/clients': pageOf([relatedClient()]),
  'GET /appointment-requests': pageOf([anAppointment()]),
  'GET /mapping-requests': pageOf([
    aRequest({ requestId: 'theirs', askedBy: 'client' }),
    aRequest({ requestId: 'mine', clientId: null, clientEmail: 'bob@example.org' }),
  ]),
  'GET /journal-access-requests': pageOf([aRequest({ requestId: 'journal' })]),
};
afterEach(() => forget({}));

test('accepting makes a session, and leads to it', async () => {
  playApi({
    ...ANSWERS,
    'PATCH /appointment-requests/a-1': {
      body: anAppointment({ status: 'approved', sessionId: 's-9' }),
    },
  });
  const { container } = show(<RequestsPage />, { as: 'therapist' });
  expect(await screen.findByText('Work follows me home.')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getAllByRole('button', { name: 'Accept' })[0] as HTMLElement);
  expect(await screen.findByRole('link', { name: 'Go to the session' })).toHaveAttribute(
    'href',
    '/app/sessions/s-9',
  );
});

test('a request that was answered elsewhere says so, and offers another look', async () => {
  playApi({ ...ANSWERS, 'PATCH /appointment-requests/a-1': problem('requests.closed', 409) });
  show(<RequestsPage />, { as: 'therapist' });
  await screen.findByText('Work follows me home.');
  await userEvent.click(screen.getAllByRole('button', { name: 'Decline' })[0] as HTMLElement);
  expect(await screen.findByRole('alert')).toHaveTextContent('answered or has expired');
  await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
});

test('requests to be mapped are answered, and one’s own are withdrawn', async () => {
  const asked = playApi({
    ...ANSWERS,
    'GET /mapping-requests/theirs': { body: aRequest() },
    'GET /mapping-requests/mine': { body: aRequest() },
    'PATCH /mapping-requests/theirs': { body: aRequest() },
    'PATCH /mapping-requests/mine': { body: aRequest() },
  });
  show(<RequestsPage />, { as: 'therapist' });
  expect(await screen.findByText('bob@example.org')).toBeVisible();
  await userEvent.click(screen.getAllByRole('button', { name: 'Accept' })[1] as HTMLElement);
  await userEvent.click(screen.getAllByRole('button', { name: 'Withdraw' })[0] as HTMLElement);
  const sent = asked.filter((each) => each.call.startsWith('PATCH'));
  expect(sent.map((each) => each.body)).toEqual([{ status: 'approved' }, { status: 'withdrawn' }]);
});

test('a client is asked by their address, which stays when it could not be sent', async () => {
  playApi({
    ...ANSWERS,
    'POST /mapping-requests': problem('input.invalid', 422, {
      errors: [{ pointer: '/clientEmail', detail: 'Not an address.' }],
    }),
  });
  show(<RequestsPage />, { as: 'therapist' });
  await userEvent.type(await screen.findByLabelText('E-mail address'), 'eve@example.org');
  await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
  expect(await screen.findByText('Not an address.')).toBeVisible();
  expect(screen.getByLabelText('E-mail address')).toHaveValue('eve@example.org');
});
