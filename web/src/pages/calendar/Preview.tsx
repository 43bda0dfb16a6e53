import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { useSlots } from '../../shared/slots';
import { dayFrom } from '../../time/days';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { Notice, Section } from '../../ui';
import styles from './calendar.module.css';
import type { OfferForm } from './OfferFields';
import { preview, type Made } from './preview';
import { publishTexts } from './texts';

/** What the rule makes as it is filled in now, before anything is sent. */
export function Preview({ form }: { form: OfferForm }) {
  const t = useTexts(publishTexts);
  const now = useNow();
  const taken = useTaken(form);
  const made = preview(form, taken, now);
  return (
    <Section title={t.preview}>
      {typeof made === 'string' ? (
        <Notice tone={made === 'nothing' ? 'info' : 'warm'}>{t[made]}</Notice>
      ) : (
        <>
          <p role="status">{t.makes(made.filter((each) => !each.leftOut).length)}</p>
          <ol className={styles.preview} tabIndex={0} aria-label={t.preview}>
            {made.map((each) => (
              <MadeView key={each.startsAt} made={each} zone={form.zone} />
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}

/** The slots that are there already in the days of the rule. */
function useTaken(form: OfferForm) {
  const first = dayFrom(form.firstDay);
  const last = dayFrom(form.lastDay);
  const from = `${first ?? '2000-01-01'}T00:00:00Z`;
  const to = `${last?.add({ days: 2 }) ?? '2000-01-02'}T00:00:00Z`;
  const slots = useSlots(useProfileId(), from, from < to ? to : `${from.slice(0, 10)}T00:00:01Z`);
  return (slots.data ?? []).filter((slot) => slot.status !== 'withdrawn');
}

function MadeView({ made, zone }: { made: Made; zone: string }) {
  const t = useTexts(publishTexts);
  const format = useFormats(zone);
  return (
    <li data-out={made.leftOut !== undefined}>
      {format.day(made.startsAt)}, {format.span(made.startsAt, made.endsAt)}{' '}
      <span className="small">
        {made.isMoved && `(${t.moved(format.time(made.startsAt))}) `}
        {made.clocksChange && `(${t.clock}) `}
        {made.leftOut && `(${t[made.leftOut]})`}
      </span>
    </li>
  );
}
