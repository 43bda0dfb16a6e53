import { useState } from 'react';
import { useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useTherapistName } from '../../shared/people';
import { byDay, dayIn } from '../../shared/days';
import { thisMinute } from '../../shared/sessions';
import { useSlots, type Slot } from '../../shared/slots';
import { useFormats } from '../../time/formats';
import { useZone } from '../../time/zone';
import { Button, Empty, Page, Read, Row, Stack } from '../../ui';
import { AskForSlot } from './AskForSlot';
import styles from './appointments.module.css';
import { appointmentTexts } from './texts';

const TWO_WEEKS = 14 * 86_400_000;

/** Choose one of a therapist's open times: days, with their times beneath. */
export default function BookPage() {
  const t = useTexts(appointmentTexts);
  const { therapistId = '' } = useParams();
  const name = useTherapistName(therapistId);
  const [start] = useState(thisMinute);
  const [step, setStep] = useState(0);
  const [chosen, setChosen] = useState<Slot>();
  const at = (steps: number) => new Date(Date.parse(start) + steps * TWO_WEEKS).toISOString();
  const query = useSlots(therapistId, at(step), at(step + 1), 'open');
  return (
    <Page title={t.pageTitle} heading={t.heading(name)}>
      <Row>
        <Button disabled={step === 0} onClick={() => setStep(step - 1)}>
          {t.earlier}
        </Button>
        <Button onClick={() => setStep(step + 1)}>{t.later}</Button>
      </Row>
      <Read query={query}>{(slots) => <Slots slots={slots} onChoose={setChosen} />}</Read>
      {chosen && <AskForSlot slot={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  );
}

function Slots({ slots, onChoose }: { slots: readonly Slot[]; onChoose(slot: Slot): void }) {
  const t = useTexts(appointmentTexts);
  const zone = useZone();
  const format = useFormats();
  if (!slots.length) return <Empty>{t.noSlots}</Empty>;
  return (
    <Stack gap={4}>
      <p className="quiet small">{t.yours(format.zoneName(slots[0]?.startsAt ?? new Date()))}</p>
      {byDay(slots, (slot) => dayIn(zone, slot.startsAt)).map(({ day, items }) => (
        <section key={day} className={styles.day}>
          <h2>{format.plainDay(day)}</h2>
          <ul className={styles.slots}>
            {items.map((slot) => (
              <li key={slot.slotId}>
                <Button
                  aria-label={t.choose(format.dayAndTime(slot.startsAt))}
                  onClick={() => onChoose(slot)}
                >
                  {format.time(slot.startsAt)}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  );
}
