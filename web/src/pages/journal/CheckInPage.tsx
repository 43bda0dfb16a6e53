import { Page } from '../../ui';

export default function CheckInPage() {
  return <Page title="CheckInPage">{null}</Page>;
}
