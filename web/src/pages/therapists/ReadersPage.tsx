import { Page } from '../../ui';

export default function ReadersPage() {
  return <Page title="ReadersPage">{null}</Page>;
}
