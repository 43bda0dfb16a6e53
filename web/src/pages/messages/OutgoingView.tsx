import { useQueryClient } from '@tanstack/react-query';
import { UNREACHABLE } from '../../api/failure';
import { useFailureTexts } from '../../api/failureTexts';
import { useTexts } from '../../i18n';
import { Button, Row, Stack } from '../../ui';
import styles from './messages.module.css';
import { discard, readAnew, resend, type Outgoing } from './outbox';
import { messageTexts } from './texts';

interface Props {
  message: Outgoing;
  /** Called when the buttons are gone, to take the focus. */
  onGone(): void;
}

/** A message that is on its way, or that could not be sent and is kept. */
export function OutgoingView({ message, onGone }: Props) {
  const t = useTexts(messageTexts);
  const describe = useFailureTexts();
  const client = useQueryClient();
  const { failure } = message;
  const again = () => {
    onGone();
    void resend(message, () => readAnew(client));
  };
  const giveUp = () => {
    onGone();
    discard(message);
  };
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
              {failure.code === UNREACHABLE ? (
                <strong>{t.unsure}</strong>
              ) : (
                <>
                  <strong>{t.failed}</strong> {describe(failure).happened}{' '}
                  {describe(failure).remedy}
                </>
              )}
            </p>
            <Row gap={2}>
              <Button onClick={again}>{t.retry}</Button>
              <Button kind="quiet" onClick={giveUp}>
                {t.discard}
              </Button>
            </Row>
          </div>
        )}
      </Stack>
    </div>
  );
}
