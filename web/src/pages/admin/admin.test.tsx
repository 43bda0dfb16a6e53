import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { aClient, aTherapist, pageOf, playApi, problem, type Asked } from '../../testing/api';
import { show } from '../../testing/render';
import AccountsPage from './AccountsPage';
import AuditPage from './AuditPage';
import VerificationPage from './VerificationPage';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forget({});
});

const press = async (name: string | RegExp) =>
  userEvent.click((await screen.findAllByRole('button', { name })).at(-1) as HTMLElement);
const sent = (asked: Asked[], call: string) => asked.filter((each) => each.call === call);
const versions = (asked: Asked[]) => asked.map((each) => each.headers.get('If-Match'));

test('an admin corrects a client, and sees both versions where somebody was quicker', async () => {
  let tries = 0;
  const asked = playApi({
    'GET /clients': pageOf([aClient]),
    'GET /clients/c-ada': () => ({
      body: tries ? { ...aClient, name: 'Ada L.', version: 5 } : aClient,
    }),
    'PATCH /clients/c-ada': () =>
      ++tries === 1 ? problem('state.version_mismatch', 412) : { body: aClient },
  });
  const { container } = show(<AccountsPage />, { as: 'admin' });
  await press('Look and change: Ada');
  await userEvent.type(await screen.findByLabelText('Telephone'), '111');
  expect(await axe(container)).toHaveNoViolations();
  await press('Save');
  expect(await screen.findByText(/Ada L\./)).toBeVisible();
  await press(/mine/i);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const changes = sent(asked, 'PATCH /clients/c-ada');
  expect(versions(changes)).toEqual(['"1"', '"5"']);
  expect(changes[1]?.body).toEqual({ name: 'Ada', phone: '111' });
});

test('a change that was given up is forgotten, and one that was left is about what was seen', async () => {
  let now = aClient;
  const asked = playApi({
    'GET /clients': pageOf([aClient]),
    'GET /clients/c-ada': () => ({ body: now }),
    'PATCH /clients/c-ada': problem('state.version_mismatch', 412),
  });
  show(<AccountsPage />, { as: 'admin' });
  await press('Look and change: Ada');
  await userEvent.type(await screen.findByLabelText('Telephone'), '111');
  await press('Cancel');
  await press('Look and change: Ada');
  const phone = await screen.findByLabelText('Telephone');
  expect(phone).toHaveValue('');
  await userEvent.type(phone, '222');
  await press('Close');
  now = { ...aClient, phone: '333', version: 2 };
  await press('Look and change: Ada');
  await press('Save');
  expect(await screen.findByText(/333/)).toBeVisible();
  expect(versions(sent(asked, 'PATCH /clients/c-ada'))).toEqual(['"1"']);
});

test('what the list leaves out of a therapist is kept where something else is corrected', async () => {
  const asked = playApi({
    'GET /clients': pageOf([]),
    'GET /therapists': pageOf([{ ...aTherapist, version: null }]),
    'GET /therapists/t-tomasz': { body: { ...aTherapist, bio: 'I listen.', version: 3 } },
    'PATCH /therapists/t-tomasz': { body: aTherapist },
  });
  show(<AccountsPage />, { as: 'admin' });
  await userEvent.click(screen.getByLabelText('Therapists'));
  await press('Look and change: Tomasz');
  await press('Remove burnout');
  await userEvent.type(screen.getByLabelText(/work on/, { selector: 'input' }), 'sleep');
  await press('Save');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent(asked, 'PATCH /therapists/t-tomasz')[0]?.body).toMatchObject({
    expertise: ['sleep'],
    location: 'Berlin',
    bio: 'I listen.',
  });
  expect(versions(sent(asked, 'PATCH /therapists/t-tomasz'))).toEqual(['"3"']);
});

test('somebody is removed only after a question, and a refusal says why', async () => {
  const asked = playApi({
    'GET /clients': pageOf([aClient]),
    'DELETE /clients/c-ada': problem('table.try_again', 503),
  });
  show(<AccountsPage />, { as: 'admin' });
  await press('Remove: Ada');
  expect(sent(asked, 'DELETE /clients/c-ada')).toHaveLength(0);
  await press('Remove');
  expect(await screen.findByRole('alert')).toHaveTextContent('The service is busy');
});

