import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { leaveBehind } from '../../session/state';
import { pageOf, problem } from '../../testing/api';
import { MARK, MESSAGES, message, mine, ONE, open, related, usual } from './testing';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => act(() => leaveBehind('asked')));

test('messages stand by time, the latest last, marked as read by the other side', async () => {
  const { asked, container } = open(usual([message(), mine()]));
  const log = await screen.findByRole('log');
  const articles = await within(log).findAllByRole('article');
  expect(articles.map((each) => each.textContent)).toEqual([
    expect.stringContaining('How was your week?'),
    expect.stringContaining('Better.'),
  ]);
  expect(await within(log).findByText(/· read/)).toBeVisible();
  await screen.findByRole('heading', { name: 'Conversation with Tomasz' });
  await waitFor(() =>
    expect(asked.find((each) => each.call === MARK)?.body).toEqual({ messageId: 'm-2' }),
  );
  expect(document.title).not.toContain('Tomasz');
  expect(await axe(container)).toHaveNoViolations();
});

test('where contact is closed, that is said in place of the box', async () => {
  open({ ...usual([message()]), 'GET /clients/c-ada/therapists': related('closed') });
  expect(await screen.findByText(/can’t write to each other now/)).toBeVisible();
  expect(screen.queryByLabelText('Your message')).toBeNull();
});

test('a lost connection is not taken for closed contact', async () => {
  open({ ...usual([message()]), 'GET /clients/c-ada/therapists': problem('table.try_again', 503) });
  await screen.findByText('How was your week?');
  expect(screen.queryByText(/can’t write to each other now/)).toBeNull();
  expect(screen.getByLabelText('Your message')).toBeVisible();
});

test('earlier messages come with the cursor, above the others', async () => {
  open({
    ...usual([]),
    [`GET ${MESSAGES}`]: (request) =>
      new URL(request.url).searchParams.get('cursor') === 'older'
        ? pageOf([message()])
        : pageOf([mine()], 'older'),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Show earlier messages' }));
  await screen.findByText('How was your week?');
  const articles = screen.getAllByRole('article').map((each) => each.textContent);
  expect(articles[0]).toContain('How was your week?');
  expect(articles[1]).toContain('Better.');
});

test('editing a message that changed meanwhile shows both, and saves over it when one chooses', async () => {
  const versions: (string | null)[] = [];
  open({
    ...usual([mine()]),
    [`GET ${ONE}`]: { body: mine({ text: 'Worse.', version: 2 }) },
    [`PATCH ${ONE}`]: (request) => {
      versions.push(request.headers.get('If-Match'));
      return versions.length === 1
        ? problem('state.version_mismatch', 412)
        : { body: mine({ version: 3 }) };
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  await user.type(within(screen.getByRole('dialog')).getByLabelText('Your message'), ' Really.');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Worse.')).toBeVisible();
  expect(screen.getByText('Better. Really.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(versions).toEqual(['"1"', '"2"']);
});

test('what is older than a quarter of an hour or of the other side can’t be edited', async () => {
  open(
    usual([
      message(),
      mine({ sentAt: '2026-03-02T10:00:00Z', editableUntil: '2026-03-02T10:15:00Z' }),
    ]),
  );
  await screen.findByText('Better.');
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1);
});

test('a deleted message stays to be seen as deleted, and takes the focus', async () => {
  const messages = [mine()];
  open({
    ...usual(messages),
    [`DELETE ${ONE}`]: () => {
      messages[0] = mine({ text: null, deletedAt: '2026-03-02T10:00:00Z', version: 2 });
      return { status: 204 };
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Delete' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('This message was deleted.')).toBeVisible();
  expect(screen.queryByText('Better.')).toBeNull();
  expect(screen.getByRole('article')).toHaveFocus();
});
