import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { dayIn } from '../../shared/days';
import { pageOf, playApi, problem } from '../../testing/api';
import { anEntry } from '../../testing/entities';
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
  expect(screen.getAllByRole('row', { name: /Fear/ })).toHaveLength(2);
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
  playApi({ 'GET /journals/c-ada/trends': trends, 'GET /journals/c-ada': pageOf([anEntry()]) });
  const { container } = show(<MonthPage />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: /2 entries, Fear/ }));
  expect(await screen.findByText('It rained all day.')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Previous month' }));
  await userEvent.click(screen.getByRole('button', { name: 'Next month' }));
});

test('a month that can not be read offers another try', async () => {
  playApi({ 'GET /journals/c-ada/trends': problem('server.error', 500) });
  show(<MonthPage />, { as: 'client' });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
});
