import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { useHome } from '../../shared/home';
import { useMyTherapists } from '../../shared/people';
import { FailureNotice, Page, PagedList, Section, Stack } from '../../ui';
import { useReaders } from '../journal/readers';
import { Asking } from './Asking';
import { Reader } from './Reader';
import { Consents, WhoRead } from './Records';
import { TherapistTabs } from './TherapistTabs';
import { therapistTexts } from './texts';

/** Who may read the journal, since when, and who did; closing it takes one step. */
export default function ReadersPage() {
  const t = useTexts(therapistTexts);
  return (
    <Page title={t.readers} intro={t.readersIntro}>
      <TherapistTabs />
      <Asking />
      <Doors />
      <WhoRead />
      <Consents />
    </Page>
  );
}

function Doors() {
  const t = useTexts(therapistTexts);
  const readers = useAll(useReaders());
  const mine = useAll(useMyTherapists());
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const home = useHome();
  const may = new Set(readers.items.map((each) => each.therapistId));
  // Who was closed out just now stays in place, so that it can be taken back where it was done.
  const listed = [...new Set([...may, ...turned])].sort();
  const others = mine.items.filter(
    (each) => each.between.mapping === 'active' && !listed.includes(each.therapistId),
  );
  return (
    <>
      <Section title={t.mayRead}>
        <div {...home.place} aria-label={t.mayRead}>
          <PagedList
            list={{ ...readers, items: listed }}
            label={t.mayRead}
            empty={t.noReaders}
            keyOf={(therapistId) => therapistId}
          >
            {(therapistId) => (
              <Reader
                therapistId={therapistId}
                isOpen={may.has(therapistId)}
                onTurned={() => setTurned(new Set([...turned, therapistId]))}
              />
            )}
          </PagedList>
        </div>
      </Section>
      <FailureNotice failure={mine.failure} onRetry={mine.retry} />
      {!readers.isLoading && others.length > 0 && (
        <Section title={t.open}>
          <Stack as="ul" gap={3} aria-label={t.open}>
            {others.map(({ therapistId }) => (
              <li key={therapistId}>
                <Reader therapistId={therapistId} isOpen={false} onTurned={home.goHome} />
              </li>
            ))}
          </Stack>
        </Section>
      )}
    </>
  );
}
