import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { session } from '../../session/state';
import { pageOf, playApi, problem } from '../../testing/api';
import { aNote, aSession, inHours } from '../../testing/entities';
import { show } from '../../testing/render';
import NotesPage from './NotesPage';
import { ANSWERS, blur, MISSING, open, PRIVATE, SHARED } from './testing';

beforeEach(() => {
  session.set({ state: 'out' });
  forget({});
});

test('a new note is saved as typed, then changed by its version', async () => {
  const saved = aNote({ note: 'private', text: 'Sleeps badly.' });
  const asked = playApi({
    ...ANSWERS,
    [`PUT ${PRIVATE}`]: (request) =>
      request.headers.has('If-Match')
        ? { body: { ...saved, version: 2 } }
        : { status: 201, body: saved },
  });
  const { container } = open();
  const box = await screen.findByLabelText('For you alone');
  await userEvent.type(box, 'Sleeps badly.');
  await blur();
  expect(await screen.findByText(/^Saved at/)).toBeVisible();
  await userEvent.type(box, ' Ask again.');
  await blur();
  await waitFor(() => expect(asked.filter((each) => each.call.startsWith('PUT'))).toHaveLength(2));
  const [first, second] = asked.filter((each) => each.call.startsWith('PUT'));
  expect(first?.headers.get('If-None-Match')).toBe('*');
  expect(second?.headers.get('If-Match')).toBe('"1"');
  expect(await axe(container)).toHaveNoViolations();
});

test('without a connection the text stays, also when the page is left', async () => {
  playApi(ANSWERS);
  const { unmount } = open();
  await userEvent.type(await screen.findByLabelText('For you alone'), 'Kept.');
  await blur();
  expect(await screen.findByText(/It stays here and is tried again/)).toBeVisible();
  unmount();
  open();
  expect(await screen.findByLabelText('For you alone')).toHaveValue('Kept.');
});

test('another version is shown beside one’s own, and mine can be kept', async () => {
  let now = aNote({ text: 'Old.' });
  const asked = playApi({
    ...ANSWERS,
    [`GET ${SHARED}`]: () => ({ body: now }),
    [`PUT ${SHARED}`]: (request) => {
      if (request.headers.get('If-Match') === '"7"') return { body: { ...now, version: 8 } };
      now = aNote({ text: 'From the other window.', version: 7 });
      return problem('state.version_mismatch', 412);
    },
  });
  open();
  await userEvent.type(await screen.findByLabelText('For the client and you'), ' And mine.');
  await blur();
  expect(await screen.findByRole('dialog')).toHaveTextContent(/Old\. And mine\.[^]*other window/);
  await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await waitFor(() => expect(asked.at(-1)?.headers.get('If-Match')).toBe('"7"'));
});

test('assignments are put in order, and taken out', async () => {
  const asked = playApi({
    ...ANSWERS,
    [`GET ${SHARED}`]: { body: aNote({ assignments: ['Walk.', 'Write.'] }) },
    [`PUT ${SHARED}`]: { body: aNote({ version: 2 }) },
  });
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Move up: Write.' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove: Walk.' }));
  await userEvent.type(screen.getByLabelText('Something to do'), 'Sleep.{Enter}');
  await waitFor(() => expect(asked.at(-1)?.call).toBe(`PUT ${SHARED}`), { timeout: 3000 });
  expect(asked.at(-1)?.body).toMatchObject({ assignments: ['Write.', 'Sleep.'] });
});

test('a note is signed as it was saved, and can then only be added to', async () => {
  let signedAt: string | null = null;
  playApi({
    ...ANSWERS,
    [`GET ${SHARED}`]: () => ({ body: aNote({ signedAt }) }),
    [`POST ${SHARED}/sign`]: () => {
      signedAt = inHours(0);
      return { body: aNote({ signedAt }) };
    },
    'GET /sessions/s-1/notes/addenda': pageOf([]),
    'POST /sessions/s-1/notes/addenda': { status: 201, body: {} },
  });
  open();
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Sign' })).toHaveLength(2));
  await userEvent.click(screen.getAllByRole('button', { name: 'Sign' })[0] as HTMLElement);
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(dialog.querySelector('button:not([aria-label])') as HTMLElement);
  expect(await screen.findByText(/^Signed on/)).toBeVisible();
  await userEvent.type(screen.getByLabelText('What is to be added?'), 'Better since.');
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(screen.getByLabelText('What is to be added?')).toHaveValue(''));
});

test('sessions whose notes are missing or unsigned come first', async () => {
  playApi({
    ...ANSWERS,
    'GET /sessions': pageOf([
      aSession({ sessionId: 's-1', status: 'completed', startsAt: inHours(-50) }),
      aSession({ sessionId: 's-2', status: 'completed', startsAt: inHours(-70) }),
    ]),
    'GET /sessions/s-2/notes/shared': { body: aNote({ signedAt: inHours(-60) }) },
    'GET /sessions/s-2/notes/private': MISSING,
  });
  const { container } = show(<NotesPage />, { as: 'therapist' });
  expect(await screen.findByText('not written')).toBeVisible();
  expect(screen.getByText('signed')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});
