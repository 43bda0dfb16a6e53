import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, aTherapist, type Answers } from '../../testing/api';
import { anEntry, VOCABULARY } from '../../testing/entities';
import { show } from '../../testing/render';
import CheckInPage from './CheckInPage';
import EntryPage from './EntryPage';
import { Route } from 'wouter';

const ANSWERS: Answers = {
  'GET /feelings': { body: VOCABULARY },
  'GET /journals/c-ada/access': pageOf([{ therapistId: 't-tomasz' }]),
  'GET /therapists/t-tomasz': { body: aTherapist },
};
afterEach(() => forget({}));

async function fill() {
  await userEvent.click(await screen.findByLabelText(/Fear/));
  await userEvent.click(screen.getByLabelText('Medium'));
  await userEvent.click(screen.getByLabelText('worried'));
  await userEvent.type(screen.getByLabelText(/Anything to say/), 'Rain.');
}
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }));

test('a check-in sends what was chosen, and leads to the list', async () => {
  const asked = playApi({ ...ANSWERS, 'POST /journals/c-ada': { status: 201, body: anEntry() } });
  const { history, container } = show(<CheckInPage />, { as: 'client' });
  await fill();
  expect(await screen.findByText(/Otherwise it can be read by: Tomasz/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await save();
  const sent = asked.find((each) => each.call === 'POST /journals/c-ada');
  expect(sent?.body).toEqual({
    feeling: 'worried',
    intensity: 5,
    words: 'Rain.',
    private: false,
    timezone: 'Europe/London',
  });
  expect(sent?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  expect(history.at(-1)).toBe('/app/journal');
});

test('what could not be saved is still there', async () => {
  playApi({ ...ANSWERS, 'POST /journals/c-ada': problem('table.try_again', 503) });
  const { unmount } = show(<CheckInPage />, { as: 'client' });
  await fill();
  await save();
  expect(await screen.findByRole('alert')).toHaveTextContent('What you typed is still here');
  unmount();
  show(<CheckInPage />, { as: 'client' });
  expect(await screen.findByLabelText(/Anything to say/)).toHaveValue('Rain.');
});

test('without a word nothing is sent, and the page says what is missing', async () => {
  const asked = playApi(ANSWERS);
  show(<CheckInPage />, { as: 'client' });
  await userEvent.click(await screen.findByLabelText(/Another word/));
  await save();
  expect(screen.getByText('Choose a word, or write one of your own.')).toBeVisible();
  expect(asked.some((each) => each.call.startsWith('POST'))).toBe(false);
});

test('a time that is still to come is refused before it is sent', async () => {
  const asked = playApi(ANSWERS);
  show(<CheckInPage />, { as: 'client' });
  await fill();
  await userEvent.click(screen.getByLabelText('Earlier'));
  const field = screen.getByLabelText('Day and time');
  await userEvent.clear(field);
  await userEvent.type(field, '2999-01-01T10:00');
  await save();
  expect(screen.getByText(/still to come/)).toBeVisible();
  expect(asked.some((each) => each.call.startsWith('POST'))).toBe(false);
});

const PATH = '/journals/c-ada/e-1';
const entryPage = (
  <Route path="/app/journal/:entryId">
    <EntryPage />
  </Route>
);

test('an entry that was changed elsewhere is shown beside one’s own', async () => {
  let version = 1;
  const asked = playApi({
    ...ANSWERS,
    [`GET ${PATH}`]: () => ({
      body: anEntry({ version, words: version > 1 ? 'Theirs.' : 'Old.' }),
    }),
    [`PATCH ${PATH}`]: (request) => {
      if (request.headers.get('If-Match') === '"2"') return { body: anEntry({ version: 3 }) };
      version = 2;
      return problem('state.version_mismatch', 412);
    },
  });
  show(entryPage, { as: 'client', at: '/app/journal/e-1' });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const words = await screen.findByLabelText(/Anything to say/);
  await userEvent.clear(words);
  await userEvent.type(words, 'Mine.');
  await save();
  expect(await screen.findByRole('dialog')).toHaveTextContent(/Mine\.[^]*Theirs\./);
  await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
  expect(asked.at(-2)?.headers.get('If-Match') ?? asked.at(-1)?.headers.get('If-Match')).toBe(
    '"2"',
  );
});

test('deleting asks first, and leads to the list', async () => {
  playApi({
    ...ANSWERS,
    [`GET ${PATH}`]: { body: anEntry() },
    [`DELETE ${PATH}`]: { status: 204 },
  });
  const { history } = show(entryPage, { as: 'client', at: '/app/journal/e-1' });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  await userEvent.click(screen.getByRole('button', { name: 'Delete the entry' }));
  expect(history.at(-1)).toBe('/app/journal');
});
