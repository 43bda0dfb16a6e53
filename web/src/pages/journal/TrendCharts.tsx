import { scaleLinear, scaleTime } from 'd3-scale';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { Empty, Row, Section, Stack } from '../../ui';
import { FamilyMark } from './EntryView';
import { familyOf, SHAPES } from './feelings';
import styles from './journal.module.css';
import { journalTexts } from './texts';
import { sums, type DayTrend, type FamilySum } from './trends';

interface Props {
  days: readonly DayTrend[];
  /** The first and last day that are shown. */
  from: string;
  to: string;
}

/** What was felt over some days: two charts, each with the same as a table. */
export function TrendCharts({ days, from, to }: Props) {
  const t = useTexts(journalTexts).trendView;
  const families = sums(days);
  if (!families.length) return <Empty>{t.empty}</Empty>;
  return (
    <Stack gap={6}>
      <Section title={t.often}>
        <p className="quiet">{t.oftenText}</p>
        <Often families={families} />
        <AsTable of={t.often}>
          <OftenTable families={families} />
        </AsTable>
      </Section>
      <Section title={t.strongly}>
        <p className="quiet">{t.stronglyText}</p>
        <Strongly {...{ days, from, to }} />
        <Legend families={families} />
        <AsTable of={t.strongly}>
          <StronglyTable days={days} />
        </AsTable>
      </Section>
    </Stack>
  );
}

function AsTable({ of, children }: { of: string; children: ReactNode }) {
  return (
    <details>
      <summary>{useTexts(journalTexts).trendView.showTable}</summary>
      <div className={styles.scroll} role="region" tabIndex={0} aria-label={of}>
        {children}
      </div>
    </details>
  );
}

function Often({ families }: { families: readonly FamilySum[] }) {
  const t = useTexts(journalTexts);
  const most = Math.max(...families.map((each) => each.count));
  return (
    <div className={styles.bars} aria-hidden="true">
      {families.map(({ family, count }) => (
        <Bar key={family} label={t.families[family]} count={count}>
          <FamilyMark family={family} />
          <div
            className={styles.bar}
            style={{ width: `${(count / most) * 100}%`, background: `var(--family-${family})` }}
          />
        </Bar>
      ))}
    </div>
  );
}

function Bar(props: { label: string; count: number; children: [ReactNode, ReactNode] }) {
  return (
    <>
      <Row gap={2}>
        {props.children[0]} {props.label}
      </Row>
      {props.children[1]}
      <strong>{props.count}</strong>
    </>
  );
}

function OftenTable({ families }: { families: readonly FamilySum[] }) {
  const t = useTexts(journalTexts);
  const format = useFormats();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.family}</th>
          <th scope="col">{t.trendView.entries}</th>
          <th scope="col">{t.trendView.mean}</th>
        </tr>
      </thead>
      <tbody>
        {families.map(({ family, count, mean }) => (
          <tr key={family}>
            <th scope="row">{t.families[family]}</th>
            <td>{count}</td>
            <td>{format.number(Math.round(mean * 10) / 10)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WIDTH = 640;
const HEIGHT = 240;
const EDGE = { left: 28, right: 12, top: 12, bottom: 26 };
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

function Strongly({ days, from, to }: Props) {
  const format = useFormats('UTC');
  const x = scaleTime([noon(from), noon(to)], [EDGE.left, WIDTH - EDGE.right]);
  const y = scaleLinear([1, 10], [HEIGHT - EDGE.bottom, EDGE.top]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.chart} aria-hidden="true">
      {[1, 4, 7, 10].map((step) => (
        <g key={step}>
          <line x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(step)} y2={y(step)} />
          <text x={EDGE.left - 8} y={y(step) + 4} textAnchor="end">
            {step}
          </text>
        </g>
      ))}
      {x.ticks(5).map((tick) => (
        <text key={tick.getTime()} x={x(tick)} y={HEIGHT - 6} textAnchor="middle">
          {format.shortDay(tick)}
        </text>
      ))}
      {days.flatMap(({ day, families }) =>
        families.map((each) => (
          <text
            key={day + each.family}
            x={x(noon(day))}
            y={y(each.meanIntensity) + 6}
            textAnchor="middle"
            style={{ fill: `var(--family-${familyOf(each)})`, fontSize: 18 }}
          >
            {SHAPES[familyOf(each)]}
          </text>
        )),
      )}
    </svg>
  );
}

function Legend({ families }: { families: readonly FamilySum[] }) {
  const t = useTexts(journalTexts);
  return (
    <ul className={styles.legend} aria-hidden="true">
      {families.map(({ family }) => (
        <li key={family}>
          <FamilyMark family={family} /> {t.families[family]}
        </li>
      ))}
    </ul>
  );
}

function StronglyTable({ days }: { days: readonly DayTrend[] }) {
  const t = useTexts(journalTexts);
  const format = useFormats();
  const rows = days.flatMap(({ day, families }) => families.map((each) => ({ day, each })));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.trendView.day}</th>
          <th scope="col">{t.family}</th>
          <th scope="col">{t.trendView.mean}</th>
          <th scope="col">{t.trendView.entries}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ day, each }) => (
          <tr key={day + each.family}>
            <th scope="row">{format.plainDay(day)}</th>
            <td>{t.families[familyOf(each)]}</td>
            <td>{format.number(each.meanIntensity)}</td>
            <td>{each.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
