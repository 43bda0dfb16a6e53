import { Page } from '../../ui';

export default function NotePage() {
  return <Page title="NotePage">{null}</Page>;
}
