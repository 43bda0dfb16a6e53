import { Page } from '../../ui';

export default function HomePage() {
  return <Page title="HomePage">{null}</Page>;
}
