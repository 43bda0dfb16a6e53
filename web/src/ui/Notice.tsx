import { useEffect, useRef, type ReactNode } from 'react';
import { useFailureTexts } from '../api/failureTexts';
import type { Failure } from '../api/failure';
import { useTexts } from '../i18n';
import { Button } from './Button';
import styles from './Notice.module.css';
import { Stack } from './Stack';
import { uiTexts } from './texts';

/** Say something that matters on this page. */
export function Notice(props: { tone?: 'info' | 'good' | 'warm' | 'danger'; children: ReactNode }) {
  return (
    <div role="status" className={`${styles.notice} ${styles[props.tone ?? 'info']}`}>
      {props.children}
    </div>
  );
}

/** Say what went wrong, what to do about it, and offer another try where one may help. */
export function FailureNotice(props: { failure: Failure | undefined; onRetry?: () => void }) {
  const t = useTexts(uiTexts);
  const describe = useFailureTexts();
  const box = useRef<HTMLDivElement>(null);
  const { failure } = props;
  useEffect(() => {
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, [failure]);
  if (!failure) return null;
  const { happened, remedy } = describe(failure);
  return (
    <div role="alert" ref={box} className={`${styles.notice} ${styles.danger}`}>
      <Stack gap={2}>
        <p>
          <strong>{happened}</strong> {remedy}
        </p>
        {failure.status >= 500 && failure.requestId && (
          <p className="small">{t.support(failure.requestId)}</p>
        )}
        {props.onRetry && (
          <div>
            <Button onClick={props.onRetry}>{t.retry}</Button>
          </div>
        )}
      </Stack>
    </div>
  );
}
