import { createStore, useStore } from '../store';
import styles from './announce.module.css';

const said = createStore<{ text: string; id: number } | undefined>(undefined);
let last = 0;

/** Say shortly that something was done: read aloud, and seen for six seconds. */
export function announce(text: string): void {
  const id = ++last;
  said.set({ text, id });
  setTimeout(() => {
    if (said.get()?.id === id) said.set(undefined);
  }, 6000);
}

/** Where announcements appear; once in the site. */
export function Announcements() {
  const now = useStore(said);
  return (
    <div role="status" aria-live="polite" className={styles.place}>
      {now && (
        <p key={now.id} className={styles.said}>
          {now.text}
        </p>
      )}
    </div>
  );
}
