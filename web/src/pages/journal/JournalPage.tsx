import { Page } from '../../ui';

export default function JournalPage() {
  return <Page title="JournalPage">{null}</Page>;
}
