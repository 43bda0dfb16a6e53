import { Page } from '../../ui';

export default function EntryPage() {
  return <Page title="EntryPage">{null}</Page>;
}
