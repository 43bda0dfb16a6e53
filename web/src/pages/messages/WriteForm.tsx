import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, KeyboardEvent } from 'react';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { Button, Row, Stack, TextArea } from '../../ui';
import styles from './messages.module.css';
import { send, type Pair } from './outbox';
import { messageTexts } from './texts';

const LONGEST = 5000;
/** From how many characters left on the counter is shown. */
const NEAR_THE_END = 500;

/** The box to write in. What is sent goes to the outbox at once, and the box is free. */
export function WriteForm({ pair }: { pair: Pair }) {
  const t = useTexts(messageTexts);
  const client = useQueryClient();
  const draft = useDraft(`message-${pair.clientId}-${pair.therapistId}`, '');
  const left = LONGEST - draft.value.length;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const text = draft.value.trim();
    if (!text) return;
    draft.clear();
    void send(pair, text, () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['messages'] }),
        client.invalidateQueries({ queryKey: ['conversations'] }),
      ]),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <form onSubmit={submit} className={styles.write}>
      <Stack gap={2}>
        <TextArea
          label={t.text}
          hint={left < NEAR_THE_END ? t.left(left) : t.sendHint}
          rows={2}
          maxLength={LONGEST}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Row>
          <Button type="submit" kind="main">
            {t.send}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
