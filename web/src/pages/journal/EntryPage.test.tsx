import { focusManager } from '@tanstack/react-query';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route } from 'wouter';
import { forget } from '../../session/drafts';
import { pageOf, playApi, problem, type Answers } from '../../testing/api';
import { anEntry, VOCABULARY } from '../../testing/entities';
import { show } from '../../testing/render';
import EntryPage from './EntryPage';

const PATH = '/journals/c-ada/e-1';
const page = (
  <Route path="/app/journal/:entryId">
    <EntryPage />
  </Route>
);
const open = () => show(page, { as: 'client', at: '/app/journal/e-1' });
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

/** An entry that another tab changes by `changed()`; writes on an older version are refused. */
function playEntry() {
  let entry = anEntry({ words: 'Old.' });
  const conditional = (answer: () => ReturnType<typeof problem>) => (request: Request) =>
    request.headers.get('If-Match') === `"${entry.version}"`
      ? answer()
      : problem('state.version_mismatch', 412);
  const answers: Answers = {
    'GET /feelings': { body: VOCABULARY },
    'GET /journals/c-ada/access': pageOf([]),
    [`GET ${PATH}`]: () => ({ body: entry }),
    [`PATCH ${PATH}`]: conditional(() => ({ body: { ...entry, version: entry.version + 1 } })),
    [`DELETE ${PATH}`]: conditional(() => ({ status: 204 })),
  };
  const asked = playApi(answers);
  return {
    conditionsOf: (method: string) =>
      asked
        .filter((each) => each.call === `${method} ${PATH}`)
        .map((each) => each.headers.get('If-Match')),
    changed: (change: Parameters<typeof anEntry>[0]) => {
      entry = anEntry({ ...change, version: entry.version + 1 });
    },
  };
}

async function type(words: string) {
  const field = await screen.findByLabelText(/Anything to say/);
  await userEvent.clear(field);
  await userEvent.type(field, words);
}

/** Come back to this tab, where what is shown is read anew. */
async function comeBack() {
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_000);
  await act(async () => {
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    await new Promise((done) => setTimeout(done, 50));
  });
}

afterEach(() => {
  forget({});
  focusManager.setFocused(undefined);
  jest.restoreAllMocks();
});

test('what another tab saved meanwhile is never overwritten unseen', async () => {
  const entry = playEntry();
  open();
  await press('Edit');
  await type('Mine.');
  entry.changed({ words: 'Theirs.' });
  await comeBack();
  await press('Save');
  expect(await screen.findByRole('dialog')).toHaveTextContent(/Mine\.[^]*Theirs\./);
  expect(entry.conditionsOf('PATCH')).toEqual(['"1"']);
  await press('Save mine over it');
  expect(entry.conditionsOf('PATCH')).toEqual(['"1"', '"2"']);
});

test('two versions that differ in privacy alone are told apart', async () => {
  const entry = playEntry();
  open();
  await press('Edit');
  await type('Old.');
  entry.changed({ words: 'Old.', private: true });
  await press('Save');
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getAllByText('Private')).toHaveLength(1);
});

test('a deletion that was refused shows what was changed, and can be confirmed', async () => {
  const entry = playEntry();
  const { history } = open();
  await press('Delete');
  entry.changed({ words: 'Theirs.' });
  await press('Delete the entry');
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText('Theirs.')).toBeVisible();
  expect(dialog.getByText(/changed in the meantime/)).toBeVisible();
  await press('Delete the entry');
  expect(entry.conditionsOf('DELETE')).toEqual(['"1"', '"2"']);
  expect(history.at(-1)).toBe('/app/journal');
});

test('a change that was begun goes on where it was left', async () => {
  playEntry();
  const { unmount } = open();
  await press('Edit');
  await type('Half a sent');
  unmount();
  open();
  expect(await screen.findByLabelText(/Anything to say/)).toHaveValue('Half a sent');
});

test('the focus goes to the heading when a change begins and when it ends', async () => {
  playEntry();
  const { container } = open();
  await press('Edit');
  expect(screen.getByRole('heading', { name: /March/ })).toHaveFocus();
  await screen.findByLabelText(/Anything to say/);
  expect(await axe(container)).toHaveNoViolations();
  await press('Cancel');
  expect(screen.getByRole('heading', { name: /March/ })).toHaveFocus();
});

test('an entry that is not there says so', async () => {
  playApi({ [`GET ${PATH}`]: problem('access.not_found', 404) });
  open();
  expect(await screen.findByRole('alert')).toBeVisible();
});
