import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useProfileId } from '../../session/session';
import { localOf } from '../../time/local';
import { useNow } from '../../time/now';
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
import {
  CHECK_IN,
  EMPTY,
  gapOf,
  isFilled,
  valuesOf,
  type EntryForm,
  type EntryValues,
} from './entryForm';
import { EntryFields } from './EntryFields';
import { useVocabulary } from './feelings';
import { useReadersText } from './readers';
import { journalTexts } from './texts';
import { whenOf, type When } from './when';

/** Write down what is felt, in under a minute. */
export default function CheckInPage() {
  const t = useTexts(journalTexts).checkIn;
  const vocabulary = useVocabulary();
  const readers = useReadersText();
  const draft = useDraft<EntryForm>(CHECK_IN, EMPTY);
  const zone = useZone();
  const [isTried, setTried] = useState(false);
  const saving = useWriting(() => draft.clear());
  const form = draft.value;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const { feltAt, fault } = whenOf(form, zone, Date.now());
    if (isFilled(form) && !fault)
      void saving.run({ ...valuesOf(form), timezone: zone, ...(feltAt && { feltAt }) });
    else focusInvalid(event.currentTarget);
  };
  return (
    <Page title={t.title}>
      <Read query={vocabulary}>
        {(known) => (
          <form onSubmit={submit} noValidate>
            <Stack gap={5}>
              <EntryFields
                form={form}
                onChange={draft.set}
                vocabulary={known}
                gap={isTried ? gapOf(form) : undefined}
                readers={readers}
              />
              <WhenField form={form} onChange={draft.set} isTried={isTried} />
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

type NewEntry = EntryValues & { timezone: string; feltAt?: string };

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
  /** Whether the person tried to save already, and is told what is wrong. */
  isTried: boolean;
}

function WhenField({ form, onChange, isTried }: WhenProps) {
  const t = useTexts(journalTexts).checkIn;
  const zone = useZone();
  const present = useNow();
  const now = localOf(new Date(present), zone);
  const { fault }: When = isTried ? whenOf(form, zone, present) : {};
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
          error={fault && t.whenFaults[fault]}
          value={form.feltAt}
          onChange={(event) => onChange({ ...form, feltAt: event.target.value })}
        />
      )}
    </Stack>
  );
}
