import { failureOf } from '../../api/failure';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { useSlots } from '../../shared/slots';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { FailureNotice, Notice, Section } from '../../ui';
import styles from './calendar.module.css';
import { faultOf, ruleOf, type OfferForm } from './offer';
import { LONGEST_MINUTES, preview, type Made } from './preview';
import { publishTexts } from './texts';

/** What the form makes as it is filled in now, before anything is sent. */
export function Preview({ form }: { form: OfferForm }) {
  const t = useTexts(publishTexts);
  const made = preview(ruleOf(form), [], useNow());
  const fault = faultOf(form, made);
  return (
    <Section title={t.preview}>
      {fault || typeof made === 'string' ? (
        <Notice tone={fault === 'nothing' ? 'info' : 'warm'}>{t.faults[fault ?? 'nothing']}</Notice>
      ) : (
        <Checked form={form} among={made} />
      )}
    </Section>
  );
}

/** A preview that also knows which of the times are taken. */
function Checked({ form, among }: { form: OfferForm; among: readonly Made[] }) {
  const t = useTexts(publishTexts);
  const taken = useTaken(among);
  const made = preview(ruleOf(form), taken.slots, useNow()) as Made[];
  const open = made.filter((each) => !each.leftOut).length;
  return (
    <>
      <FailureNotice failure={taken.failure} onRetry={taken.retry} />
      <p role="status">{taken.isKnown ? t.makes(open) : t.unchecked}</p>
      <ol className={styles.preview} tabIndex={0} aria-label={t.preview}>
        {made.map((each) => (
          <MadeView key={each.startsAt} made={each} form={form} />
        ))}
      </ol>
    </>
  );
}

/** The slots that are there already around these times. */
function useTaken(made: readonly Made[]) {
  const [first, last] = [made[0], made.at(-1)] as [Made, Made];
  const before = Date.parse(first.startsAt) - LONGEST_MINUTES * 60_000;
  const query = useSlots(useProfileId(), new Date(before).toISOString(), last.endsAt);
  return {
    slots: (query.data ?? []).filter((slot) => slot.status !== 'withdrawn'),
    isKnown: query.data !== undefined,
    failure: query.error ? failureOf(query.error) : undefined,
    retry: () => void query.refetch(),
  };
}

function MadeView({ made, form }: { made: Made; form: OfferForm }) {
  const t = useTexts(publishTexts);
  const format = useFormats(form.zone);
  const why = form.kind === 'one' ? t.alone : t.among;
  const notes = [
    made.isMoved && t.moved(format.time(made.startsAt)),
    made.clocksChange && t.clock,
    made.leftOut && why[made.leftOut],
  ].filter(Boolean);
  return (
    <li data-out={made.leftOut !== undefined}>
      <span>
        {format.day(made.startsAt)}, {format.span(made.startsAt, made.endsAt)}
      </span>
      {notes.length > 0 && <span className="small"> ({notes.join('; ')})</span>}
    </li>
  );
}
