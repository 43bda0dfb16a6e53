import { Failure } from '../../api/failure';
import { Autosave, type Saving } from './autosave';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const OFFLINE = new Failure('site.unreachable', 0);
const CONFLICT = new Failure('state.version_mismatch', 412);

/** Note what is sent and said; `answers` are played one after the other, then all is well. */
function watched(answers: (Failure | Promise<void>)[] = []) {
  const sent: string[] = [];
  const said: Saving['state'][] = [];
  const autosave = new Autosave<string>(
    async (text) => {
      sent.push(text);
      const answer = answers.shift();
      if (answer instanceof Failure) throw answer;
      await answer;
    },
    ({ state }) => said.push(state),
  );
  return { sent, said, autosave };
}

test('what is typed is saved once, after a pause', async () => {
  const { sent, said, autosave } = watched();
  for (const text of ['a', 'ab', 'abc']) autosave.change(text);
  await jest.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([]);
  await jest.advanceTimersByTimeAsync(500);
  expect(sent).toEqual(['abc']);
  expect(said.at(-1)).toBe('saved');
});

test('there are never two saves at once, and the newest text is last', async () => {
  let finish = () => {};
  const slow = new Promise<void>((done) => (finish = done));
  const { sent, said, autosave } = watched([slow]);
  autosave.change('first');
  await jest.advanceTimersByTimeAsync(1500);
  autosave.change('second');
  autosave.change('third');
  await jest.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(['first']);
  finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(['first', 'third']);
  expect(said.at(-1)).toBe('saved');
});

test('a lost connection keeps the text, and it is tried again by itself', async () => {
  const { sent, said, autosave } = watched([OFFLINE, OFFLINE]);
  autosave.change('kept');
  await jest.advanceTimersByTimeAsync(1500);
  expect(said.at(-1)).toBe('waiting');
  await jest.advanceTimersByTimeAsync(2000);
  expect(sent).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(4000);
  expect(sent).toEqual(['kept', 'kept', 'kept']);
  expect(said.at(-1)).toBe('saved');
});

test('another version stops it, until the person has chosen', async () => {
  const { sent, said, autosave } = watched([CONFLICT]);
  autosave.change('mine');
  await jest.advanceTimersByTimeAsync(1500);
  autosave.change('mine, too');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(['mine']);
  expect(said.at(-1)).toBe('stopped');
  autosave.resume();
  await jest.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(['mine', 'mine, too']);
});

test('flushing tells whether the server has everything', async () => {
  const { autosave, sent } = watched([OFFLINE]);
  autosave.change('text');
  expect(await autosave.flush()).toBe(false);
  expect(await autosave.flush()).toBe(true);
  expect(sent).toEqual(['text', 'text']);
});

test('what is given up is not sent', async () => {
  const { autosave, sent, said } = watched([CONFLICT]);
  autosave.change('mine');
  await jest.advanceTimersByTimeAsync(1500);
  autosave.drop();
  autosave.resume();
  await jest.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(['mine']);
  expect(said.at(-1)).toBe('idle');
});
