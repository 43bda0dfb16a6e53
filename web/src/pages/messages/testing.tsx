import { Route } from 'wouter';
import { pageOf, playApi, type Answers } from '../../testing/api';
import { show } from '../../testing/render';
import ConversationPage from './ConversationPage';
import type { Message } from './history';

export const MESSAGES = '/messages';
export const ONE = '/messages/c-ada/t-tomasz/m-2';
export const MARK = 'PUT /conversations/c-ada/t-tomasz/read-marker';

export const message = (more: Partial<Message> = {}): Message => ({
  clientId: 'c-ada',
  therapistId: 't-tomasz',
  messageId: 'm-1',
  sender: 'therapist',
  sentAt: '2026-03-02T09:00:00Z',
  text: 'How was your week?',
  editedAt: null,
  deletedAt: null,
  editableUntil: new Date(Date.now() + 600_000).toISOString(),
  version: 1,
  ...more,
});

export const mine = (more: Partial<Message> = {}) =>
  message({
    messageId: 'm-2',
    sender: 'client',
    sentAt: new Date().toISOString(),
    text: 'Better.',
    ...more,
  });

export const related = (contact: 'open' | 'closed') =>
  pageOf([
    {
      therapistId: 't-tomasz',
      name: 'Tomasz',
      between: { contact, mapping: 'active', journalAccess: 'none' },
    },
  ]);

const conversation = {
  clientId: 'c-ada',
  therapistId: 't-tomasz',
  lastMessageId: 'm-2',
  lastSender: 'client',
  lastAt: '2026-03-02T09:00:00Z',
  lastText: 'Better.',
  unread: 0,
  readTo: 'm-1',
  otherReadTo: 'm-2',
};

/** What the API answers where nothing is out of the ordinary. */
export const usual = (messages: Message[]): Answers => ({
  [`GET ${MESSAGES}`]: () => pageOf(messages.toReversed()),
  'GET /clients/c-ada/therapists': related('open'),
  'GET /conversations': pageOf([conversation]),
  [MARK]: { body: {} },
});

/** Show the conversation as its client sees it. */
export function open(answers: Answers) {
  const asked = playApi(answers);
  const shown = show(
    <Route path="/app/messages/:clientId/:therapistId" component={ConversationPage} />,
    { as: 'client', at: '/app/messages/c-ada/t-tomasz' },
  );
  return { asked, ...shown };
}
