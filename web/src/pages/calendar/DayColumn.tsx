import { isToday, type CalendarDate } from '@internationalized/date';
import { useState } from 'react';
import { Link } from 'wouter';
import { answered, api, ifMatch } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useClientName } from '../../shared/people';
import type { Slot } from '../../shared/slots';
import { hoursOf } from '../../time/days';
import { useFormats } from '../../time/formats';
import { useZone } from '../../time/zone';
import { announce, Button, Confirm, Notice } from '../../ui';
import { SessionStatus } from '../sessions/SessionCard';
import styles from './calendar.module.css';
import type { Item } from './items';
import { calendarTexts } from './texts';

/** A day and what is on it, the earliest first. */
export function DayColumn({ day, items }: { day: CalendarDate; items: readonly Item[] }) {
  const t = useTexts(calendarTexts);
  const zone = useZone();
  const format = useFormats();
  const hours = hoursOf(day, zone);
  return (
    <section className={styles.column} data-today={isToday(day, zone)}>
      <h3>{format.plainDay(day.toString())}</h3>
      {hours !== 24 && (
        <p className={styles.clocks}>{hours < 24 ? t.clocksForward : t.clocksBack}</p>
      )}
      {!items.length && <p className="quiet small">{t.empty}</p>}
      <ul className={styles.items}>
        {items.map((item) => (
          <li key={item.kind === 'session' ? item.session.sessionId : item.slot.slotId}>
            {item.kind === 'session' ? <SessionItem item={item} /> : <SlotItem item={item} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SessionItem({ item }: { item: Item & { kind: 'session' } }) {
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

function SlotItem({ item }: { item: Item & { kind: 'slot' } }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  const { slot, request } = item;
  if (slot.status === 'held')
    return (
      <Link href="/app/requests" className={styles.held}>
        <strong>{format.span(item.startsAt, item.endsAt)}</strong>
        <span>{request && <Asks clientId={request.clientId} />}</span>
        <span className="small">
          {t.held(slot.heldUntil ? format.dayAndTime(slot.heldUntil) : '')}
        </span>
        <span className="small">{t.request}</span>
      </Link>
    );
  return <OpenSlot slot={slot} />;
}

const Asks = ({ clientId }: { clientId: string }) => (
  <>{useTexts(calendarTexts).asked(useClientName(clientId))}</>
);

function OpenSlot({ slot }: { slot: Slot }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  const [isAsked, setAsked] = useState(false);
  return (
    <div className={styles.open}>
      <strong>{format.span(slot.startsAt, slot.endsAt)}</strong>
      <span className="small">{t.open}</span>
      <Button
        kind="quiet"
        className={styles.small}
        aria-label={`${t.withdraw}: ${format.dayAndTime(slot.startsAt)}`}
        onClick={() => setAsked(true)}
      >
        {t.withdraw}
      </Button>
      {isAsked && <Withdraw slot={slot} onClose={() => setAsked(false)} />}
    </div>
  );
}

function Withdraw({ slot, onClose }: { slot: Slot; onClose(): void }) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  const path = { therapistId: slot.therapistId, slotId: slot.slotId };
  const withdrawing = useConditional({
    send: (_: true, version) =>
      answered(
        api.DELETE('/session-slots/{therapistId}/{slotId}', {
          params: { path, header: ifMatch(version) },
        }),
      ),
    reread: () => answered(api.GET('/session-slots/{therapistId}/{slotId}', { params: { path } })),
    changes: [['slots'], ['appointment-requests']],
    onDone: () => {
      announce(t.withdrawn);
      onClose();
    },
  });
  return (
    <Confirm
      title={t.withdrawTitle}
      action={t.withdraw}
      danger
      busy={withdrawing.busy}
      failure={withdrawing.failure}
      onConfirm={() =>
        void withdrawing.save(true, withdrawing.conflict?.theirs.version ?? slot.version)
      }
      onClose={onClose}
    >
      <p>
        <strong>{format.dayAndTime(slot.startsAt)}</strong>
      </p>
      <p>{t.withdrawText}</p>
      {withdrawing.conflict && <Notice tone="warm">{t.changed}</Notice>}
    </Confirm>
  );
}
