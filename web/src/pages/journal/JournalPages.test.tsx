import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { dayIn } from '../../shared/days';
import { pageOf, playApi, problem } from '../../testing/api';
import { anEntry, VOCABULARY } from '../../testing/entities';
import { show } from '../../testing/render';
import JournalPage from './JournalPage';
import MonthPage from './MonthPage';
import TrendsPage from './TrendsPage';

const TODAY = dayIn('Europe/London', new Date());
const fear = { family: 'fear', count: 2, intensitySum: 10, meanIntensity: 5 };
const trends = {
  body: { items: [{ day: TODAY, families: [fear] }], nextCursor: null, totals: [] },
};

test('the journal stands day by day, and filters ask the API', async () => {
  const asked = playApi({
    'GET /journals/c-ada': pageOf([
      anEntry(),
      anEntry({ entryId: 'e-2', feltOn: '2026-03-01', private: true }),
    ]),
  });
  const { container } = show(<JournalPage />, { as: 'client' });
  expect(await screen.findAllByRole('heading', { level: 2 })).toHaveLength(2);
  expect(screen.getByText('Private')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.selectOptions(screen.getByLabelText('Feeling'), 'Fear');
  await userEvent.type(screen.getByLabelText('From'), '2026-03-01');
  await screen.findAllByText('worried');
  expect(asked).not.toHaveLength(1);
});

test('a day whose year is half typed, or too long, asks for nothing and breaks nothing', async () => {
  const asked = playApi({ 'GET /journals/c-ada': pageOf([anEntry()]) });
  show(<JournalPage />, { as: 'client' });
  await screen.findByText('worried');
  const before = asked.length;
  for (const value of ['0202-01-01', '12345-01-01'])
    fireEvent.change(screen.getByLabelText('To'), { target: { value } });
  expect(screen.getByText('worried')).toBeVisible();
  expect(asked).toHaveLength(before);
});

test('days the wrong way round are said to be, and not asked for', async () => {
  const asked = playApi({ 'GET /journals/c-ada': pageOf([anEntry()]) });
  show(<JournalPage />, { as: 'client' });
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-03-09' } });
  await screen.findByText('worried');
  const before = asked.length;
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-03-01' } });
  expect(screen.getByLabelText('To')).toHaveAccessibleDescription(/before the first one/);
  expect(screen.queryByText(/No entry fits/)).toBeNull();
  expect(asked).toHaveLength(before);
});

test('a family narrows to one of its words', async () => {
  const feelings: (string | null)[] = [];
  playApi({
    'GET /journals/c-ada': (request) => {
      feelings.push(new URL(request.url).searchParams.get('feeling'));
      return pageOf([anEntry()]);
    },
    'GET /feelings': { body: VOCABULARY },
  });
  show(<JournalPage />, { as: 'client' });
  await userEvent.selectOptions(screen.getByLabelText('Feeling'), 'Fear');
  await userEvent.selectOptions(await screen.findByLabelText('Word'), 'worried');
  await screen.findByRole('heading', { name: 'worried' });
  expect(feelings).toEqual([null, 'fear', 'worried']);
});

test('an empty journal says how an entry comes about', async () => {
  playApi({ 'GET /journals/c-ada': pageOf([]) });
  show(<JournalPage />, { as: 'client' });
  expect(await screen.findByText(/Nothing written yet/)).toBeVisible();
});

test('trends are a chart, and the same as a table', async () => {
  playApi({ 'GET /journals/c-ada/trends': trends });
  const { container } = show(<TrendsPage />, { as: 'client' });
  expect(await screen.findByRole('heading', { name: 'How often' })).toBeVisible();
  const [often, strongly] = screen.getAllByText('The same as a table');
  await userEvent.click(often as HTMLElement);
  await userEvent.click(strongly as HTMLElement);
  const [counts, strengths] = screen.getAllByRole('table');
  const rowsOf = (table: HTMLElement | undefined) =>
    within(table as HTMLElement)
      .getAllByRole('row')
      .map((row) => row.textContent);
  expect(rowsOf(counts)).toEqual(['DayFear', expect.stringMatching(/2$/), 'All days2']);
  expect(rowsOf(strengths)).toEqual([
    'DayFeelingMean strength',
    expect.stringMatching(/Fear5$/),
    'All daysFear5',
  ]);
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByLabelText('3 months'));
  expect(await screen.findByRole('heading', { name: 'How often' })).toBeVisible();
});

test('trends read every page', async () => {
  playApi({
    'GET /journals/c-ada/trends': (request) =>
      new URL(request.url).searchParams.has('cursor')
        ? trends
        : { body: { items: [], nextCursor: 'more', totals: [] } },
  });
  show(<TrendsPage />, { as: 'client' });
  expect(await screen.findByRole('heading', { name: 'How often' })).toBeVisible();
});

test('a day of the month says what was felt, and shows it when it is chosen', async () => {
  playApi({
    'GET /journals/c-ada/trends': trends,
    'GET /journals/c-ada': pageOf([
      anEntry({ feltOn: TODAY }),
      anEntry({ entryId: 'e-2', feltOn: '2026-03-01', words: 'Of the day before, elsewhere.' }),
    ]),
  });
  const { container } = show(<MonthPage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: /2 entries, Fear 2/ }));
  expect(await screen.findByText('It rained all day.')).toBeVisible();
  expect(screen.queryByText(/Of the day before/)).toBeNull();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Previous month' }));
  await userEvent.click(screen.getByRole('button', { name: 'Next month' }));
});

test('a month that can not be read offers another try', async () => {
  playApi({ 'GET /journals/c-ada/trends': problem('server.error', 500) });
  show(<MonthPage />, { as: 'client' });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
});
