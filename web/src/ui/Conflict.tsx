import type { ReactNode } from 'react';
import { useTexts } from '../i18n';
import { Button } from './Button';
import styles from './Conflict.module.css';
import { Dialog } from './Dialog';
import { Row } from './Stack';
import { uiTexts } from './texts';

interface Props {
  mine: ReactNode;
  theirs: ReactNode;
  busy?: boolean;
  /** Save mine with the version that is there now. */
  onKeepMine(): void;
  /** Give mine up, and show what is there now. */
  onTakeTheirs(): void;
  onClose(): void;
}

/** Show both versions after a conditional write was refused, and let the person choose. */
export function Conflict(props: Props) {
  const t = useTexts(uiTexts).conflict;
  return (
    <Dialog title={t.title} onClose={props.onClose}>
      <p>{t.text}</p>
      <div className={styles.versions}>
        <section>
          <h3>{t.mine}</h3>
          <div className={styles.version}>{props.mine}</div>
        </section>
        <section>
          <h3>{t.theirs}</h3>
          <div className={styles.version}>{props.theirs}</div>
        </section>
      </div>
      <Row>
        <Button kind="main" busy={props.busy ?? false} onClick={props.onKeepMine}>
          {t.keepMine}
        </Button>
        <Button onClick={props.onTakeTheirs}>{t.takeTheirs}</Button>
      </Row>
    </Dialog>
  );
}
