import { today } from '@internationalized/date';
import { useRef, useState, type FormEvent } from 'react';
import { answered, api, once, type Schemas } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useProfileId } from '../../session/session';
import { useZone } from '../../time/zone';
import { Button, Choice, FailureNotice, Page, Row, Stack } from '../../ui';
import { Done } from './Done';
import { bodyOf, faultOf, ruleOf, type OfferForm } from './offer';
import { OneFields, WeeklyFields } from './OfferFields';
import { Preview } from './Preview';
import { preview } from './preview';
import { publishTexts } from './texts';

type NewSlots = Schemas['NewSlots'];
type Published = Schemas['PublishedAnswer'];

/** Offer one time, or times every week, with a look at what that makes. */
export default function PublishPage() {
  const t = useTexts(publishTexts);
  const draft = useDraft<OfferForm>('offer', useEmptyForm());
  const [published, setPublished] = useState<Published>();
  const shown = useRef<HTMLDivElement>(null);
  const offering = useOffering((answer) => {
    draft.clear();
    setPublished(answer);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const made = preview(ruleOf(draft.value), [], Date.now());
    if (faultOf(draft.value, made)) shown.current?.focus();
    else void offering.run(bodyOf(draft.value));
  };
  if (published) return <Done published={published} onMore={() => setPublished(undefined)} />;
  const Fields = draft.value.kind === 'one' ? OneFields : WeeklyFields;
  return (
    <Page title={t.title} intro={t.intro}>
      <form onSubmit={submit}>
        <Stack gap={5}>
          <Choice
            legend={t.kind}
            options={[
              { value: 'weekly', label: t.weekly },
              { value: 'one', label: t.one },
            ]}
            value={draft.value.kind}
            onChange={(kind) => draft.set({ ...draft.value, kind })}
          />
          <Fields form={draft.value} onChange={draft.set} errors={offering.failure?.fields ?? {}} />
          <div ref={shown} tabIndex={-1}>
            <Preview form={draft.value} />
          </div>
          <FailureNotice failure={offering.failure} />
          <Row>
            <Button type="submit" kind="main" busy={offering.busy}>
              {t.submit}
            </Button>
          </Row>
        </Stack>
      </form>
    </Page>
  );
}

function useEmptyForm(): OfferForm {
  const zone = useZone();
  const day = today(zone);
  return {
    kind: 'weekly',
    day: day.add({ days: 1 }).toString(),
    time: '09:00',
    minutes: 50,
    zone,
    weekdays: [],
    times: ['09:00'],
    firstDay: day.toString(),
    lastDay: day.add({ weeks: 8 }).toString(),
  };
}

function useOffering(onDone: (published: Published) => void) {
  const therapistId = useProfileId();
  return useAction(
    (body: NewSlots, key: string) =>
      answered(
        api.POST('/session-slots/{therapistId}', {
          params: { path: { therapistId }, header: once(key) },
          body,
        }),
      ),
    { changes: [['slots']], onDone, name: 'publish' },
  );
}
