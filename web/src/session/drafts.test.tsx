import { act, renderHook } from '@testing-library/react';
import { forget, guardDrafts, useDraft } from './drafts';

afterEach(() => forget({}));

const typed = (name: string) => renderHook(() => useDraft(name, '')).result;

function type(text: string) {
  const draft = typed('note');
  act(() => draft.current.set(text));
}

test('what was typed is there again when the page comes back', () => {
  type('It was a long week.');
  expect(typed('note').current).toMatchObject({ value: 'It was a long week.', isTyped: true });
});

test('what was sent is gone', () => {
  const draft = typed('note');
  act(() => draft.current.set('x'));
  act(() => draft.current.clear());
  expect(draft.current).toMatchObject({ value: '', isTyped: false });
});

test('the same person finds what they typed after logging in again, another does not', () => {
  forget({ butOf: 'a-ada' });
  type('mine');
  forget({ butOf: 'a-ada' });
  expect(typed('note').current.value).toBe('mine');
  forget({ butOf: 'a-bob' });
  expect(typed('note').current.value).toBe('');
});

test('closing the page over something typed asks first', () => {
  guardDrafts();
  const close = () => {
    const event = new Event('beforeunload', { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(close()).toBe(false);
  type('x');
  expect(close()).toBe(true);
});
