import { Page } from '../../ui';

export default function CalendarPage() {
  return <Page title="CalendarPage">{null}</Page>;
}
