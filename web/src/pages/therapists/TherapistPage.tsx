import { Page } from '../../ui';

export default function TherapistPage() {
  return <Page title="TherapistPage">{null}</Page>;
}
