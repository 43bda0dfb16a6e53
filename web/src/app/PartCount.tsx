import { useTexts } from '../i18n';
import { useUnread } from '../pages/messages/unread';
import { useWaiting } from '../pages/requests/waiting';
import styles from './Layout.module.css';
import type { Part } from './parts';
import { appTexts } from './texts';

/** How much waits in a part of the site, where something can. */
export function PartCount({ name }: { name: Part['name'] }) {
  if (name === 'messages') return <Unread />;
  if (name === 'requests') return <Waiting />;
  return null;
}

const Unread = () => <Count many={useUnread()} />;
const Waiting = () => <Count many={useWaiting()} />;

function Count({ many }: { many: number }) {
  const t = useTexts(appTexts);
  if (!many) return null;
  return (
    <span className={styles.count}>
      {many} <span className="aside">{t.waiting}</span>
    </span>
  );
}
