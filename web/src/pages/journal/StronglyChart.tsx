import { scaleLinear, scaleUtc } from 'd3-scale';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { FamilyMark } from './EntryView';
import { SHAPES } from './feelings';
import { journalTexts } from './texts';
import styles from './trends.module.css';
import { marksOf, type DayTrend, type FamilySum } from './trends';

interface Props {
  families: readonly FamilySum[];
  days: readonly DayTrend[];
  from: string;
  to: string;
}

const HEIGHT = 260;
const EDGE = { top: 12, bottom: 34 };
/** How far apart marks of the same day and strength stand, in pixels. */
const BESIDE = 12;
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/**
 * A mark for each feeling of each day, the higher the stronger. Across it is drawn in shares of the
 * width and along it in pixels, so that its marks and words are as large on a phone as at a desk.
 */
export function StronglyChart({ families, days, from, to }: Props) {
  const format = useFormats('UTC');
  const x = scaleUtc([noon(from), noon(to)], [0, 100]);
  const y = scaleLinear([1, 10], [HEIGHT - EDGE.bottom, EDGE.top]);
  return (
    <div aria-hidden="true">
      <svg className={styles.chart} height={HEIGHT}>
        {[1, 4, 7, 10].map((step) => (
          <g key={step}>
            <line x1="0" x2="100%" y1={y(step)} y2={y(step)} />
            <text x="0" dx={-18} y={y(step) + 4} textAnchor="end">
              {step}
            </text>
          </g>
        ))}
        {[0, 50, 100].map((share) => (
          <text key={share} x={`${share}%`} y={HEIGHT - 4} textAnchor="middle">
            {format.shortDay(x.invert(share))}
          </text>
        ))}
        {marksOf(days).map(({ day, family, mean, aside }) => (
          <text
            key={`${day} ${family}`}
            className={styles.spot}
            x={`${x(noon(day))}%`}
            dx={aside * BESIDE}
            y={y(mean) + 6}
            textAnchor="middle"
            style={{ fill: `var(--family-${family})` }}
          >
            {SHAPES[family]}
          </text>
        ))}
      </svg>
      <Legend families={families} />
    </div>
  );
}

function Legend({ families }: Pick<Props, 'families'>) {
  const t = useTexts(journalTexts);
  return (
    <ul className={styles.legend}>
      {families.map(({ family }) => (
        <li key={family} className={styles.name}>
          <FamilyMark family={family} /> {t.families[family]}
        </li>
      ))}
    </ul>
  );
}
