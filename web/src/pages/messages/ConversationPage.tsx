import { Page } from '../../ui';

export default function ConversationPage() {
  return <Page title="ConversationPage">{null}</Page>;
}
