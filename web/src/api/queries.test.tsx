import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { pageOf, playApi, problem, type Asked } from '../testing/api';
import { show } from '../testing/render';
import { FailureNotice, PagedList } from '../ui';
import { answered, api, once } from './client';
import { useAction, usePaged } from './queries';

function Sender() {
  const [text, setText] = useState('Hello');
  const sending = useAction(
    (message: string, key: string) =>
      answered(
        api.POST('/messages', {
          body: { clientId: 'c', therapistId: 't', text: message },
          params: { header: once(key) },
        }),
      ),
    { changes: [['messages']] },
  );
  return (
    <>
      <input aria-label="Text" value={text} onChange={(event) => setText(event.target.value)} />
      <button onClick={() => void sending.run(text)}>Send</button>
      <FailureNotice failure={sending.failure} />
    </>
  );
}

const keys = (asked: Asked[]) => asked.map((each) => each.headers.get('Idempotency-Key'));
const send = () => act(async () => screen.getByText('Send').click());

test('the same values are tried again under the same key, so that nothing is made twice', async () => {
  const asked = playApi({ 'POST /messages': problem('table.try_again', 503) });
  show(<Sender />, { as: 'client' });
  await send();
  await send();
  const [first, second] = keys(asked);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toBe(first);
});

test('other values, and the same ones once they are done, get another key', async () => {
  const asked = playApi({ 'POST /messages': { status: 201, body: {} } });
  show(<Sender />, { as: 'client' });
  await send();
  await send();
  await userEvent.type(screen.getByLabelText('Text'), '!');
  await send();
  expect(new Set(keys(asked)).size).toBe(3);
});

test('what failed says what to do next', async () => {
  playApi({});
  show(<Sender />, { as: 'client' });
  await send();
  expect(await screen.findByRole('alert')).toHaveTextContent('Try again once you are online');
});

function Names() {
  const list = usePaged(['names'], (cursor) =>
    answered(api.GET('/therapists', { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <PagedList list={list} label="Names" keyOf={(each) => each.therapistId} empty="Nobody yet">
      {(each) => each.name}
    </PagedList>
  );
}

test('a list goes on behind its first page', async () => {
  const of = (name: string) => ({ therapistId: name, name });
  playApi({
    'GET /therapists': (request) =>
      new URL(request.url).searchParams.get('cursor') === 'next'
        ? pageOf([of('Bea')])
        : pageOf([of('Ann')], 'next'),
  });
  show(<Names />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
  expect(screen.queryByRole('button')).toBeNull();
});

test('an empty list has its first-time text', async () => {
  playApi({ 'GET /therapists': pageOf([]) });
  show(<Names />, { as: 'client' });
  expect(await screen.findByText('Nobody yet')).toBeVisible();
});

test('a list that could not be read is read again when asked', async () => {
  let tried = 0;
  playApi({
    'GET /therapists': () => (tried++ ? pageOf([]) : problem('server.error', 500)),
  });
  show(<Names />, { as: 'client' });
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Nobody yet')).toBeVisible();
});
