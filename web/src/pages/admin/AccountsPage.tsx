import { Page } from '../../ui';

export default function AccountsPage() {
  return <Page title="AccountsPage">{null}</Page>;
}
