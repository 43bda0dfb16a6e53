import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import { pageOf, playApi, problem } from '../../testing/api';
import { show } from '../../testing/render';
import ConversationsPage from './ConversationsPage';
import { useUnread, type Conversation } from './unread';

const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  clientId: 'c-ada',
  therapistId: 't-tomasz',
  lastMessageId: 'm-2',
  lastSender: 'client',
  lastAt: '2026-03-02T09:00:00Z',
  lastText: 'Better.',
  unread: 0,
  readTo: null,
  otherReadTo: null,
  ...more,
});

const therapist = (therapistId: string, name: string, contact = 'open') => ({
  therapistId,
  name,
  between: { contact, mapping: 'active', journalAccess: 'none' },
});

const RELATED = [
  therapist('t-tomasz', 'Tomasz'),
  therapist('t-ines', 'Inês'),
  therapist('t-olga', 'Olga', 'closed'),
];

const play = (conversations: Conversation[]) =>
  playApi({
    'GET /conversations': pageOf(conversations),
    'GET /clients/c-ada/therapists': pageOf(RELATED),
  });

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test('a conversation says with whom it is, how it goes on, and in words what is unread', async () => {
  play([conversation({ lastSender: 'therapist', lastText: 'See you.', unread: 2 })]);
  const { container } = show(<ConversationsPage />, { as: 'client' });
  const link = await screen.findByRole('link', { name: 'Tomasz' });
  expect(link).toHaveAttribute('href', '/app/messages/c-ada/t-tomasz');
  expect(screen.getByText('See you.')).toBeVisible();
  expect(screen.getByText('2 unread messages')).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});

test('a last message of one’s own says so, and a deleted one shows no text', async () => {
  play([conversation({ lastText: null })]);
  show(<ConversationsPage />, { as: 'client' });
  expect(await screen.findByText(/This message was deleted/)).toHaveTextContent('You:');
});

test('one can begin with whom contact is open and nothing was written yet, and with nobody else', async () => {
  play([conversation()]);
  show(<ConversationsPage />, { as: 'client' });
  await screen.findByRole('heading', { name: 'Begin a conversation' });
  await screen.findByRole('link', { name: 'Tomasz' });
  const links = screen.getAllByRole('link').map((each) => each.getAttribute('href'));
  expect(links).toEqual(['/app/messages/c-ada/t-tomasz', '/app/messages/c-ada/t-ines']);
});

test('a therapist begins with the clients whom contact is open to', async () => {
  playApi({
    'GET /conversations': pageOf([]),
    'GET /therapists/t-tomasz/clients': pageOf([
      { clientId: 'c-ada', name: 'Ada', between: { contact: 'open' } },
    ]),
  });
  show(<ConversationsPage />, { as: 'therapist' });
  const link = await screen.findByRole('link', { name: 'Ada' });
  expect(link).toHaveAttribute('href', '/app/messages/c-ada/t-tomasz');
  expect(screen.getByText(/No conversation yet/)).toBeVisible();
});

test('a list that could not be read says what to do and offers another try', async () => {
  playApi({
    'GET /conversations': problem('table.try_again', 503),
    'GET /clients/c-ada/therapists': pageOf([]),
  });
  show(<ConversationsPage />, { as: 'client' });
  expect(await screen.findByText(/The service is busy/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('the navigation’s count is the sum of what is unread', async () => {
  play([conversation({ unread: 2 }), conversation({ therapistId: 't-ines', unread: 3 })]);
  const Count = () => <output>{useUnread()}</output>;
  show(<Count />, { as: 'client' });
  expect(await screen.findByText('5')).toBeVisible();
});
