import { translations, useTexts } from '../i18n';
import { useFormats } from '../time/formats';
import { useZone } from '../time/zone';
import { Button, Stack } from '../ui';
import { byDay, dayIn } from './days';
import styles from './SlotDays.module.css';
import type { Slot } from './slots';

const texts = translations({
  en: { choose: (when: string) => `Choose ${when}` },
  de: { choose: (when: string) => `${when} wählen` },
});

interface Props {
  slots: readonly Slot[];
  busy?: boolean;
  onChoose(slot: Slot): void;
}

/** Slots to choose from: days of the person's zone, with their times beneath. */
export function SlotDays({ slots, busy = false, onChoose }: Props) {
  const t = useTexts(texts);
  const zone = useZone();
  const format = useFormats();
  return (
    <Stack gap={4}>
      {byDay(slots, (slot) => dayIn(zone, slot.startsAt)).map(({ day, items }) => (
        <section key={day} className={styles.day}>
          <h3>{format.plainDay(day)}</h3>
          <ul className={styles.slots}>
            {items.map((slot) => (
              <li key={slot.slotId}>
                <Button
                  aria-label={t.choose(format.dayAndTime(slot.startsAt))}
                  busy={busy}
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
