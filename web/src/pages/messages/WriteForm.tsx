import { useQueryClient } from '@tanstack/react-query';
import { useRef, type FormEvent, type KeyboardEvent } from 'react';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { Button, Row, Stack, TextArea } from '../../ui';
import styles from './messages.module.css';
import { readAnew, send, type Pair } from './outbox';
import { messageTexts } from './texts';

const LONGEST = 5000;
/** From how many characters left on the counter is shown. */
const NEAR_THE_END = 500;

/** The box to write in. What is sent goes to the outbox at once, and the box is free. */
export function WriteForm({ pair }: { pair: Pair }) {
  const t = useTexts(messageTexts);
  const client = useQueryClient();
  const draft = useDraft(`message-${pair.clientId}-${pair.therapistId}`, '');
  const form = useRef<HTMLFormElement>(null);
  const left = LONGEST - Array.from(draft.value.trim()).length;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const text = draft.value.trim();
    form.current?.querySelector('textarea')?.focus();
    if (!text || left < 0) return;
    draft.clear();
    void send(pair, text, () => readAnew(client));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <form ref={form} onSubmit={submit} className={styles.write}>
      <Stack gap={2}>
        <TextArea
          label={t.text}
          hint={left >= 0 && left < NEAR_THE_END ? t.left(left) : t.sendHint}
          error={left < 0 ? t.tooLong(-left) : undefined}
          rows={2}
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
