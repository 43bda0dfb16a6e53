import { today, type CalendarDate } from '@internationalized/date';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { useAll } from '../../shared/all';
import { useAppointmentRequests } from '../../shared/requests';
import { useSessions } from '../../shared/sessions';
import { useSlots } from '../../shared/slots';
import { beginOf } from '../../time/days';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { useZone } from '../../time/zone';
import { Button, ButtonLink, Choice, FailureNotice, Loading, Page, Read, Row } from '../../ui';
import { Days } from './Days';
import { itemsOf } from './items';
import { usePlace } from './place';
import { daysOf, moved, VIEWS, type View } from './spans';
import { calendarTexts } from './texts';

/** A therapist's time: what is open, what is asked for, and the sessions. */
export default function CalendarPage() {
  const t = useTexts(calendarTexts);
  const zone = useZone();
  const format = useFormats();
  const { view, day, show } = usePlace();
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
      <Row gap={5}>
        <Choice
          legend={t.views}
          hideLegend
          options={VIEWS.map((value) => ({ value, label: t.view[value] }))}
          value={view}
          onChange={(chosen) => show({ view: chosen })}
        />
        <Row gap={2}>
          <Button onClick={() => show({ day: moved(view, day, -1) })}>{t.previous}</Button>
          <Button onClick={() => show({ day: today(zone) })}>{t.today}</Button>
          <Button onClick={() => show({ day: moved(view, day, 1) })}>{t.next}</Button>
        </Row>
      </Row>
      <SpanName days={days} />
      <Shown days={days} view={view} />
      <p className="quiet small">{t.zone(format.zoneName(beginOf(day, zone)))}</p>
    </Page>
  );
}

function SpanName({ days }: { days: readonly CalendarDate[] }) {
  const format = useFormats();
  const first = format.plainDay(String(days[0]));
  const last = format.plainDay(String(days.at(-1)));
  return <h2 aria-live="polite">{first === last ? first : `${first} – ${last}`}</h2>;
}

interface ShownProps {
  days: readonly CalendarDate[];
  view: View;
}

function Shown({ days, view }: ShownProps) {
  const zone = useZone();
  const from = beginOf(days[0] as CalendarDate, zone);
  const to = beginOf((days.at(-1) as CalendarDate).add({ days: 1 }), zone);
  const slots = useSlots(useProfileId(), from, to);
  const sessions = useAll(useSessions({ from, to, limit: 100 }));
  const requests = useAll(useAppointmentRequests('pending'));
  const now = useNow();
  if (sessions.isLoading || requests.isLoading) return <Loading />;
  return (
    <Read query={slots}>
      {(offered) => (
        <>
          <FailureNotice failure={sessions.failure} onRetry={sessions.retry} />
          <FailureNotice failure={requests.failure} onRetry={requests.retry} />
          <Days
            days={days}
            view={view}
            items={itemsOf(offered, sessions.items, requests.items, now)}
            isWhole={!sessions.failure}
          />
        </>
      )}
    </Read>
  );
}
