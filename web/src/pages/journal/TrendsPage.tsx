import { Page } from '../../ui';

export default function TrendsPage() {
  return <Page title="TrendsPage">{null}</Page>;
}
