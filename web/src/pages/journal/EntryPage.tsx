import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'wouter';
import { answered, api } from '../../api/client';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useProfileId } from '../../session/session';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Button, Card, Page, Read, Row, Stack } from '../../ui';
import { draftOf, EditEntry } from './EditEntry';
import { EntryView, type Entry } from './EntryView';
import { RemoveEntry } from './RemoveEntry';
import { journalTexts } from './texts';

/** One entry: read it, change it, delete it. */
export default function EntryPage() {
  const t = useTexts(journalTexts);
  const { entryId = '' } = useParams();
  const clientId = useProfileId();
  const query = useQuery({
    queryKey: ['journal', clientId, 'entry', entryId],
    queryFn: () =>
      answered(
        api.GET('/journals/{clientId}/{entryId}', { params: { path: { clientId, entryId } } }),
      ),
  });
  return (
    <Page title={t.entry}>
      <Read query={query}>
        {(entry) => (
          <Shown
            entry={entry}
            onStale={async () => (await query.refetch({ throwOnError: true })).data}
          />
        )}
      </Read>
    </Page>
  );
}

type Mode = 'read' | 'edit' | 'remove';

interface ShownProps {
  entry: Entry;
  /** Read the entry anew. */
  onStale(): Promise<Entry | undefined>;
}

/** An entry; whoever comes back to a change that they had begun goes on with it. */
function Shown(props: ShownProps) {
  const { entry } = props;
  const format = useFormats(entry.timezone);
  const isBegun = useDraft(draftOf(entry), undefined).isTyped;
  const [mode, setMode] = useState<Mode>(isBegun ? 'edit' : 'read');
  const heading = useFocusOnTurn(mode === 'edit');
  const close = () => setMode('read');
  return (
    <Stack>
      <h2 ref={heading} tabIndex={-1}>
        {format.plainDay(entry.feltOn)}
      </h2>
      {mode === 'edit' ? (
        <EditEntry {...props} onClose={close} />
      ) : (
        <Card>
          <EntryView entry={entry} actions={<Actions onChoose={setMode} />} />
        </Card>
      )}
      {mode === 'remove' && <RemoveEntry {...props} onClose={close} />}
    </Stack>
  );
}

/** Put the focus on a heading when what stands beneath it turns into something else. */
function useFocusOnTurn(isTurned: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(isTurned);
  useEffect(() => {
    if (before.current !== isTurned) heading.current?.focus();
    before.current = isTurned;
  }, [isTurned]);
  return heading;
}

function Actions({ onChoose }: { onChoose(mode: Mode): void }) {
  const t = useTexts(sharedTexts);
  return (
    <Row gap={2}>
      <Button onClick={() => onChoose('edit')}>{t.edit}</Button>
      <Button kind="danger" onClick={() => onChoose('remove')}>
        {t.remove}
      </Button>
    </Row>
  );
}
