import { today } from '@internationalized/date';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useZone } from '../../time/zone';
import { Choice, Read, Stack } from '../../ui';
import { journalTexts } from './texts';
import { TrendCharts } from './TrendCharts';
import { useTrends } from './trends';

const SPANS = { weeks2: 13, weeks6: 41, months3: 91 } as const;
type Span = keyof typeof SPANS;

/** The trends of a journal, as far back as the person wants to look. */
export function Trends({ clientId }: { clientId: string }) {
  const t = useTexts(journalTexts).trendView;
  const [span, setSpan] = useState<Span>('weeks6');
  const to = today(useZone());
  const from = to.subtract({ days: SPANS[span] }).toString();
  const query = useTrends(clientId, from, to.toString());
  return (
    <Stack gap={5}>
      <Choice
        legend={t.span}
        options={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t[value] }))}
        value={span}
        onChange={setSpan}
      />
      <Read query={query}>
        {(days) => <TrendCharts days={days} from={from} to={to.toString()} />}
      </Read>
    </Stack>
  );
}