test('an added therapist is sent once, however often a failed send is tried', async () => {
  let tries = 0;
  const asked = playApi({
    'GET /clients': pageOf([]),
    'GET /therapists': pageOf([]),
    'POST /therapists': () =>
      ++tries === 1 ? problem('table.try_again', 503) : { status: 201, body: aTherapist },
  });
  show(<AccountsPage />, { as: 'admin' });
  await userEvent.click(screen.getByLabelText('Therapists'));
  await press('Add');
  await userEvent.type(screen.getByLabelText('Name'), 'Tomasz');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'tomasz@example.org');
  await userEvent.type(screen.getByLabelText('Password'), 'correct horse battery');
  await userEvent.type(screen.getByLabelText(/work on/, { selector: 'input' }), 'grief');
  await userEvent.type(screen.getByLabelText('Where you work'), 'Berlin');
  await press('Add');
  expect(await screen.findByRole('alert')).toBeVisible();
  await press('Add');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const keys = sent(asked, 'POST /therapists').map((each) => each.headers.get('Idempotency-Key'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('a verification that somebody else changed is asked for anew', async () => {
  let tries = 0;
  const asked = playApi({
    'GET /therapists': pageOf([{ ...aTherapist, verifiedAt: null }]),
    'GET /therapists/t-tomasz': { body: { ...aTherapist, verifiedAt: null, version: 4 } },
    'PUT /therapists/t-tomasz/verification': () =>
      ++tries === 1 ? problem('state.version_mismatch', 412) : { body: aTherapist },
  });
  const { container } = show(<VerificationPage />, { as: 'admin' });
  await press('Verify: Tomasz');
  expect(await screen.findByText(/changed in the meantime/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await press('Verify: Tomasz');
  await waitFor(() =>
    expect(versions(sent(asked, 'PUT /therapists/t-tomasz/verification'))).toEqual(['"1"', '"4"']),
  );
});

test('the audit is looked through by a record, in plain words and by ids', async () => {
  const event = {
    eventId: 'e',
    event: 'journal.read',
    happenedAt: '2026-03-01T09:00:00Z',
    role: 'therapist',
    actorId: 't-tomasz',
    subjectId: 'c-ada',
    about: null,
  };
  playApi({
    'GET /audit': (request) =>
      new URL(request.url).searchParams.get('subjectId') === 'c-ada' ? pageOf([event]) : pageOf([]),
  });
  const { container } = show(<AuditPage />, { as: 'admin' });
  expect(await screen.findByText(/Nothing was written down/)).toBeVisible();
  await userEvent.click(screen.getByLabelText('Record'));
  await userEvent.type(screen.getByLabelText(/Id of/), ' c-ada ');
  await press('Look');
  expect(await screen.findByRole('listitem')).toHaveTextContent(/Journal read.*t-tomasz.*c-ada/);
  expect(await axe(container)).toHaveNoViolations();
});

test('a therapist from the list, which names no version, is verified and removed at once', async () => {
  const listed = { ...aTherapist, verifiedAt: null, version: null };
  const asked = playApi({
    'GET /clients': pageOf([]),
    'GET /therapists': pageOf([listed]),
    'GET /therapists/t-tomasz': { body: { ...aTherapist, version: 3 } },
    'PUT /therapists/t-tomasz/verification': { body: aTherapist },
    'DELETE /therapists/t-tomasz': { status: 204 },
  });
  const { unmount } = show(<VerificationPage />, { as: 'admin' });
  await press('Verify: Tomasz');
  unmount();
  show(<AccountsPage />, { as: 'admin' });
  await userEvent.click(screen.getByLabelText('Therapists'));
  await press('Remove: Tomasz');
  await press('Remove');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(versions(sent(asked, 'PUT /therapists/t-tomasz/verification'))).toEqual(['"3"']);
  expect(versions(sent(asked, 'DELETE /therapists/t-tomasz'))).toEqual(['"3"']);
});
