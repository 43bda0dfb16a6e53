import { Page } from '../../ui';

export default function NotesPage() {
  return <Page title="NotesPage">{null}</Page>;
}
