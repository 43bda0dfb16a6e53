import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTexts } from '../i18n';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { FailureNotice } from './Notice';
import { Row, Stack } from './Stack';
import { uiTexts } from './texts';
import type { Failure } from '../api/failure';

interface Props {
  title: ReactNode;
  children: ReactNode;
  /** Called by the close button and Escape. Without it there is no way out but the content's. */
  onClose?: () => void;
}

/** A dialog over the page; it is open for as long as it is rendered, and gives the focus back. */
export function Dialog({ title, children, onClose }: Props) {
  const t = useTexts(uiTexts);
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    const opener = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={id}
      className={styles.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <Stack>
        <div className={styles.head}>
          <h2 id={id}>{title}</h2>
          {onClose && (
            <Button kind="quiet" aria-label={t.close} onClick={onClose}>
              <X aria-hidden="true" size={20} />
            </Button>
          )}
        </div>
        {children}
      </Stack>
    </dialog>
  );
}

interface ConfirmProps {
  title: ReactNode;
  children?: ReactNode;
  /** What is done, as a verb: "Delete the entry". */
  action: string;
  danger?: boolean;
  busy?: boolean;
  failure?: Failure | undefined;
  onConfirm(): void;
  onClose(): void;
}

/** Ask before something that can't be taken back. */
export function Confirm(props: ConfirmProps) {
  const t = useTexts(uiTexts);
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {props.children}
      <FailureNotice failure={props.failure} />
      <Row>
        <Button
          kind={props.danger ? 'danger' : 'main'}
          busy={props.busy ?? false}
          onClick={props.onConfirm}
        >
          {props.action}
        </Button>
        <Button onClick={props.onClose}>{t.cancel}</Button>
      </Row>
    </Dialog>
  );
}
