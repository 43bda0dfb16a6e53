import { answered, api, type Schemas } from '../../api/client';
import { usePaged } from '../../api/queries';

export type Conversation = Schemas['ConversationAnswer'];

/** How often conversations are looked for while the page is in front, in milliseconds. */
const RHYTHM = 30_000;

/** The conversations of who is logged in, the last one to be written in first. */
export const useConversations = () =>
  usePaged(
    ['conversations'],
    (cursor) =>
      answered(
        api.GET('/conversations', { params: { query: { limit: 50, ...(cursor && { cursor }) } } }),
      ),
    { refetchInterval: RHYTHM },
  );

/** How many messages wait to be read. */
export const useUnread = (): number => unreadOf(useConversations().items);

export const unreadOf = (conversations: readonly Conversation[]): number =>
  conversations.reduce((sum, each) => sum + each.unread, 0);
