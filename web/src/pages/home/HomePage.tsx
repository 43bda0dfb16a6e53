import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useMe } from '../../session/session';
import { TherapistName } from '../../shared/Name';
import { thisMinute, useSessions } from '../../shared/sessions';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { ButtonLink, Card, FailureNotice, Loading, Page, Row, Section, Stack } from '../../ui';
import { Button } from '../../ui';
import { CHECK_IN, EMPTY, withFamily } from '../journal/entryForm';
import { FamilyMark } from '../journal/EntryView';
import { ALL_FAMILIES, type Family } from '../journal/feelings';
import { journalTexts } from '../journal/texts';
import { homeTexts } from './texts';
import { Waiting } from './Waiting';

/** What a client sees first: how they are, when they meet next, and what waits. */
export default function HomePage() {
  const t = useTexts(homeTexts);
  return (
    <Page title={t.title} heading={t.hello(useMe().account.name)}>
      <QuickCheckIn />
      <NextSession />
      <Waiting />
    </Page>
  );
}

/** One touch begins a check-in; what was chosen goes along in memory, never in the address. */
function QuickCheckIn() {
  const t = useTexts(homeTexts);
  const families = useTexts(journalTexts).families;
  const draft = useDraft(CHECK_IN, EMPTY);
  const [, go] = useLocation();
  const begin = (family: Family) => {
    draft.set(withFamily(draft.value, family));
    go('/app/journal/new');
  };
  return (
    <Section title={t.checkIn}>
      <Row gap={2}>
        {ALL_FAMILIES.map((family) => (
          <Button key={family} onClick={() => begin(family)}>
            <FamilyMark family={family} /> {families[family]}
          </Button>
        ))}
      </Row>
    </Section>
  );
}

/** Longer ago no session that still goes on began, in milliseconds. */
const LONGEST = 12 * 3_600_000;

/** The session that goes on now, or the next one. */
function NextSession() {
  const t = useTexts(homeTexts);
  const now = useNow();
  const [from] = useState(() => new Date(Date.parse(thisMinute()) - LONGEST).toISOString());
  const list = useSessions({ from, status: 'scheduled' });
  const next = list.items.find((each) => Date.parse(each.endsAt) > now);
  return (
    <Section title={t.next}>
      <FailureNotice failure={list.failure} onRetry={list.retry} />
      {list.isLoading && <Loading />}
      {!list.isLoading && !list.failure && !next && (
        <Row>
          <p>{t.noNext}</p>
          <ButtonLink to="/app/appointments">{t.find}</ButtonLink>
        </Row>
      )}
      {next && (
        <Card tone="accent">
          <SessionInShort session={next} />
        </Card>
      )}
    </Section>
  );
}

function SessionInShort({ session }: { session: ReturnType<typeof useSessions>['items'][number] }) {
  const t = useTexts(homeTexts);
  const format = useFormats();
  return (
    <Stack gap={2}>
      <p>
        <strong>{format.dayAndTime(session.startsAt)}</strong> ({format.relative(session.startsAt)})
      </p>
      <p>
        <TherapistName id={session.therapistId} />
        {session.place && ` · ${session.place}`}
      </p>
      <div>
        <ButtonLink to={`/app/sessions/${session.sessionId}`}>{t.see}</ButtonLink>
      </div>
    </Stack>
  );
}
