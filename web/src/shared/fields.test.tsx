import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useState } from 'react';
import { show } from '../testing/render';
import { errorOf, expertiseOf, textOf } from './expertise';
import { ExpertiseField } from './ExpertiseField';
import { NewPasswordField } from './NewPasswordField';
import { strengthOf } from './password';

function Works({ onChange }: { onChange(works: string[]): void }) {
  const [text, setText] = useState(textOf(['grief']));
  const change = (next: string) => {
    setText(next);
    onChange(expertiseOf(next));
  };
  return <ExpertiseField value={text} wrong={{ 'expertise.0': 'Too long' }} onChange={change} />;
}

test('fields of work are listed by comma and Enter, taken away, and count while still typed', async () => {
  const onChange = jest.fn();
  const { container } = show(<Works onChange={onChange} />);
  const box = screen.getByLabelText(/What you work on/, { selector: 'input' });
  expect(box).toHaveAccessibleDescription(/Too long/);
  await userEvent.type(box, 'anxiety,burnout{Enter}grief,sleep');
  expect(screen.getAllByRole('listitem').map((each) => each.textContent)).toEqual([
    'grief',
    'anxiety',
    'burnout',
  ]);
  expect(onChange).toHaveBeenLastCalledWith(['grief', 'anxiety', 'burnout', 'sleep']);
  await userEvent.click(screen.getByRole('button', { name: 'Remove anxiety' }));
  expect(box).toHaveFocus();
  expect(onChange).toHaveBeenLastCalledWith(['grief', 'burnout', 'sleep']);
  expect(await axe(container)).toHaveNoViolations();
});

test('pasting several fields of work at once lists each of them', () => {
  expect(expertiseOf('grief, anxiety ,, grief')).toEqual(['grief', 'anxiety']);
});

test('only what is wrong with the fields of work is said there', () => {
  expect(errorOf({ location: 'missing' })).toBeUndefined();
  expect(errorOf({ expertise: 'missing' })).toBe('missing');
});

test.each([
  ['', { is: 'empty' }],
  ['short', { is: 'short', missing: 7 }],
  ['🙂🙂🙂🙂🙂🙂', { is: 'short', missing: 6 }],
  ['abcdabcdabcd', { is: 'monotonous' }],
  ['abcdeabcdeab', { is: 'enough' }],
  ['correct horse battery', { is: 'strong' }],
])('the password %j is told how far it is by the rule of the API', (password, strength) => {
  expect(strengthOf(password)).toEqual(strength);
});

function Password() {
  const [value, setValue] = useState('');
  return <NewPasswordField label="Password" error={undefined} value={value} onChange={setValue} />;
}

test('a new password tells its rule before, and is shown only on demand', async () => {
  show(<Password />);
  const box = screen.getByLabelText('Password');
  expect(box).toHaveAccessibleDescription(/At least 12 characters/);
  expect(box).toHaveAttribute('autocomplete', 'new-password');
  await userEvent.type(box, 'abc');
  expect(screen.getByRole('status')).toHaveTextContent('9 more');
  expect(box).toHaveAttribute('type', 'password');
  await userEvent.click(screen.getByLabelText('Show the password'));
  expect(box).toHaveAttribute('type', 'text');
});
