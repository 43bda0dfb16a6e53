import { Page } from '../../ui';

export default function SessionPage() {
  return <Page title="SessionPage">{null}</Page>;
}
