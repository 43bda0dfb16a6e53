import { today } from '@internationalized/date';
import { useState, type FormEvent } from 'react';
import { answered, api, once, type Schemas } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useProfileId } from '../../session/session';
import { useFormats } from '../../time/formats';
import { momentOf } from '../../time/local';
import { useZone } from '../../time/zone';
import { Button, ButtonLink, Choice, FailureNotice, Notice, Page, Row, Stack } from '../../ui';
import { OneFields, WeeklyFields, type OfferForm } from './OfferFields';
import { Preview } from './Preview';
import { publishTexts } from './texts';

type NewSlots = Schemas['NewSlots'];
type Published = Schemas['PublishedAnswer'];

/** Offer one time, or times every week, with a look at what that makes. */
export default function PublishPage() {
  const t = useTexts(publishTexts);
  const zone = useZone();
  const day = today(zone);
  const draft = useDraft<OfferForm>('offer', {
    kind: 'weekly',
    day: day.add({ days: 1 }).toString(),
    time: '09:00',
    minutes: 50,
    zone,
    weekdays: [],
    times: ['09:00'],
    firstDay: day.toString(),
    lastDay: day.add({ weeks: 8 }).toString(),
  });
  const [published, setPublished] = useState<Published>();
  const offering = useOffering((answer) => {
    draft.clear();
    setPublished(answer);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void offering.run(bodyOf(draft.value));
  };
  if (published) return <Done published={published} onMore={() => setPublished(undefined)} />;
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
          {draft.value.kind === 'one' ? (
            <OneFields form={draft.value} onChange={draft.set} />
          ) : (
            <>
              <WeeklyFields form={draft.value} onChange={draft.set} />
              <Preview form={draft.value} />
            </>
          )}
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

function bodyOf(form: OfferForm): NewSlots {
  const length = { durationMinutes: form.minutes, timezone: form.zone };
  if (form.kind === 'one')
    return { ...length, startsAt: momentOf(`${form.day}T${form.time}`, form.zone) };
  const { weekdays, times, firstDay, lastDay } = form;
  return { ...length, weekly: { weekdays: [...weekdays], times: [...times], firstDay, lastDay } };
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
    { changes: [['slots']], onDone },
  );
}

function Done({ published, onMore }: { published: Published; onMore(): void }) {
  const t = useTexts(publishTexts);
  const format = useFormats(published.timezone);
  return (
    <Page title={t.title}>
      <Notice tone="good">
        {t.done(published.slots.length)}{' '}
        {published.skipped.length > 0 && t.skipped(published.skipped.length)}
      </Notice>
      <details>
        <summary>{t.all}</summary>
        <ul>
          {published.slots.map((slot) => (
            <li key={slot.slotId}>{format.dayAndTime(slot.startsAt)}</li>
          ))}
        </ul>
      </details>
      <Row>
        <ButtonLink kind="main" to="/app">
          {t.toCalendar}
        </ButtonLink>
        <Button onClick={onMore}>{t.another}</Button>
      </Row>
    </Page>
  );
}
