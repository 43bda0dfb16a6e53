import { useEffect, useRef, useState, type FormEvent } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { useRole } from '../../session/session';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import {
  announce,
  Button,
  Confirm,
  Conflict,
  Dialog,
  FailureNotice,
  Row,
  Stack,
  TextArea,
  uiTexts,
} from '../../ui';
import type { Message } from './history';
import styles from './messages.module.css';
import { messageTexts } from './texts';

interface Props {
  message: Message;
  name: string;
  isRead: boolean;
}

/** One message; what one has sent can be edited for a while, and deleted. */
export function MessageView({ message, name, isRead }: Props) {
  const t = useTexts(messageTexts);
  const format = useFormats();
  const isMine = message.sender === useRole();
  const article = useFocusWhenGone(message.text === null);
  return (
    <article
      ref={article}
      tabIndex={-1}
      className={`${styles.message} ${isMine ? styles.mine : ''}`}
    >
      <p className="aside">{isMine ? t.you : name}</p>
      <p className={message.text === null ? 'quiet' : 'typed'}>{message.text ?? t.deleted}</p>
      <Row gap={2}>
        <span className="quiet small">
          {format.time(message.sentAt)}
          {message.editedAt && ` · ${t.edited}`}
          {isMine && isRead && ` · ${t.read}`}
        </span>
        {isMine && message.text !== null && <OwnActions message={message} />}
      </Row>
    </article>
  );
}

/** Take the focus when the text goes, and with it the buttons that may have had it. */
function useFocusWhenGone(isGone: boolean) {
  const article = useRef<HTMLElement>(null);
  const wasGone = useRef(isGone);
  useEffect(() => {
    if (isGone && !wasGone.current && document.activeElement === document.body)
      article.current?.focus();
    wasGone.current = isGone;
  }, [isGone]);
  return article;
}

function OwnActions({ message }: { message: Message }) {
  const t = useTexts(messageTexts);
  const now = useNow();
  const [mode, setMode] = useState<'edit' | 'remove'>();
  const close = () => setMode(undefined);
  return (
    <>
      {now < Date.parse(message.editableUntil) && (
        <Button kind="quiet" className={styles.small} onClick={() => setMode('edit')}>
          {t.edit}
        </Button>
      )}
      <Button kind="quiet" className={styles.small} onClick={() => setMode('remove')}>
        {t.remove}
      </Button>
      {mode === 'edit' && <Editing message={message} onClose={close} />}
      {mode === 'remove' && <Removing message={message} onClose={close} />}
    </>
  );
}

const pathOf = ({ clientId, therapistId, messageId }: Message) => ({
  path: { clientId, therapistId, messageId },
});

const reread = (message: Message) =>
  answered(api.GET('/messages/{clientId}/{therapistId}/{messageId}', { params: pathOf(message) }));

const CHANGES = [['messages'], ['conversations']];

function Editing({ message, onClose }: { message: Message; onClose(): void }) {
  const t = useTexts(messageTexts);
  const format = useFormats();
  const ui = useTexts(uiTexts);
  const draft = useVersionedDraft(`edit-${message.messageId}`, message.text ?? '', message.version);
  const close = () => {
    draft.clear();
    onClose();
  };
  const saving = useConditional({
    send: (text: string, version) =>
      answered(
        api.PATCH('/messages/{clientId}/{therapistId}/{messageId}', {
          params: { ...pathOf(message), header: ifMatch(version) },
          body: { text },
        }),
      ),
    reread: () => reread(message),
    changes: CHANGES,
    onDone: () => {
      announce(t.saved);
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.value.trim()) void saving.save(draft.value.trim(), draft.version);
  };
  if (saving.conflict)
    return (
      <Conflict
        mine={saving.conflict.mine}
        theirs={saving.conflict.theirs.text ?? t.deleted}
        onKeepMine={saving.keepMine}
        onTakeTheirs={close}
        onClose={saving.dismiss}
      />
    );
  return (
    <Dialog title={t.editTitle} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <TextArea
            label={t.text}
            hint={t.until(format.time(message.editableUntil))}
            most={5000}
            value={draft.value}
            onChange={(event) => draft.set(event.target.value)}
          />
          <FailureNotice failure={saving.failure} />
          <Row>
            <Button type="submit" kind="main" busy={saving.busy}>
              {t.save}
            </Button>
            <Button onClick={close}>{ui.cancel}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}

function Removing({ message, onClose }: { message: Message; onClose(): void }) {
  const t = useTexts(messageTexts);
  const removing = useConditional({
    send: (_: true, version) =>
      answered(
        api.DELETE('/messages/{clientId}/{therapistId}/{messageId}', {
          params: { ...pathOf(message), header: ifMatch(version) },
        }),
      ),
    reread: () => reread(message),
    changes: CHANGES,
    onDone: () => {
      announce(t.gone);
      onClose();
    },
  });
  const version = removing.conflict?.theirs.version ?? message.version;
  return (
    <Confirm
      title={t.removeTitle}
      action={t.remove}
      danger
      busy={removing.busy}
      failure={removing.failure}
      onConfirm={() => void removing.save(true, version)}
      onClose={onClose}
    >
      <p>{t.removeText}</p>
      {removing.conflict && <p>{removing.conflict.theirs.text ?? t.deleted}</p>}
    </Confirm>
  );
}
