import { today, type CalendarDate } from '@internationalized/date';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { dayIn } from '../../shared/days';
import { useAppointmentRequests } from '../../shared/requests';
import { useSessions } from '../../shared/sessions';
import { useSlots } from '../../shared/slots';
import { beginOf } from '../../time/days';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { useZone } from '../../time/zone';
import { Button, ButtonLink, Choice, FailureNotice, Page, Read, Row } from '../../ui';
import { DayColumn } from './DayColumn';
import styles from './calendar.module.css';
import { itemsOf, type Item } from './items';
import { daysOf, moved, VIEWS, type View } from './spans';
import { calendarTexts } from './texts';

/** A phone is too narrow for a week. */
const NARROW = '(max-width: 60rem)';

/** A therapist's time: what is open, what is asked for, and the sessions. */
export default function CalendarPage() {
  const t = useTexts(calendarTexts);
  const zone = useZone();
  const format = useFormats();
  const [view, setView] = useState<View>(() => (isNarrow() ? 'agenda' : 'week'));
  const [day, setDay] = useState<CalendarDate>(() => today(zone));
  const days = daysOf(view, day, format.locale);
  return (
    <Page
      title={t.title}
      wide
      actions={
        <ButtonLink kind="main" to="/app/calendar/publish">
          {t.publish}
        </ButtonLink>
      }
    >
      <Row>
        <Choice
          legend={t.views}
          hideLegend
          options={VIEWS.map((value) => ({ value, label: t.view[value] }))}
          value={view}
          onChange={setView}
        />
        <Row gap={2}>
          <Button onClick={() => setDay(moved(view, day, -1))}>{t.previous}</Button>
          <Button onClick={() => setDay(today(zone))}>{t.today}</Button>
          <Button onClick={() => setDay(moved(view, day, 1))}>{t.next}</Button>
        </Row>
      </Row>
      <SpanName days={days} />
      <Shown days={days} view={view} />
      <p className="quiet small">{t.zone(format.zoneName(new Date()))}</p>
    </Page>
  );
}

const isNarrow = () => typeof matchMedia === 'function' && matchMedia(NARROW).matches;

function SpanName({ days }: { days: readonly CalendarDate[] }) {
  const format = useFormats();
  const first = format.plainDay(String(days[0]));
  const last = format.plainDay(String(days.at(-1)));
  return <h2 aria-live="polite">{first === last ? first : `${first} – ${last}`}</h2>;
}

function Shown({ days, view }: { days: readonly CalendarDate[]; view: View }) {
  const zone = useZone();
  const from = beginOf(days[0] as CalendarDate, zone);
  const to = beginOf((days.at(-1) as CalendarDate).add({ days: 1 }), zone);
  const slots = useSlots(useProfileId(), from, to);
  const sessions = useSessions({ from, to, limit: 100 });
  const requests = useAppointmentRequests('pending');
  const now = useNow();
  return (
    <Read query={slots}>
      {(offered) => (
        <>
          <FailureNotice failure={sessions.failure} onRetry={sessions.retry} />
          <Days
            days={days}
            view={view}
            items={itemsOf(offered, sessions.items, requests.items, now)}
          />
        </>
      )}
    </Read>
  );
}

interface DaysProps {
  days: readonly CalendarDate[];
  view: View;
  items: readonly Item[];
}

function Days({ days, view, items }: DaysProps) {
  const t = useTexts(calendarTexts);
  const zone = useZone();
  const on = (day: CalendarDate) =>
    items.filter((item) => dayIn(zone, item.startsAt) === day.toString());
  const shown = view === 'agenda' ? days.filter((day) => on(day).length) : days;
  if (!shown.length) return <p className="quiet">{t.emptyAgenda}</p>;
  return (
    <div className={styles[view]}>
      {shown.map((day) => (
        <DayColumn key={day.toString()} day={day} items={on(day)} />
      ))}
    </div>
  );
}
