import { Page } from '../../ui';

export default function ConversationsPage() {
  return <Page title="ConversationsPage">{null}</Page>;
}
