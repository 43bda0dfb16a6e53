import { Page } from '../../ui';

export default function SignUpPage() {
  return <Page title="SignUpPage">{null}</Page>;
}
