import { Page } from '../../ui';

export default function SearchPage() {
  return <Page title="SearchPage">{null}</Page>;
}
