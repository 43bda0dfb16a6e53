import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { aClient, aTherapist, pageOf, playApi, problem } from '../../testing/api';
import { show } from '../../testing/render';
import AccountsPage from './AccountsPage';
import AuditPage from './AuditPage';
import VerificationPage from './VerificationPage';

afterEach(() => forget({}));

test('an account is removed as it was read; a change in between is told', async () => {
  const asked = playApi({
    'GET /clients': pageOf([aClient]),
    'GET /clients/c-ada': { body: { ...aClient, version: 9 } },
    'DELETE /clients/c-ada': (request) =>
      request.headers.get('If-Match') === '"9"'
        ? { status: 204 }
        : problem('state.version_mismatch', 412),
  });
  const { container } = show(<AccountsPage />, { as: 'admin' });
  await userEvent.click(await screen.findByRole('button', { name: 'Remove: Ada' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText(/changed in the meantime/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
  await waitFor(() =>
    expect(asked.filter((each) => each.call.startsWith('DELETE'))).toHaveLength(2),
  );
});

test('a therapist is found by name, removed, and another added', async () => {
  const asked = playApi({
    'GET /clients': pageOf([]),
    'GET /therapists': pageOf([aTherapist]),
    'DELETE /therapists/t-tomasz': { status: 204 },
    'POST /therapists': { status: 201, body: aTherapist },
  });
  show(<AccountsPage />, { as: 'admin' });
  await userEvent.click(screen.getByLabelText('Therapists'));
  await userEvent.type(screen.getByLabelText('Name begins with'), 'To');
  await userEvent.click(await screen.findByRole('button', { name: 'Remove: Tomasz' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  await userEvent.type(screen.getByLabelText('Name'), 'Eve');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'eve@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'a long enough passphrase');
  await userEvent.type(screen.getByLabelText('What you work on'), 'grief, sleep');
  await userEvent.type(screen.getByLabelText('Where you work'), 'Berlin');
  await userEvent.click(screen.getAllByRole('button', { name: 'Add' }).at(-1) as HTMLElement);
  expect(asked.find((each) => each.call === 'POST /therapists')?.body).toMatchObject({
    name: 'Eve',
    expertise: ['grief', 'sleep'],
    location: 'Berlin',
  });
});

test('a client is added with an address that is taken: it says so, and keeps what was typed', async () => {
  playApi({ 'GET /clients': pageOf([]), 'POST /clients': problem('accounts.email_taken', 409) });
  show(<AccountsPage />, { as: 'admin' });
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  await userEvent.type(screen.getByLabelText('Name'), 'Bob');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'bob@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'a long enough passphrase');
  await userEvent.click(screen.getAllByRole('button', { name: 'Add' }).at(-1) as HTMLElement);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'There is an account with this address.',
  );
  expect(screen.getByLabelText('Name')).toHaveValue('Bob');
});

test('therapists are verified, and a verification is taken back', async () => {
  const unverified = { ...aTherapist, therapistId: 't-eve', name: 'Eve', verifiedAt: null };
  const asked = playApi({
    'GET /therapists': pageOf([aTherapist, unverified]),
    'PUT /therapists/t-eve/verification': { body: aTherapist },
    'DELETE /therapists/t-tomasz/verification': problem('state.version_mismatch', 412),
    'GET /therapists/t-tomasz': { body: { ...aTherapist, version: 3 } },
  });
  const { container } = show(<VerificationPage />, { as: 'admin' });
  await userEvent.click(await screen.findByRole('button', { name: 'Verify: Eve' }));
  await userEvent.click(screen.getByRole('button', { name: 'Take it back: Tomasz' }));
  expect(await screen.findByText(/changed in the meantime/)).toBeVisible();
  expect(asked.find((each) => each.call.startsWith('PUT'))?.headers.get('If-Match')).toBe('"1"');
  expect(await axe(container)).toHaveNoViolations();
});

test('the audit is looked through by day and by record', async () => {
  const queries: string[] = [];
  playApi({
    'GET /audit': (request) => {
      queries.push(new URL(request.url).search);
      return pageOf([
        {
          eventId: 'e',
          event: 'record.exported',
          happenedAt: '2026-03-01T09:00:00Z',
          role: 'client',
          actorId: 'c-1',
          subjectId: 'c-1',
          about: null,
        },
      ]);
    },
  });
  show(<AuditPage />, { as: 'admin' });
  expect(await screen.findByText('Record taken along')).toBeVisible();
  await userEvent.click(screen.getByLabelText('Record'));
  await userEvent.type(screen.getByLabelText('Id of a client or therapist'), ' c-1 ');
  await userEvent.click(screen.getByRole('button', { name: 'Look' }));
  await waitFor(() => expect(queries.at(-1)).toContain('subjectId=c-1'));
});
