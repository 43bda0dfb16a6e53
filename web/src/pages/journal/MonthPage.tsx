import {
  endOfMonth,
  isSameMonth,
  startOfMonth,
  startOfWeek,
  today,
  type CalendarDate,
} from '@internationalized/date';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { useAll } from '../../shared/all';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { beginOf, dayFrom } from '../../time/days';
import { useZone } from '../../time/zone';
import { Button, Page, Read, Stack } from '../../ui';
import { useEntries } from './entries';
import { EntryDays } from './EntryDays';
import { FamilyMark } from './EntryView';
import { familyOf } from './feelings';
import { JournalTabs } from './JournalTabs';
import styles from './journal.module.css';
import { journalTexts } from './texts';
import { useTrends, type DayTrend } from './trends';

/** A month of the journal: what was felt on each day, and a day's entries beneath. */
export default function MonthPage() {
  const t = useTexts(journalTexts);
  const now = today(useZone());
  const [query, setQuery] = useSearchParams();
  const chosen = dayFrom(query.get('day') ?? '');
  const month = startOfMonth(dayFrom(query.get('month') ?? '') ?? now);
  const weeks = weeksOf(month, useFormats().locale);
  const first = weeks[0]?.[0] ?? month;
  const last = weeks.at(-1)?.at(-1) ?? month;
  // They are in the address, so that somebody who looked into an entry comes back to them.
  const turn = (to: CalendarDate) => setQuery({ month: to.toString() }, { replace: true });
  const choose = (day: CalendarDate) =>
    setQuery({ month: month.toString(), day: day.toString() }, { replace: true });
  const trends = useTrends(useProfileId(), first.toString(), last.toString());
  return (
    <Page title={t.title}>
      <JournalTabs />
      <MonthHead month={month} onChange={turn} />
      <Read query={trends}>
        {(days) => <MonthTable {...{ weeks, month, days, chosen }} onChoose={choose} />}
      </Read>
      {chosen ? <ChosenDay day={chosen} /> : <p className="quiet">{t.monthView.choose}</p>}
    </Page>
  );
}

/** The weeks that a month lies in, each with its seven days. */
function weeksOf(month: CalendarDate, locale: string): CalendarDate[][] {
  const weeks: CalendarDate[][] = [];
  let day = startOfWeek(month, locale);
  while (day.compare(endOfMonth(month)) <= 0) {
    const begins = day;
    weeks.push(Array.from({ length: 7 }, (_, days) => begins.add({ days })));
    day = day.add({ weeks: 1 });
  }
  return weeks;
}

function MonthHead(props: { month: CalendarDate; onChange(month: CalendarDate): void }) {
  const t = useTexts(journalTexts).monthView;
  const { locale } = useFormats();
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <div className={styles.monthHead}>
      <Button
        aria-label={t.previous}
        onClick={() => props.onChange(props.month.subtract({ months: 1 }))}
      >
        <ChevronLeft aria-hidden="true" />
      </Button>
      <h2 aria-live="polite">{name.format(props.month.toDate('UTC'))}</h2>
      <Button aria-label={t.next} onClick={() => props.onChange(props.month.add({ months: 1 }))}>
        <ChevronRight aria-hidden="true" />
      </Button>
    </div>
  );
}

interface TableProps {
  weeks: CalendarDate[][];
  month: CalendarDate;
  days: readonly DayTrend[];
  chosen: CalendarDate | undefined;
  onChoose(day: CalendarDate): void;
}

function MonthTable({ weeks, month, days, chosen, onChoose }: TableProps) {
  const format = useFormats('UTC');
  const felt = new Map(days.map((each) => [each.day, each]));
  return (
    <table className={styles.month}>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day.toString()} scope="col" abbr={format.weekday(day.toDate('UTC'))}>
              {format.weekday(day.toDate('UTC')).slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={String(week[0])}>
            {week.map((day) => (
              <td key={day.toString()}>
                <DayButton
                  day={day}
                  felt={felt.get(day.toString())}
                  isOutside={!isSameMonth(day, month)}
                  isChosen={chosen?.compare(day) === 0}
                  onChoose={() => onChoose(day)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayProps {
  day: CalendarDate;
  felt: DayTrend | undefined;
  isOutside: boolean;
  isChosen: boolean;
  onChoose(): void;
}

function DayButton({ day, felt, isOutside, isChosen, onChoose }: DayProps) {
  const t = useTexts(journalTexts);
  const format = useFormats();
  const many = felt?.families.reduce((sum, each) => sum + each.count, 0) ?? 0;
  const what = felt?.families.map((each) => `${t.families[familyOf(each)]} ${each.count}`);
  const name = [format.plainDay(day.toString()), t.monthView.entries(many), what?.join(', ')];
  return (
    <button
      type="button"
      className={styles.day}
      data-outside={isOutside}
      aria-pressed={isChosen}
      aria-label={name.filter(Boolean).join(', ')}
      onClick={onChoose}
    >
      <span>{day.day}</span>
      <span className={styles.marks}>
        {felt?.families.map((each) => (
          <span key={each.family} className={styles.counted}>
            <FamilyMark family={familyOf(each)} /> {each.count}
          </span>
        ))}
      </span>
    </button>
  );
}

/** A day's entries: the day that they were felt on where the person was, wherever that is. */
function ChosenDay({ day }: { day: CalendarDate }) {
  const t = useTexts(journalTexts);
  const edit = useTexts(sharedTexts).edit;
  const format = useFormats();
  const list = useAll(useEntries(useProfileId(), { ...anywhere(day), limit: 100 }));
  const items = list.items.filter((entry) => entry.feltOn === day.toString());
  const isLoading = list.isLoading || (list.hasMore && !list.failure);
  const shown = { ...list, items, isLoading, hasMore: false };
  return (
    <Stack aria-label={t.monthView.of(format.plainDay(day.toString()))} as="section">
      <EntryDays
        list={shown}
        empty={t.monthView.none}
        actionsOf={(entry) => (
          <Link href={`/app/journal/${entry.entryId}`} className="small">
            {edit}
          </Link>
        )}
      />
    </Stack>
  );
}

/** From where a day begins first on earth to where it ends last. */
const anywhere = (day: CalendarDate) => ({
  from: beginOf(day, 'Pacific/Kiritimati'),
  to: beginOf(day.add({ days: 1 }), 'Etc/GMT+12'),
});
