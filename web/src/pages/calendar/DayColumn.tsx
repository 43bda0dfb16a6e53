import { isToday, type CalendarDate } from '@internationalized/date';
import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useClientName } from '../../shared/people';
import type { Slot } from '../../shared/slots';
import { hoursOf } from '../../time/days';
import { useFormats } from '../../time/formats';
import { useZone } from '../../time/zone';
import { Button } from '../../ui';
import { SessionStatus } from '../sessions/SessionCard';
import styles from './calendar.module.css';
import type { Item, SessionItem, SlotItem } from './items';
import { calendarTexts } from './texts';

interface Props {
  day: CalendarDate;
  items: readonly Item[];
  /** Whether everything was read, so that "nothing" is true. */
  isWhole: boolean;
  onWithdraw(slot: Slot): void;
}

/** A day and what is on it, the earliest first. */
export function DayColumn({ day, items, isWhole, onWithdraw }: Props) {
  const t = useTexts(calendarTexts);
  const zone = useZone();
  const format = useFormats('UTC');
  const noon = `${day.toString()}T12:00:00Z`;
  const isNow = isToday(day, zone);
  return (
    <section className={styles.column} data-today={isNow}>
      <h3 data-day={day.toString()} tabIndex={-1}>
        {format.weekday(noon)}, {format.shortDay(noon)}
        {isNow && <span className={styles.today}> · {t.today}</span>}
      </h3>
      <Clocks hours={hoursOf(day, zone)} />
      {isWhole && !items.length && <p className="quiet small">{t.empty}</p>}
      <ul className={styles.items}>
        {items.map((item) => (
          <li key={item.kind === 'session' ? item.session.sessionId : item.slot.slotId}>
            <ItemView item={item} onWithdraw={onWithdraw} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Clocks({ hours }: { hours: number }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  if (hours === 24) return null;
  const said = hours < 24 ? t.clocksForward : t.clocksBack;
  return <p className={styles.clocks}>{said(format.number(hours))}</p>;
}

function ItemView({ item, onWithdraw }: { item: Item; onWithdraw(slot: Slot): void }) {
  if (item.kind === 'session') return <SessionView item={item} />;
  if (item.heldUntil) return <HeldSlot item={item} until={item.heldUntil} />;
  return <OpenSlot slot={item.slot} onWithdraw={() => onWithdraw(item.slot)} />;
}

function SessionView({ item }: { item: SessionItem }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  const name = useClientName(item.session.clientId);
  return (
    <Link href={`/app/sessions/${item.session.sessionId}`} className={styles.session}>
      <strong>{format.span(item.startsAt, item.endsAt)}</strong>
      <span>{t.session(name)}</span>
      <SessionStatus session={item.session} />
    </Link>
  );
}

function HeldSlot({ item, until }: { item: SlotItem; until: string }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  return (
    <Link href="/app/requests" className={styles.held}>
      <strong>{format.span(item.startsAt, item.endsAt)}</strong>
      {item.request && <Asks clientId={item.request.clientId} />}
      <span className="small">{t.held(format.dayAndTime(until))}</span>
      <span className="small">{t.request}</span>
    </Link>
  );
}

function Asks({ clientId }: { clientId: string }) {
  const t = useTexts(calendarTexts);
  return <span>{t.asked(useClientName(clientId))}</span>;
}

/** A time that clients can ask for, and the way to take it back. */
function OpenSlot({ slot, onWithdraw }: { slot: Slot; onWithdraw(): void }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  return (
    <div className={styles.open}>
      <strong>{format.span(slot.startsAt, slot.endsAt)}</strong>
      <span className="small">{t.open}</span>
      <Button
        kind="quiet"
        className={styles.small}
        aria-label={`${t.withdraw}: ${format.dayAndTime(slot.startsAt)}`}
        onClick={onWithdraw}
      >
        {t.withdraw}
      </Button>
    </div>
  );
}
