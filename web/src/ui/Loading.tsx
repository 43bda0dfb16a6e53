import { useEffect, useState } from 'react';
import { useTexts } from '../i18n';
import styles from './Loading.module.css';
import { uiTexts } from './texts';

/** Show that something is on its way; not before it takes long enough to be noticed. */
export function Loading({ text }: { text?: string }) {
  const t = useTexts(uiTexts);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p role="status" className={styles.loading}>
      {isLong && (
        <>
          <span className={styles.dots} aria-hidden="true" />
          {text ?? t.loading}
        </>
      )}
    </p>
  );
}
