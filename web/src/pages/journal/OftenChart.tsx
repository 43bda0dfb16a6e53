import { scaleBand, scaleLinear } from 'd3-scale';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { FamilyMark } from './EntryView';
import { journalTexts } from './texts';
import styles from './trends.module.css';
import { countOf, daysFrom, type DayTrend, type FamilySum } from './trends';

interface Props {
  families: readonly FamilySum[];
  days: readonly DayTrend[];
  from: string;
  to: string;
}

/** How high a row is at most, and a block, in pixels. */
const HIGHEST = 36;
const BLOCK = 12;

/** A row for each feeling: a block for every entry, day beside day, and the sum. */
export function OftenChart({ families, days, from, to }: Props) {
  const t = useTexts(journalTexts);
  const format = useFormats('UTC');
  return (
    <div aria-hidden="true">
      <ul className={styles.often}>
        {families.map(({ family, count }) => (
          <li key={family}>
            <span className={styles.name}>
              <FamilyMark family={family} /> {t.families[family]}
            </span>
            <Blocks {...{ family, days, from, to }} />
            <strong>{count}</strong>
          </li>
        ))}
      </ul>
      <p className={styles.ends}>
        <span>{format.shortDay(from)}</span>
        <span>{format.shortDay(to)}</span>
      </p>
    </div>
  );
}

function Blocks({ family, days, from, to }: Omit<Props, 'families'> & Pick<FamilySum, 'family'>) {
  const most = Math.max(...days.flatMap((day) => day.families.map((each) => each.count)));
  const size = Math.min(BLOCK, HIGHEST / most);
  const height = size * most;
  const x = scaleBand(daysFrom(from, to), [0, 100]).paddingInner(0.2);
  const y = scaleLinear([0, most], [height, 0]);
  return (
    <svg className={styles.blocks} height={height}>
      <line x1="0" x2="100%" y1={height} y2={height} />
      {days.flatMap((day) =>
        Array.from({ length: countOf(day, family) }, (_, place) => (
          <rect
            key={`${day.day} ${place}`}
            x={`${x(day.day) ?? 0}%`}
            width={`${x.bandwidth()}%`}
            y={y(place + 1)}
            height={size * 0.85}
            style={{ fill: `var(--family-${family})` }}
          />
        )),
      )}
    </svg>
  );
}
