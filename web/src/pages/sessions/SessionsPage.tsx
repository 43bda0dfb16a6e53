import { useState } from 'react';
import { useTexts } from '../../i18n';
import { thisMinute, useSessions } from '../../shared/sessions';
import { Choice, Page, PagedList, Section } from '../../ui';
import { usePastSessions, type Outcome } from './past';
import { SessionCard } from './SessionCard';
import { sessionTexts } from './texts';

const OUTCOMES = ['all', 'completed', 'missed', 'cancelled'] as const;

/** A client's sessions: those to come, and all that were. */
export default function SessionsPage() {
  const t = useTexts(sessionTexts);
  const [now] = useState(thisMinute);
  return (
    <Page title={t.title}>
      <Section title={t.coming}>
        <PagedList
          list={useSessions({ from: now })}
          label={t.coming}
          empty={t.noComing}
          keyOf={(each) => each.sessionId}
        >
          {(each) => <SessionCard session={each} />}
        </PagedList>
      </Section>
      <Past before={now} />
    </Page>
  );
}

function Past({ before }: { before: string }) {
  const t = useTexts(sessionTexts);
  const [outcome, setOutcome] = useState<Outcome>('all');
  return (
    <Section title={t.past}>
      <Choice
        legend={t.show}
        hideLegend
        options={OUTCOMES.map((value) => ({ value, label: t.outcomes[value] }))}
        value={outcome}
        onChange={setOutcome}
      />
      <PagedList
        list={usePastSessions(before, outcome)}
        label={t.past}
        empty={outcome === 'all' ? t.noPast : t.noneSuch}
        keyOf={(each) => each.sessionId}
      >
        {(each) => <SessionCard session={each} />}
      </PagedList>
    </Section>
  );
}
