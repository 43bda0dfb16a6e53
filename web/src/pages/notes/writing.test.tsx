import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { session } from '../../session/state';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { aNote, inHours } from '../../testing/entities';
import { ANSWERS, blur, MISSING, open, PRIVATE } from './testing';

const puts = (asked: ReturnType<typeof playApi>) => asked.filter((e) => e.call.startsWith('PUT'));
beforeEach(() => {
  session.set({ state: 'out' });
  forget({});
});

test('closing the conflict keeps what was typed', async () => {
  playApi({
    ...ANSWERS,
    [`GET ${PRIVATE}`]: { body: aNote({ note: 'private', text: 'Old.', assignments: null }) },
    [`PUT ${PRIVATE}`]: problem('state.version_mismatch', 412),
  });
  open();
  await userEvent.type(await screen.findByLabelText('For you alone'), ' Mine.');
  await blur();
  await screen.findByRole('dialog');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.getByLabelText('For you alone')).toHaveValue('Old. Mine.');
});

test('a text that comes back after leaving is sent by itself', async () => {
  playApi(ANSWERS);
  const { unmount } = open();
  await userEvent.type(await screen.findByLabelText('For you alone'), 'Kept.');
  await blur();
  await screen.findByText(/It stays here/);
  unmount();
  const asked = playApi({
    ...ANSWERS,
    [`PUT ${PRIVATE}`]: { status: 201, body: aNote({ note: 'private', text: 'Kept.' }) },
  });
  open();
  await screen.findByLabelText('For you alone');
  await screen.findByText(/^Saved at/, {}, { timeout: 4000 });
  expect(puts(asked)).toHaveLength(1);
});

test('a kept text is not signed around', async () => {
  let refuse = true;
  const note = aNote({ note: 'private', text: 'Old.', assignments: null });
  const answers: Answers = {
    ...ANSWERS,
    [`GET ${PRIVATE}`]: { body: note },
    [`PUT ${PRIVATE}`]: () =>
      refuse
        ? problem('access.not_allowed', 403)
        : { body: { ...note, text: 'Old. Kept.', version: 2 } },
    [`POST ${PRIVATE}/sign`]: { body: { ...note, signedAt: inHours(0) } },
  };
  const asked = playApi(answers);
  const { unmount } = open();
  await userEvent.type(await screen.findByLabelText('For you alone'), ' Kept.');
  await blur();
  await screen.findByText('Not saved.');
  unmount();
  refuse = false;
  open();
  expect(await screen.findByLabelText('For you alone')).toHaveValue('Old. Kept.');
  await userEvent.click(screen.getAllByRole('button', { name: 'Sign' }).at(-1) as HTMLElement);
  await screen.findByRole('dialog');
  expect(puts(asked).length).toBe(2);
});

test('after a refusal, a corrected text is saved', async () => {
  let refused = 0;
  const asked = playApi({
    ...ANSWERS,
    [`PUT ${PRIVATE}`]: () =>
      refused++
        ? { status: 201, body: aNote({ note: 'private', text: 'ab' }) }
        : problem('input.invalid', 422),
  });
  open();
  const box = await screen.findByLabelText('For you alone');
  await userEvent.type(box, 'a');
  await blur();
  await screen.findByText('Not saved.');
  await userEvent.type(box, 'b');
  await blur();
  await waitFor(() => expect(puts(asked)).toHaveLength(2), { timeout: 3000 });
});

test('text that is cleared before the pause does not come back', async () => {
  playApi({
    ...ANSWERS,
    [`PUT ${PRIVATE}`]: { status: 201, body: aNote({ note: 'private', text: 'abc' }) },
  });
  open();
  const box = await screen.findByLabelText('For you alone');
  await userEvent.type(box, 'abc');
  await userEvent.clear(box);
  await act(() => new Promise((done) => setTimeout(done, 1600)));
  expect(box).toHaveValue('');
});

test('white space at the end stays while one goes on typing', async () => {
  playApi({
    ...ANSWERS,
    [`PUT ${PRIVATE}`]: { status: 201, body: aNote({ note: 'private', text: 'One.' }) },
  });
  open();
  const box = await screen.findByLabelText('For you alone');
  await userEvent.type(box, 'One. ');
  await screen.findByText(/^Saved at/, {}, { timeout: 3000 });
  expect(box).toHaveValue('One. ');
});

