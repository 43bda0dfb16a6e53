import { act, renderHook, waitFor } from '@testing-library/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { useConditional } from './conditional';
import { Failure } from './failure';
import { queryClient } from './queries';

const CONFLICT = new Failure('state.version_mismatch', 412);

/** A thing of version 3, whose changes are refused as `refusals` say, one after the other. */
function used(refusals: (Failure | undefined)[]) {
  const sent: [string, number][] = [];
  const onDone = jest.fn();
  const hook = renderHook(
    () =>
      useConditional({
        send: async (text: string, version) => {
          sent.push([text, version]);
          const refusal = refusals.shift();
          if (refusal) throw refusal;
        },
        reread: async () => ({ version: 3, text: 'theirs' }),
        onDone,
      }),
    {
      wrapper: ({ children }) => (
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      ),
    },
  );
  return { sent, onDone, result: hook.result };
}

test('a change of the present version is done', async () => {
  const { sent, onDone, result } = used([]);
  await act(() => result.current.save('mine', 3));
  expect(sent).toEqual([['mine', 3]]);
  expect(onDone).toHaveBeenCalledTimes(1);
});

test('after a conflict nothing is overwritten until the person chooses', async () => {
  const { sent, onDone, result } = used([CONFLICT]);
  await act(() => result.current.save('mine', 2));
  expect(result.current.conflict).toEqual({ mine: 'mine', theirs: { version: 3, text: 'theirs' } });
  expect(result.current.failure).toBeUndefined();
  expect(onDone).not.toHaveBeenCalled();
  await act(async () => result.current.keepMine());
  expect(sent.at(-1)).toEqual(['mine', 3]);
  expect(onDone).toHaveBeenCalledTimes(1);
});

test('the other version can be taken', async () => {
  const { sent, result } = used([CONFLICT]);
  await act(() => result.current.save('mine', 2));
  act(() => result.current.dismiss());
  expect(result.current.conflict).toBeUndefined();
  expect(sent).toHaveLength(1);
});

test('another refusal is told as what it is', async () => {
  const { result } = used([new Failure('input.invalid', 422)]);
  await act(() => result.current.save('mine', 2));
  await waitFor(() => expect(result.current.failure?.code).toBe('input.invalid'));
  expect(result.current.conflict).toBeUndefined();
});
