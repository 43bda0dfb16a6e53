import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useProfileId } from '../../session/session';
import { localOf, momentOf } from '../../time/local';
import { useZone } from '../../time/zone';
import {
  announce,
  Button,
  Choice,
  FailureNotice,
  focusInvalid,
  Page,
  Read,
  Row,
  Stack,
  TextField,
} from '../../ui';
import { CHECK_IN, EMPTY, feelingOf, valuesOf, type EntryForm } from './entryForm';
import { EntryFields } from './EntryFields';
import { useVocabulary } from './feelings';
import { useReadersText } from './readers';
import { journalTexts } from './texts';

/** Write down what is felt, in under a minute. */
export default function CheckInPage() {
  const t = useTexts(journalTexts).checkIn;
  const vocabulary = useVocabulary();
  const readers = useReadersText();
  const draft = useDraft<EntryForm>(CHECK_IN, EMPTY);
  const zone = useZone();
  const [isIncomplete, setIncomplete] = useState(false);
  const [isFuture, setFuture] = useState(false);
  const saving = useWriting(() => draft.clear());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = draft.value;
    const feltAt = form.isEarlier && form.feltAt ? momentOf(form.feltAt, zone) : undefined;
    const future = feltAt !== undefined && Date.parse(feltAt) > Date.now();
    setIncomplete(!feelingOf(form));
    setFuture(future);
    if (!feelingOf(form) || future) focusInvalid(event.currentTarget);
    if (feelingOf(form) && !future)
      void saving.run({ ...valuesOf(form), timezone: zone, ...(feltAt && { feltAt }) });
  };
  return (
    <Page title={t.title}>
      <Read query={vocabulary}>
        {(known) => (
          <form onSubmit={submit} noValidate>
            <Stack gap={5}>
              <EntryFields
                form={draft.value}
                onChange={draft.set}
                vocabulary={known}
                isIncomplete={isIncomplete}
                readers={readers}
              />
              <WhenField form={draft.value} onChange={draft.set} isFuture={isFuture} />
              <FailureNotice failure={saving.failure} />
              <Row>
                <Button type="submit" kind="main" busy={saving.busy}>
                  {t.submit}
                </Button>
              </Row>
            </Stack>
          </form>
        )}
      </Read>
    </Page>
  );
}

type NewEntry = ReturnType<typeof valuesOf> & { timezone: string; feltAt?: string };

function useWriting(onDone: () => void) {
  const t = useTexts(journalTexts);
  const [, go] = useLocation();
  const clientId = useProfileId();
  return useAction(
    (body: NewEntry, key: string) =>
      answered(
        api.POST('/journals/{clientId}', {
          params: { path: { clientId }, header: once(key) },
          body,
        }),
      ),
    {
      name: CHECK_IN,
      changes: [['journal'], ['trends']],
      onDone: () => {
        onDone();
        announce(t.saved);
        go('/app/journal');
      },
    },
  );
}

interface WhenProps {
  form: EntryForm;
  onChange(form: EntryForm): void;
  isFuture: boolean;
}

function WhenField({ form, onChange, isFuture }: WhenProps) {
  const t = useTexts(journalTexts).checkIn;
  const zone = useZone();
  const now = localOf(new Date(), zone);
  return (
    <Stack gap={3}>
      <Choice
        legend={t.when}
        options={[
          { value: 'now', label: t.now },
          { value: 'earlier', label: t.earlier },
        ]}
        value={form.isEarlier ? 'earlier' : 'now'}
        onChange={(value) =>
          onChange({ ...form, isEarlier: value === 'earlier', feltAt: form.feltAt || now })
        }
      />
      {form.isEarlier && (
        <TextField
          type="datetime-local"
          label={t.earlierAt}
          max={now}
          error={isFuture ? t.future : undefined}
          value={form.feltAt}
          onChange={(event) => onChange({ ...form, feltAt: event.target.value })}
        />
      )}
    </Stack>
  );
}
