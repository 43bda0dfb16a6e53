import { Page } from '../../ui';

export default function RequestsPage() {
  return <Page title="RequestsPage">{null}</Page>;
}
