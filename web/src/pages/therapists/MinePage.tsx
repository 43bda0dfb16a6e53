import { Page } from '../../ui';

export default function MinePage() {
  return <Page title="MinePage">{null}</Page>;
}
