import { Page } from '../../ui';

export default function PublishPage() {
  return <Page title="PublishPage">{null}</Page>;
}
