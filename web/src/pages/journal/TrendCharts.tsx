import type { ReactNode } from 'react';
import { useTexts } from '../../i18n';
import { Empty, Section, Stack } from '../../ui';
import { OftenChart } from './OftenChart';
import { StronglyChart } from './StronglyChart';
import { journalTexts } from './texts';
import styles from './trends.module.css';
import { OftenTable, StronglyTable } from './TrendTables';
import { sums, type DayTrend } from './trends';

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
        <OftenChart {...{ families, days, from, to }} />
        <AsTable of={t.often}>
          <OftenTable {...{ families, days }} />
        </AsTable>
      </Section>
      <Section title={t.strongly}>
        <p className="quiet">{t.stronglyText}</p>
        <StronglyChart {...{ families, days, from, to }} />
        <AsTable of={t.strongly}>
          <StronglyTable {...{ families, days }} />
        </AsTable>
      </Section>
    </Stack>
  );
}

/** The table stands where the keyboard can scroll it, too. */
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
