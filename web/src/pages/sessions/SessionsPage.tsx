import { useState } from 'react';
import { useTexts } from '../../i18n';
import { thisMinute, useSessions } from '../../shared/sessions';
import { Page, PagedList, Section } from '../../ui';
import { SessionCard } from './SessionCard';
import { sessionTexts } from './texts';

const YEAR = 365 * 86_400_000;

/** A client's sessions: those to come, and those of the past year. */
export default function SessionsPage() {
  const t = useTexts(sessionTexts);
  const [now] = useState(thisMinute);
  const [from] = useState(() => new Date(Date.parse(now) - YEAR).toISOString());
  const past = useSessions({ from, to: now, limit: 100 });
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
      <Section title={t.past}>
        <PagedList
          list={{ ...past, items: past.items.toReversed() }}
          label={t.past}
          empty={t.noPast}
          keyOf={(each) => each.sessionId}
        >
          {(each) => <SessionCard session={each} />}
        </PagedList>
      </Section>
    </Page>
  );
}
