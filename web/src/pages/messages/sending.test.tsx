import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { wouldLose } from '../../session/drafts';
import { leaveBehind } from '../../session/state';
import { playApi, problem, type Answers } from '../../testing/api';
import { logInAs } from '../../testing/render';
import type { Message } from './history';
import { MESSAGES, mine, open, usual } from './testing';

const write = async (text: string) => {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Your message'), text);
  return user;
};

const sent = (asked: ReturnType<typeof playApi>) =>
  asked.filter((each) => each.call === `POST ${MESSAGES}`);

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => act(() => leaveBehind('asked')));

test('Ctrl and Enter send what was written, Enter alone begins a new line', async () => {
  const messages: Message[] = [];
  const { asked } = open({
    ...usual(messages),
    [`POST ${MESSAGES}`]: () => {
      messages.push(mine({ text: 'one\ntwo' }));
      return { status: 201, body: messages[0] };
    },
  });
  await write('one{Enter}two{Control>}{Enter}{/Control}');
  expect(await screen.findByRole('article')).toHaveTextContent('one two');
  expect(sent(asked).map((each) => each.body)).toEqual([
    { clientId: 'c-ada', therapistId: 't-tomasz', text: 'one\ntwo' },
  ]);
  const box = screen.getByLabelText('Your message');
  expect(box).toHaveValue('');
  expect(box).toHaveFocus();
});

test('a message is there as being sent before the API answers', async () => {
  open({ ...usual([]), [`POST ${MESSAGES}`]: () => new Promise(() => {}) });
  const user = await write('Hello');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(screen.getByText('Hello')).toBeVisible();
  expect(screen.getByText('sending…')).toBeVisible();
});

test('a failed message stays, survives an expired log-in, and goes out again as the same', async () => {
  let isDown = true;
  const answers: Answers = {
    ...usual([]),
    [`POST ${MESSAGES}`]: () =>
      isDown ? problem('table.try_again', 503) : { status: 201, body: mine() },
  };
  const first = open(answers);
  const user = await write('Hello');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Not sent.')).toBeVisible();
  first.unmount();
  act(() => leaveBehind('expired'));
  isDown = false;
  const again = open(answers);
  expect(screen.getByText('Hello')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Send again' }));
  await waitFor(() => expect(screen.queryByText('Hello')).toBeNull());
  const keys = [...sent(first.asked), ...sent(again.asked)].map((each) =>
    each.headers.get('Idempotency-Key'),
  );
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

async function failOnce(text: string) {
  const shown = open({ ...usual([]), [`POST ${MESSAGES}`]: problem('table.try_again', 503) });
  const user = await write(text);
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await screen.findByText('Not sent.');
  return { user, ...shown };
}

test('a failed message can be given up, and the focus is not lost', async () => {
  const { user } = await failOnce('Hello');
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  expect(screen.queryByText('Hello')).toBeNull();
  expect(document.body).not.toHaveFocus();
});

test('somebody else who logs in here ends what the one before could not send', async () => {
  const { unmount } = await failOnce('Hello');
  unmount();
  act(() => leaveBehind('expired'));
  act(() => logInAs('therapist'));
  open(usual([]));
  expect(screen.queryByText('Hello')).toBeNull();
});

test('logging out ends what could not be sent', async () => {
  const { unmount } = await failOnce('Hello');
  unmount();
  act(() => leaveBehind('asked'));
  open(usual([]));
  expect(screen.queryByText('Hello')).toBeNull();
});

test('a message that was not sent is something to lose', async () => {
  await failOnce('Hello');
  expect(wouldLose()).toBe(true);
});

test('a text that is too long is kept whole, told of, and not sent', async () => {
  const { asked } = open(usual([]));
  const user = userEvent.setup();
  const box = await screen.findByLabelText('Your message');
  await user.click(box);
  await user.paste('x'.repeat(5002));
  expect(screen.getByText(/2 characters too many/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(box).toHaveValue('x'.repeat(5002));
  expect(sent(asked)).toEqual([]);
});

test('the characters that are left are counted as the API counts them', async () => {
  open(usual([]));
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText('Your message'));
  await user.paste('🙂'.repeat(4990));
  expect(screen.getByText('10 characters left')).toBeVisible();
});
