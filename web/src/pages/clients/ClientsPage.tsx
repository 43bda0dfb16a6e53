import { Page } from '../../ui';

export default function ClientsPage() {
  return <Page title="ClientsPage">{null}</Page>;
}
