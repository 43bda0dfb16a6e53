import type { CalendarDate } from '@internationalized/date';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n';
import { dayIn } from '../../shared/days';
import type { Slot } from '../../shared/slots';
import { hoursOf } from '../../time/days';
import { useZone } from '../../time/zone';
import { Empty } from '../../ui';
import styles from './calendar.module.css';
import { DayColumn } from './DayColumn';
import type { Item } from './items';
import type { View } from './spans';
import { calendarTexts } from './texts';
import { Withdraw } from './Withdraw';

interface Props {
  days: readonly CalendarDate[];
  view: View;
  items: readonly Item[];
  /** Whether everything was read, so that "nothing" is true. */
  isWhole: boolean;
}

/**
 * The days that are shown. A withdrawal is asked about here and not in its slot, which may become
 * something else meanwhile.
 */
export function Days({ items, ...props }: Props) {
  const zone = useZone();
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<Slot>();
  const [gone, setGone] = useState<readonly Slot[]>([]);
  const last = gone.at(-1);
  useEffect(() => {
    if (!last) return;
    const day = dayIn(zone, last.startsAt);
    const heading = box.current?.querySelector<HTMLElement>(`[data-day="${day}"]`);
    (heading ?? box.current)?.focus();
  }, [last, zone]);
  const isThere = (item: Item) =>
    item.kind === 'session' || gone.every((slot) => slot.slotId !== item.slot.slotId);
  return (
    <div ref={box} tabIndex={-1}>
      <Columns {...props} items={items.filter(isThere)} onWithdraw={setWanted} />
      {wanted && (
        <Withdraw
          slot={wanted}
          onDone={() => {
            setWanted(undefined);
            setGone([...gone, wanted]);
          }}
          onClose={() => setWanted(undefined)}
        />
      )}
    </div>
  );
}

function Columns({
  days,
  view,
  items,
  isWhole,
  onWithdraw,
}: Props & { onWithdraw(slot: Slot): void }) {
  const t = useTexts(calendarTexts);
  const zone = useZone();
  const on = (day: CalendarDate) =>
    items.filter((item) => dayIn(zone, item.startsAt) === day.toString());
  const isWorthALook = (day: CalendarDate) => on(day).length > 0 || hoursOf(day, zone) !== 24;
  const shown = view === 'agenda' ? days.filter(isWorthALook) : days;
  return (
    <>
      {view === 'agenda' && isWhole && !items.length && <Empty>{t.emptyAgenda}</Empty>}
      <div className={styles[view]}>
        {shown.map((day) => (
          <DayColumn key={day.toString()} day={day} items={on(day)} {...{ isWhole, onWithdraw }} />
        ))}
      </div>
    </>
  );
}
