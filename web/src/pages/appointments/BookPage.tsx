import { useState } from 'react';
import { useParams, useSearchParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useHome } from '../../shared/home';
import { useTherapistName } from '../../shared/people';
import { thisMinute } from '../../shared/sessions';
import { SlotDays } from '../../shared/SlotDays';
import { useSlots, type Slot } from '../../shared/slots';
import { useFormats } from '../../time/formats';
import { Button, Empty, Page, Read, Row, Section, Stack } from '../../ui';
import { AskForSlot } from './AskForSlot';
import { appointmentTexts } from './texts';

const TWO_WEEKS = 14 * 86_400_000;

/** Choose one of a therapist's open times: days, with their times beneath. */
export default function BookPage() {
  const t = useTexts(appointmentTexts);
  const format = useFormats();
  const { therapistId = '' } = useParams();
  const name = useTherapistName(therapistId);
  const [start] = useState(thisMinute);
  const [query, setQuery] = useSearchParams();
  const step = Math.max(0, Math.trunc(Number(query.get('step'))) || 0);
  const setStep = (next: number) => setQuery({ step: String(next) }, { replace: true });
  const at = (steps: number) => new Date(Date.parse(start) + steps * TWO_WEEKS).toISOString();
  return (
    <Page title={t.pageTitle} heading={t.heading(name)}>
      <Row>
        <Button disabled={step === 0} onClick={() => setStep(step - 1)}>
          {t.earlier}
        </Button>
        <Button onClick={() => setStep(step + 1)}>{t.later}</Button>
        <span aria-live="polite">
          {format.shortDay(at(step))} – {format.shortDay(at(step + 1))}
        </span>
      </Row>
      <OpenTimes therapistId={therapistId} from={at(step)} to={at(step + 1)} />
    </Page>
  );
}

function OpenTimes(props: { therapistId: string; from: string; to: string }) {
  const t = useTexts(appointmentTexts);
  const query = useSlots(props.therapistId, props.from, props.to, 'open');
  const [chosen, setChosen] = useState<Slot>();
  const home = useHome(chosen === undefined);
  const close = () => setChosen(undefined);
  const onTaken = () => {
    close();
    home.goHome();
  };
  return (
    <div {...home.place} aria-label={t.times}>
      <Section title={t.times}>
        <Read query={query}>{(slots) => <Slots slots={slots} onChoose={setChosen} />}</Read>
      </Section>
      {chosen && <AskForSlot slot={chosen} onClose={close} onTaken={onTaken} />}
    </div>
  );
}

function Slots({ slots, onChoose }: { slots: readonly Slot[]; onChoose(slot: Slot): void }) {
  const t = useTexts(appointmentTexts);
  const format = useFormats();
  if (!slots[0]) return <Empty>{t.noSlots}</Empty>;
  return (
    <Stack gap={4}>
      <p className="quiet small">{t.yours(format.zoneName(slots[0].startsAt))}</p>
      <SlotDays slots={slots} onChoose={onChoose} />
    </Stack>
  );
}
