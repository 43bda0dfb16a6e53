import { Page } from '../../ui';

export default function MonthPage() {
  return <Page title="MonthPage">{null}</Page>;
}
