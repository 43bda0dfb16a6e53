import { useQueryClient } from '@tanstack/react-query';
import { useFailureTexts } from '../../api/failureTexts';
import { useTexts } from '../../i18n';
import { Button, Row, Stack } from '../../ui';
import styles from './messages.module.css';
import { discard, resend, type Outgoing } from './outbox';
import { messageTexts } from './texts';

/** A message that is on its way, or that could not be sent and is kept. */
export function OutgoingView({ message }: { message: Outgoing }) {
  const t = useTexts(messageTexts);
  const describe = useFailureTexts();
  const client = useQueryClient();
  const { failure } = message;
  const again = () => resend(message, () => client.invalidateQueries({ queryKey: ['messages'] }));
  return (
    <div className={`${styles.message} ${styles.mine} ${failure ? styles.failed : ''}`}>
      <Stack gap={2}>
        <p className="typed">{message.text}</p>
        {!failure && (
          <p role="status" className="quiet small">
            {t.sending}
          </p>
        )}
        {failure && (
          <div role="alert">
            <p>
              <strong>{t.failed}</strong> {describe(failure).happened} {describe(failure).remedy}
            </p>
            <Row gap={2}>
              <Button onClick={() => void again()}>{t.retry}</Button>
              <Button kind="quiet" onClick={() => discard(message)}>
                {t.discard}
              </Button>
            </Row>
          </div>
        )}
      </Stack>
    </div>
  );
}
