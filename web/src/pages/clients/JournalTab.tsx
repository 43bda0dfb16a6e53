import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { announce, Button, Card, Choice, FailureNotice, Row, Section, Stack } from '../../ui';
import { useEntries } from '../journal/entries';
import { EntryDays } from '../journal/EntryDays';
import { Trends } from '../journal/Trends';
import { BETWEEN, useAccessAnswer } from '../therapists/requests';
import { useSessionsWith } from './sessions';
import type { TabProps } from './tab';
import { clientTexts } from './texts';

/** The client's journal, where they opened it, or the way to ask. */
export function JournalTab(props: TabProps) {
  return props.between.journalAccess === 'granted' ? <Opened {...props} /> : <Closed {...props} />;
}

function Opened({ clientId }: TabProps) {
  const t = useTexts(clientTexts);
  const [which, setWhich] = useState<'since' | 'all'>('since');
  const { past } = useSessionsWith(clientId);
  const last = past.items.findLast((each) => each.status === 'completed');
  const from = which === 'since' ? last?.startsAt : undefined;
  const isKnown = which === 'all' || (!past.isLoading && !past.failure);
  const list = useEntries(clientId, { from }, isKnown);
  const client = useQueryClient();
  const look = () => {
    list.retry();
    void client.invalidateQueries({ queryKey: ['trends', clientId] });
    void client.invalidateQueries({ queryKey: ['related'] });
  };
  // Once it is closed, what was read before is no longer this person's to see.
  if (list.failure?.status === 404) return <FailureNotice failure={list.failure} onRetry={look} />;
  return (
    <Stack gap={5}>
      <Row>
        <p className="quiet small">{t.readingNote}</p>
        <Button kind="quiet" onClick={look}>
          {t.lookAgain}
        </Button>
      </Row>
      <Choice
        legend={t.which}
        hideLegend
        options={[
          { value: 'since', label: t.sinceLast },
          { value: 'all', label: t.allEntries },
        ]}
        value={which}
        onChange={setWhich}
      />
      {isKnown || !past.failure ? (
        <EntryDays
          list={{ ...list, isLoading: list.isLoading || !isKnown }}
          empty={from ? t.noEntriesSince : t.noEntries}
        />
      ) : (
        <FailureNotice failure={past.failure} onRetry={past.retry} />
      )}
      <Section title={t.trends}>
        <Trends clientId={clientId} />
      </Section>
    </Stack>
  );
}

function Closed({ clientId, between }: TabProps) {
  const t = useTexts(clientTexts);
  const asking = useAction(
    (_: string, key: string) =>
      answered(
        api.POST('/journal-access-requests', { params: { header: once(key) }, body: { clientId } }),
      ),
    { changes: BETWEEN, onDone: () => announce(t.askedAccess) },
  );
  return (
    <Card>
      <Stack gap={3}>
        <p>{t.journalClosed}</p>
        <FailureNotice failure={asking.failure} />
        {between.accessRequestId ? (
          <Waits requestId={between.accessRequestId} until={between.accessRequestUntil} />
        ) : (
          <div>
            <Button kind="main" busy={asking.busy} onClick={() => void asking.run(clientId)}>
              {t.askAccess}
            </Button>
          </div>
        )}
      </Stack>
    </Card>
  );
}

function Waits({ requestId, until }: { requestId: string; until: string | null }) {
  const t = useTexts(clientTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useAccessAnswer();
  return (
    <Stack gap={2}>
      <p>
        {t.waitsAccess}{' '}
        <span className="quiet small">
          {until && shared.until(format.dayAndTime(until), format.relative(until))}
        </span>
      </p>
      <FailureNotice failure={answer.failure} />
      <div>
        <Button
          busy={answer.busy}
          onClick={() => void answer.run({ requestId, status: 'withdrawn' })}
        >
          {shared.withdraw}
        </Button>
      </div>
    </Stack>
  );
}
