import { Page } from '../../ui';

export default function BookPage() {
  return <Page title="BookPage">{null}</Page>;
}