test('assignments beside an empty text are not said to be saved', async () => {
  playApi(ANSWERS);
  open();
  await userEvent.type(await screen.findByLabelText('Something to do'), 'Walk.{Enter}');
  expect(screen.getAllByRole('status')[0]).toHaveTextContent('An empty note isn’t saved.');
});

test('a conflict whose other side can not be read offers another try', async () => {
  let reads = 0;
  const note = aNote({ note: 'private', text: 'Old.', assignments: null });
  playApi({
    ...ANSWERS,
    [`GET ${PRIVATE}`]: () => (reads++ ? problem('table.try_again', 503) : { body: note }),
    [`PUT ${PRIVATE}`]: problem('state.version_mismatch', 412),
  });
  open();
  await userEvent.type(await screen.findByLabelText('For you alone'), ' Mine.');
  await blur();
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
});
test('one’s own text whose answer was lost is no conflict', async () => {
  const mine = aNote({ note: 'private', text: 'Mine.', assignments: null });
  let isThere = false;
  const asked = playApi({
    ...ANSWERS,
    [`GET ${PRIVATE}`]: () => (isThere ? { body: mine } : MISSING),
    [`PUT ${PRIVATE}`]: (request) => {
      if (request.headers.get('If-Match') === '"1"') return { body: { ...mine, version: 2 } };
      isThere = true;
      return problem('state.version_mismatch', 412);
    },
  });
  open();
  await userEvent.type(await screen.findByLabelText('For you alone'), 'Mine. ');
  await blur();
  expect(await screen.findByText(/^Saved at/)).toBeVisible();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(puts(asked)).toHaveLength(2);
});

test('what was typed on an older version is not laid over a newer one after a log-in', async () => {
  let version = 1;
  const asked = playApi({
    ...ANSWERS,
    [`GET ${PRIVATE}`]: () => ({
      body: aNote({ note: 'private', text: version === 1 ? 'Old.' : 'Newer.', version }),
    }),
    [`PUT ${PRIVATE}`]: () =>
      version === 1 ? problem('access.not_allowed', 403) : problem('state.version_mismatch', 412),
  });
  const { unmount } = open();
  await userEvent.type(await screen.findByLabelText('For you alone'), ' Mine.');
  await blur();
  await screen.findByText('Not saved.');
  unmount();
  session.set({ state: 'out' });
  version = 2;
  open();
  expect(await screen.findByRole('dialog', {}, { timeout: 3000 })).toHaveTextContent(
    /Old\. Mine\.[^]*Newer\./,
  );
  expect(puts(asked).every((each) => each.headers.get('If-Match') === '"1"')).toBe(true);
});

test('both ways out of a conflict that was put off are still open', async () => {
  const theirs = aNote({ note: 'private', text: 'Theirs.', version: 4 });
  playApi({
    ...ANSWERS,
    [`GET ${PRIVATE}`]: { body: theirs },
    [`PUT ${PRIVATE}`]: problem('state.version_mismatch', 412),
  });
  open();
  const box = await screen.findByLabelText('For you alone');
  await userEvent.type(box, ' Mine.');
  await blur();
  await userEvent.click(await screen.findByRole('button', { name: 'Close' }));
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Take the other' }));
  expect(box).toHaveValue('Theirs.');
});

test('what was typed while the note was signed elsewhere can be added to it', async () => {
  let signedAt: string | null = null;
  playApi({
    ...ANSWERS,
    [`GET ${PRIVATE}`]: () => ({ body: aNote({ note: 'private', assignments: null, signedAt }) }),
    [`PUT ${PRIVATE}`]: () => {
      signedAt = inHours(0);
      return problem('state.conflict', 409);
    },
    'GET /sessions/s-1/notes/addenda': pageOf([]),
  });
  const { container } = open();
  await userEvent.type(await screen.findByLabelText('For you alone'), ' And more.');
  await blur();
  expect(await screen.findByText(/not saved before the note was signed/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Put it into the box below' }));
  expect(screen.getByLabelText('What is to be added?')).toHaveValue('We talked. And more.');
});
