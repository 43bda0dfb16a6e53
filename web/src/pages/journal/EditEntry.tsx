import { useState, type FormEvent } from 'react';
import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { sharedTexts } from '../../shared/texts';
import {
  announce,
  Badge,
  Button,
  Conflict,
  FailureNotice,
  focusInvalid,
  Read,
  Row,
  Stack,
} from '../../ui';
import { formOf, gapOf, isFilled, valuesOf, type EntryValues } from './entryForm';
import { EntryFields } from './EntryFields';
import type { Entry } from './EntryView';
import { useVocabulary, useFeelingWords } from './feelings';
import { useReadersText } from './readers';
import { journalTexts } from './texts';

interface Props {
  entry: Entry;
  /** Read the entry anew. */
  onStale(): Promise<Entry | undefined>;
  onClose(): void;
}

/** The name of the draft of an entry's change. */
export const draftOf = ({ entryId }: Pick<Entry, 'entryId'>): string => `entry-${entryId}`;

/** Change an entry. */
export function EditEntry(props: Props) {
  const vocabulary = useVocabulary();
  return <Read query={vocabulary}>{(known) => <EditForm {...props} vocabulary={known} />}</Read>;
}

function EditForm(props: Props & { vocabulary: Schemas['FeelingsAnswer'] }) {
  const { entry, vocabulary } = props;
  const readers = useReadersText();
  const draft = useVersionedDraft(draftOf(entry), formOf(entry, vocabulary), entry.version);
  const [isTried, setTried] = useState(false);
  const form = draft.value;
  const close = () => {
    draft.clear();
    props.onClose();
  };
  const saving = useSaving(entry, props.onStale, close);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (isFilled(form)) void saving.save(valuesOf(form), draft.version);
    else focusInvalid(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={5}>
        <EntryFields
          form={form}
          onChange={draft.set}
          gap={isTried ? gapOf(form) : undefined}
          {...{ vocabulary, readers }}
        />
        <FailureNotice failure={saving.failure} />
        <Ends busy={saving.busy} onCancel={close} />
      </Stack>
      {saving.conflict && (
        <Conflict
          mine={<InShort {...saving.conflict.mine} />}
          theirs={<InShort {...saving.conflict.theirs} />}
          busy={saving.busy}
          onKeepMine={saving.keepMine}
          onTakeTheirs={close}
          onClose={saving.dismiss}
        />
      )}
    </form>
  );
}

function Ends({ busy, onCancel }: { busy: boolean; onCancel(): void }) {
  const t = useTexts(sharedTexts);
  return (
    <Row>
      <Button type="submit" kind="main" busy={busy}>
        {t.save}
      </Button>
      <Button onClick={onCancel}>{t.cancel}</Button>
    </Row>
  );
}

/** What a version of an entry says, to be set beside another. */
function InShort({ feeling, intensity, words, private: isPrivate }: EntryValues) {
  const t = useTexts(journalTexts);
  const word = useFeelingWords();
  return (
    <Stack gap={2}>
      <p>
        <strong>{word(feeling)}</strong> · {t.intensity(intensity)}{' '}
        {isPrivate && <Badge tone="accent">{t.privateEntry}</Badge>}
      </p>
      {words && <p className="typed">{words}</p>}
    </Stack>
  );
}

function useSaving({ clientId, entryId }: Entry, reread: Props['onStale'], onDone: () => void) {
  const t = useTexts(journalTexts);
  return useConditional({
    send: (body: EntryValues, version) =>
      answered(
        api.PATCH('/journals/{clientId}/{entryId}', {
          params: { path: { clientId, entryId }, header: ifMatch(version) },
          body,
        }),
      ),
    reread,
    changes: [['journal'], ['trends']],
    onDone: () => {
      announce(t.saved);
      onDone();
    },
  });
}
