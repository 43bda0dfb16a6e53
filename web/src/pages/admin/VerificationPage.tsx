import { Page } from '../../ui';

export default function VerificationPage() {
  return <Page title="VerificationPage">{null}</Page>;
}
