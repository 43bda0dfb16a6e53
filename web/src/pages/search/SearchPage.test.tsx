import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { show } from '../../testing/render';
import { pieces } from './excerpt';
import { addressOf, type Hit } from './places';
import SearchPage from './SearchPage';

const IN_TEXT = { field: 'text', offset: 0 };
const SEARCH = 'GET /clients/c-ada/search';

const hit = (more: Partial<Hit> = {}): Hit =>
  ({
    what: 'entry',
    at: '2026-03-02T09:00:00Z',
    clientId: 'c-ada',
    entryId: 'e-1',
    excerpt: { text: 'Slept badly', places: [{ start: 6, end: 11 }] },
    ...more,
  }) as Hit;

async function searchFor(words: string, answers: Answers, as: 'client' | 'therapist' = 'client') {
  const asked = playApi(answers);
  const shown = show(<SearchPage />, { as, at: '/app/search' });
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('What are you looking for?'), `${words}{Enter}`);
  return { asked, user, ...shown };
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forget({});
});

test('what is found says what it is and leads there, and the match is marked', async () => {
  const { container } = await searchFor('badly', { [SEARCH]: pageOf([hit()]) });
  expect(await screen.findByText('badly', { selector: 'mark' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Open' })).toHaveAttribute('href', '/app/journal/e-1');
  expect(await axe(container)).toHaveNoViolations();
});

test('what is looked for is in no address, title or storage', async () => {
  const { history } = await searchFor('panic', { [SEARCH]: pageOf([hit()]) });
  await screen.findByRole('link', { name: 'Open' });
  const kept = [history, document.title, { ...localStorage }, { ...sessionStorage }];
  expect(JSON.stringify(kept)).not.toContain('panic');
});

test('whoever comes back from what they found has it before them again', async () => {
  const { unmount } = await searchFor('badly', { [SEARCH]: pageOf([hit()]) });
  await screen.findByRole('link', { name: 'Open' });
  unmount();
  show(<SearchPage />, { as: 'client' });
  expect(screen.getByLabelText('What are you looking for?')).toHaveValue('badly');
  expect(await screen.findByRole('link', { name: 'Open' })).toBeVisible();
});

test('nothing is asked while the words are typed, and a place narrows what is asked', async () => {
  const queries: URLSearchParams[] = [];
  playApi({
    [SEARCH]: (request) => {
      queries.push(new URL(request.url).searchParams);
      return pageOf([]);
    },
  });
  show(<SearchPage />, { as: 'client' });
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('What are you looking for?'), '  sleep ');
  await user.selectOptions(screen.getByLabelText('Where?'), 'Journal');
  expect(queries).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Search' }));
  expect(await screen.findByText(/Nothing was found/)).toBeVisible();
  expect(queries.map((each) => [each.get('keyword'), each.get('in')])).toEqual([
    ['sleep', 'journals'],
  ]);
});

test('an empty page with more behind it is gone on from by itself', async () => {
  const { asked } = await searchFor('badly', {
    [SEARCH]: (request) => {
      const cursor = new URL(request.url).searchParams.get('cursor');
      if (!cursor) return pageOf([], 'second');
      return cursor === 'second' ? pageOf([], 'third') : pageOf([hit()]);
    },
  });
  expect(await screen.findByText('badly', { selector: 'mark' })).toBeVisible();
  expect(asked).toHaveLength(3);
});

test('who searches too often is told how long to wait', async () => {
  await searchFor('badly', {
    [SEARCH]: {
      ...problem('limits.too_many_requests', 429),
      headers: { 'Retry-After': '20' },
    },
  });
  expect(await screen.findByText('You can search again in 20 seconds.')).toBeVisible();
});

test('a therapist searches clients, and finds a journal with its client', async () => {
  await searchFor(
    'badly',
    {
      'GET /therapists/t-tomasz/search': pageOf([hit()]),
      'GET /therapists/t-tomasz/clients': pageOf([{ clientId: 'c-ada', name: 'Ada' }]),
    },
    'therapist',
  );
  expect(await screen.findByText('Ada')).toBeVisible();
  expect(screen.getByRole('option', { name: 'Client' })).toBeVisible();
  expect(screen.queryByRole('option', { name: 'Therapist' })).toBeNull();
  const link = screen.getByRole('link', { name: 'Open' });
  await waitFor(() => expect(link).toHaveAttribute('href', '/app/clients/c-ada/journal'));
});

test('marks are where they are meant also behind characters outside the basic plane', () => {
  expect(pieces({ ...IN_TEXT, text: '🙂🙂 sleep well', places: [{ start: 3, end: 8 }] })).toEqual([
    { text: '🙂🙂 ', isMatch: false },
    { text: 'sleep', isMatch: true },
    { text: ' well', isMatch: false },
  ]);
});

test('marks that overlap show each character once', () => {
  const places = [
    { start: 0, end: 3 },
    { start: 1, end: 4 },
  ];
  expect(
    pieces({ ...IN_TEXT, text: 'abcdef', places })
      .map((each) => each.text)
      .join(''),
  ).toBe('abcdef');
});

test.each([
  ['client', hit({ what: 'therapist', therapistId: 't-1' }), '/app/therapists/t-1'],
  ['client', hit({ what: 'note', sessionId: 's-1' }), '/app/sessions/s-1'],
  ['therapist', hit({ what: 'addendum', sessionId: 's-1' }), '/app/notes/s-1'],
  ['therapist', hit({ what: 'client' }), '/app/clients/c-ada'],
  ['client', hit({ what: 'message', therapistId: 't-1' }), '/app/messages/c-ada/t-1'],
] as const)('to a %s, a hit leads to where it is (%#)', (role, found, address) => {
  expect(addressOf(found, role)).toBe(address);
});
