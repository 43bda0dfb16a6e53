import { Page } from '../../ui';

export default function ClientPage() {
  return <Page title="ClientPage">{null}</Page>;
}
