import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useLocation, useParams } from 'wouter';
import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { useProfileId } from '../../session/session';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import {
  announce,
  Button,
  Card,
  Confirm,
  Conflict,
  FailureNotice,
  focusInvalid,
  Notice,
  Page,
  Read,
  Row,
  Stack,
} from '../../ui';
import { feelingOf, formOf, valuesOf } from './entryForm';
import { EntryFields } from './EntryFields';
import { EntryView, type Entry } from './EntryView';
import { useFeelingWords, useVocabulary } from './feelings';
import { useReadersText } from './readers';
import { journalTexts } from './texts';

/** One entry: read it, change it, delete it. */
export default function EntryPage() {
  const t = useTexts(journalTexts);
  const { entryId = '' } = useParams();
  const clientId = useProfileId();
  const query = useQuery({
    queryKey: ['journal', clientId, 'entry', entryId],
    queryFn: () =>
      answered(
        api.GET('/journals/{clientId}/{entryId}', { params: { path: { clientId, entryId } } }),
      ),
  });
  return (
    <Page title={t.entry}>
      <Read query={query}>
        {(entry) => <Shown entry={entry} onStale={async () => (await query.refetch()).data} />}
      </Read>
    </Page>
  );
}

interface ShownProps {
  entry: Entry;
  /** Read the entry anew. */
  onStale(): Promise<Entry | undefined>;
}

function Shown(props: ShownProps) {
  const t = useTexts(sharedTexts);
  const format = useFormats(props.entry.timezone);
  const [mode, setMode] = useState<'read' | 'edit' | 'remove'>('read');
  const close = () => setMode('read');
  if (mode === 'edit') return <Editing {...props} onClose={close} />;
  return (
    <Stack>
      <h2>{format.plainDay(props.entry.feltOn)}</h2>
      <Card>
        <EntryView
          entry={props.entry}
          actions={
            <Row gap={2}>
              <Button onClick={() => setMode('edit')}>{t.edit}</Button>
              <Button kind="danger" onClick={() => setMode('remove')}>
                {t.remove}
              </Button>
            </Row>
          }
        />
      </Card>
      {mode === 'remove' && <Removing {...props} onClose={close} />}
    </Stack>
  );
}

function Removing({ entry, onStale, onClose }: ShownProps & { onClose(): void }) {
  const t = useTexts(journalTexts);
  const [, go] = useLocation();
  const { clientId, entryId } = entry;
  const removing = useConditional({
    send: (_: true, version) =>
      answered(
        api.DELETE('/journals/{clientId}/{entryId}', {
          params: { path: { clientId, entryId }, header: ifMatch(version) },
        }),
      ),
    reread: onStale,
    changes: [['journal', clientId, 'list'], ['trends']],
    onDone: () => {
      announce(t.gone);
      go('/app/journal');
    },
  });
  if (removing.conflict) return <Notice tone="warm">{t.changedMeanwhile}</Notice>;
  return (
    <Confirm
      title={t.removeTitle}
      action={t.removeAction}
      danger
      busy={removing.busy}
      failure={removing.failure}
      onConfirm={() => void removing.save(true, entry.version)}
      onClose={onClose}
    >
      <p>{t.removeText}</p>
    </Confirm>
  );
}

function Editing(props: ShownProps & { onClose(): void }) {
  const vocabulary = useVocabulary();
  return <Read query={vocabulary}>{(known) => <EditForm {...props} vocabulary={known} />}</Read>;
}

type EditProps = ShownProps & { onClose(): void; vocabulary: Schemas['FeelingsAnswer'] };

function EditForm({ entry, onStale, onClose, vocabulary }: EditProps) {
  const t = useTexts(sharedTexts);
  const readers = useReadersText();
  const inShort = useShort();
  const draft = useVersionedDraft(
    `entry-${entry.entryId}`,
    formOf(entry, vocabulary),
    entry.version,
  );
  const [isIncomplete, setIncomplete] = useState(false);
  const close = () => {
    draft.clear();
    onClose();
  };
  const saving = useSaving(entry, onStale, close);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIncomplete(!feelingOf(draft.value));
    if (!feelingOf(draft.value)) focusInvalid(event.currentTarget);
    if (feelingOf(draft.value)) void saving.save(valuesOf(draft.value), draft.version);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={5}>
        <EntryFields
          form={draft.value}
          onChange={draft.set}
          {...{ vocabulary, isIncomplete, readers }}
        />
        <FailureNotice failure={saving.failure} />
        <Row>
          <Button type="submit" kind="main" busy={saving.busy}>
            {t.save}
          </Button>
          <Button onClick={close}>{t.cancel}</Button>
        </Row>
      </Stack>
      {saving.conflict && (
        <Conflict
          mine={inShort(saving.conflict.mine)}
          theirs={inShort(saving.conflict.theirs)}
          onKeepMine={saving.keepMine}
          onTakeTheirs={close}
          onClose={saving.dismiss}
        />
      )}
    </form>
  );
}

type Short = Pick<Entry, 'feeling' | 'intensity' | 'words' | 'private'>;

/** What a version says, to compare it with another. */
function useShort(): (entry: Short) => string {
  const t = useTexts(journalTexts);
  const word = useFeelingWords();
  return (entry) =>
    [
      `${word(entry.feeling)}, ${t.intensity(entry.intensity)}`,
      entry.private ? t.privateEntry : '',
      entry.words ?? '',
    ]
      .filter(Boolean)
      .join('\n');
}

function useSaving(entry: Entry, reread: ShownProps['onStale'], onDone: () => void) {
  const { clientId, entryId } = entry;
  const t = useTexts(journalTexts);
  return useConditional({
    send: (body: ReturnType<typeof valuesOf>, version) =>
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
