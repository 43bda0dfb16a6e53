import { Page } from '../../ui';

export default function FindPage() {
  return <Page title="FindPage">{null}</Page>;
}
