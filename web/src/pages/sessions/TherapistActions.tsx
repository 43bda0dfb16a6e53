import { useState, type FormEvent } from 'react';
import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { thisMinute, type Session } from '../../shared/sessions';
import { useSlots } from '../../shared/slots';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import {
  announce,
  Button,
  ButtonLink,
  Conflict,
  Dialog,
  FailureNotice,
  Notice,
  Read,
  Row,
  Stack,
  TextField,
} from '../../ui';
import { sessionTexts } from './texts';

interface Props {
  session: Session;
  reread(): Promise<Session | undefined>;
}

/** What a therapist does about a session: where it is, what became of it, another time. */
export function TherapistActions(props: Props) {
  const t = useTexts(sessionTexts);
  const { session } = props;
  const change = useChange(props, () => announce(t.saved));
  const set = (values: Schemas['SessionChange']) => void change.save(values, session.version);
  const isScheduled = session.status === 'scheduled';
  const hasBegun = Date.parse(session.startsAt) <= useNow();
  return (
    <Stack>
      <Row gap={2}>
        <ButtonLink kind="main" to={`/app/notes/${session.sessionId}`}>
          {t.writeNotes}
        </ButtonLink>
        <ButtonLink to={`/app/clients/${session.clientId}`}>{t.client}</ButtonLink>
        {isScheduled && hasBegun && (
          <>
            <Button busy={change.busy} onClick={() => set({ status: 'completed' })}>
              {t.held}
            </Button>
            <Button busy={change.busy} onClick={() => set({ status: 'missed' })}>
              {t.missed}
            </Button>
          </>
        )}
        {isScheduled && !hasBegun && <Move {...props} />}
      </Row>
      {change.conflict && <Notice tone="warm">{t.conflictNow}</Notice>}
      <FailureNotice failure={change.failure} />
      {isScheduled && <Place {...props} />}
    </Stack>
  );
}

/** A change of a session; after a conflict the page shows how it is now. */
function useChange({ session, reread }: Props, onDone: () => void) {
  const path = { sessionId: session.sessionId };
  return useConditional({
    send: (body: Schemas['SessionChange'], version) =>
      answered(
        api.PATCH('/sessions/{sessionId}', { params: { path, header: ifMatch(version) }, body }),
      ),
    reread,
    changes: [['sessions'], ['slots']],
    onDone,
  });
}

function Place(props: Props) {
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
      <Row>
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
          theirs={change.conflict.theirs.place}
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

function Move(props: Props) {
  const t = useTexts(sessionTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.move}</Button>
      {isOpen && (
        <Dialog title={t.moveTitle} onClose={() => setOpen(false)}>
          <OtherSlots {...props} onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

const FOUR_WEEKS = 28 * 86_400_000;

function OtherSlots({ session, reread, onDone }: Props & { onDone(): void }) {
  const t = useTexts(sessionTexts);
  const format = useFormats();
  const [from] = useState(thisMinute);
  const [to] = useState(() => new Date(Date.parse(from) + FOUR_WEEKS).toISOString());
  const query = useSlots(session.therapistId, from, to, 'open');
  const change = useChange({ session, reread }, () => {
    announce(t.moved);
    onDone();
  });
  return (
    <Read query={query}>
      {(slots) => (
        <Stack gap={3}>
          {!slots.length && <p>{t.noSlots}</p>}
          {change.conflict && <Notice tone="warm">{t.conflictNow}</Notice>}
          <FailureNotice failure={change.failure} />
          <Row gap={2}>
            {slots.map((slot) => (
              <Button
                key={slot.slotId}
                busy={change.busy}
                onClick={() => void change.save({ slotId: slot.slotId }, session.version)}
              >
                {format.dayAndTime(slot.startsAt)}
              </Button>
            ))}
          </Row>
        </Stack>
      )}
    </Read>
  );
}
