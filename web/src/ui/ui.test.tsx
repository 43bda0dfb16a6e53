import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useState } from 'react';
import { Failure } from '../api/failure';
import { show } from '../testing/render';
import {
  announce,
  Announcements,
  Button,
  CheckField,
  Choice,
  Confirm,
  Conflict,
  FailureNotice,
  SelectField,
  TextArea,
  TextField,
  type Option,
} from '.';

test('a field that is wrong says so to everybody', async () => {
  const { container } = show(
    <form>
      <TextField
        label="Name"
        hint="As you like to be called"
        error="Too long"
        optional="optional"
      />
      <TextArea label="Words" />
      <SelectField label="Zone">
        <option>UTC</option>
      </SelectField>
      <CheckField label="Private" hint="Nobody reads it" />
    </form>,
  );
  const name = screen.getByLabelText(/Name/);
  expect(name).toBeInvalid();
  expect(name).toHaveAccessibleDescription('As you like to be called Too long');
  expect(screen.getByLabelText('Private')).toHaveAccessibleDescription('Nobody reads it');
  expect(await axe(container)).toHaveNoViolations();
});

function Colours() {
  const [value, setValue] = useState<'red' | 'blue'>();
  const options: readonly Option<'red' | 'blue'>[] = [
    { value: 'red', label: 'Red' },
    { value: 'blue', label: 'Blue', hint: 'As the sea' },
  ];
  return (
    <Choice legend="Colour" options={options} value={value} onChange={setValue} error="Choose" />
  );
}

test('a text that is too long is kept whole and told of', async () => {
  const Words = () => {
    const [value, set] = useState('');
    return <TextArea label="Words" most={5} value={value} onChange={(e) => set(e.target.value)} />;
  };
  show(<Words />);
  const box = screen.getByLabelText('Words');
  await userEvent.click(box);
  await userEvent.paste('1234567');
  expect(box).toHaveValue('1234567');
  expect(box).toHaveAccessibleDescription(/2 characters too many/);
});

test('one of several is chosen with the keyboard alone', async () => {
  const { container } = show(<Colours />);
  expect(screen.getByRole('group', { name: 'Colour' })).toHaveAccessibleDescription('Choose');
  await userEvent.tab();
  await userEvent.keyboard(' ');
  expect(screen.getByLabelText('Red')).toBeChecked();
  await userEvent.keyboard('{ArrowDown}');
  expect(screen.getByLabelText(/Blue/)).toBeChecked();
  expect(await axe(container)).toHaveNoViolations();
});

test('what is under way can not be done twice', async () => {
  const done = jest.fn();
  show(
    <Button busy onClick={done}>
      Save
    </Button>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(done).not.toHaveBeenCalled();
  expect(screen.getByRole('button')).toHaveAttribute('aria-busy', 'true');
});

test('both versions are shown, and the person chooses', async () => {
  const choices = { onKeepMine: jest.fn(), onTakeTheirs: jest.fn(), onClose: jest.fn() };
  const { container } = show(<Conflict mine="my words" theirs="other words" {...choices} />);
  expect(screen.getByRole('dialog')).toHaveTextContent(/my words.*other words/);
  await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await userEvent.click(screen.getByRole('button', { name: 'Take the other' }));
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  for (const choice of Object.values(choices)) expect(choice).toHaveBeenCalledTimes(1);
  expect(await axe(container)).toHaveNoViolations();
});

test('what can not be taken back is asked about, and a refusal is shown there', async () => {
  const onConfirm = jest.fn();
  const onClose = jest.fn();
  const failure = new Failure('requests.closed', 409);
  show(
    <Confirm title="Delete it?" action="Delete" danger {...{ onConfirm, onClose, failure }}>
      <p>For good.</p>
    </Confirm>,
  );
  expect(screen.getByRole('alert')).toHaveTextContent('was answered or has expired');
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onConfirm, onClose].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});

test('an error of the service names the request that the practice can look for', () => {
  const failure = new Failure('server.error', 500, { requestId: 'r-42' });
  show(<FailureNotice failure={failure} />);
  expect(screen.getByRole('alert')).toHaveTextContent('tell them: r-42');
});

test('what was done is said, and goes away by itself', () => {
  jest.useFakeTimers();
  show(<Announcements />);
  act(() => announce('Saved'));
  expect(screen.getByRole('status')).toHaveTextContent('Saved');
  act(() => jest.advanceTimersByTime(6000));
  expect(screen.getByRole('status')).toBeEmptyDOMElement();
  jest.useRealTimers();
});
