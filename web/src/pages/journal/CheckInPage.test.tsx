import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, aTherapist, type Answers } from '../../testing/api';
import { anEntry, VOCABULARY } from '../../testing/entities';
import { show } from '../../testing/render';
import CheckInPage from './CheckInPage';

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

const isSent = (asked: { call: string }[]) => asked.some((each) => each.call.startsWith('POST'));

test('what is missing is said and focused, one step after the other, before anything is sent', async () => {
  const asked = playApi(ANSWERS);
  show(<CheckInPage />, { as: 'client' });
  await screen.findByLabelText(/Fear/);
  await save();
  expect(screen.getByText('Choose what comes closest.')).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText(/Happiness/)).toHaveFocus());
  await userEvent.click(screen.getByLabelText(/Fear/));
  expect(screen.getByText('Choose how strong it is.')).toBeVisible();
  await save();
  await waitFor(() => expect(screen.getByLabelText('Light')).toHaveFocus());
  await userEvent.click(screen.getByLabelText('Light'));
  expect(screen.getByText('Choose a word, or write one of your own.')).toBeVisible();
  expect(isSent(asked)).toBe(false);
});

test('a word of one’s own is sent with a strength that the person chose, never a made-up one', async () => {
  const asked = playApi({ ...ANSWERS, 'POST /journals/c-ada': { status: 201, body: anEntry() } });
  show(<CheckInPage />, { as: 'client' });
  await userEvent.click(await screen.findByLabelText(/Another word/));
  await userEvent.type(screen.getByLabelText('Your own word'), 'autumnal');
  await save();
  expect(screen.getByText('Choose a number.')).toBeVisible();
  expect(isSent(asked)).toBe(false);
  await userEvent.click(screen.getByLabelText('7'));
  await save();
  expect(asked.at(-1)?.body ?? asked.find((each) => each.body)?.body).toMatchObject({
    feeling: 'autumnal',
    intensity: 7,
  });
});

test('a word of one’s own stays in sight when another family is chosen', async () => {
  playApi(ANSWERS);
  show(<CheckInPage />, { as: 'client' });
  await userEvent.click(await screen.findByLabelText(/Another word/));
  await userEvent.type(screen.getByLabelText('Your own word'), 'autumnal');
  await userEvent.click(screen.getByLabelText(/Fear/));
  expect(screen.getByLabelText('Your own word')).toHaveValue('autumnal');
});

test('an earlier time that was emptied is asked for, and not taken as now', async () => {
  const asked = playApi(ANSWERS);
  show(<CheckInPage />, { as: 'client' });
  await fill();
  await userEvent.click(screen.getByLabelText('Earlier'));
  await userEvent.clear(screen.getByLabelText('Day and time'));
  await save();
  expect(screen.getByText('Say on which day and at what time.')).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText('Day and time')).toHaveFocus());
  expect(isSent(asked)).toBe(false);
});

test('nobody is said to read the journal only once that is known', async () => {
  playApi({ ...ANSWERS, 'GET /journals/c-ada/access': problem('server.error', 500) });
  const { unmount } = show(<CheckInPage />, { as: 'client' });
  expect(await screen.findByText(/can’t be looked up right now/)).toBeVisible();
  expect(screen.queryByText(/Nobody may read/)).toBeNull();
  unmount();
  playApi({ ...ANSWERS, 'GET /journals/c-ada/access': pageOf([]) });
  show(<CheckInPage />, { as: 'client' });
  expect(await screen.findByText(/Nobody may read your journal/)).toBeVisible();
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
  expect(isSent(asked)).toBe(false);
});
