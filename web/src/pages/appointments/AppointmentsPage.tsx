import { Page } from '../../ui';

export default function AppointmentsPage() {
  return <Page title="AppointmentsPage">{null}</Page>;
}
