import type { FormEvent } from 'react';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { useNow } from '../../time/now';
import {
  announce,
  Button,
  ButtonLink,
  Conflict,
  FailureNotice,
  Row,
  Stack,
  TextField,
} from '../../ui';
import { useChange, type Current } from './change';
import { Move } from './Move';
import { Outcome } from './Outcome';
import styles from './sessions.module.css';
import { sessionTexts } from './texts';

interface Props extends Current {
  onRecorded(): void;
}

/** What a therapist does about a session: where it is, what became of it, another time. */
export function TherapistActions({ onRecorded, ...current }: Props) {
  const t = useTexts(sessionTexts);
  const { session } = current;
  const isScheduled = session.status === 'scheduled';
  const hasBegun = Date.parse(session.startsAt) <= useNow();
  return (
    <Stack>
      <Row gap={2}>
        <ButtonLink kind="main" to={`/app/notes/${session.sessionId}`}>
          {t.writeNotes}
        </ButtonLink>
        <ButtonLink to={`/app/clients/${session.clientId}`}>{t.client}</ButtonLink>
        {isScheduled && hasBegun && <Outcome {...current} onRecorded={onRecorded} />}
        {isScheduled && !hasBegun && <Move {...current} />}
      </Row>
      {isScheduled && <Place {...current} />}
    </Stack>
  );
}

function Place(props: Current) {
  const t = useTexts(sessionTexts);
  const { session } = props;
  const draft = useVersionedDraft(
    `place-${session.sessionId}`,
    session.place ?? '',
    session.version,
  );
  const change = useChange(props, () => {
    draft.clear();
    announce(t.saved);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void change.save({ place: draft.value.trim() || null }, draft.version);
  };
  return (
    <form onSubmit={submit}>
      <Row className={styles.place}>
        <TextField
          label={t.place}
          placeholder={t.placeHint}
          maxLength={200}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
        />
        <Button type="submit" busy={change.busy}>
          {t.savePlace}
        </Button>
      </Row>
      <FailureNotice failure={change.failure} />
      {change.conflict && (
        <Conflict
          mine={draft.value}
          theirs={change.conflict.theirs.place ?? t.noPlace}
          onKeepMine={change.keepMine}
          onTakeTheirs={() => {
            draft.clear();
            change.dismiss();
          }}
          onClose={change.dismiss}
        />
      )}
    </form>
  );
}
