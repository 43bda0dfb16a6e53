import { useState } from 'react';
import { useLocation } from 'wouter';
import { answered, api, ifMatch } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { announce, Confirm, Notice } from '../../ui';
import { EntryView, type Entry } from './EntryView';
import { journalTexts } from './texts';

interface Props {
  entry: Entry;
  /** Read the entry anew. */
  onStale(): Promise<Entry | undefined>;
  onClose(): void;
}

/** Ask before an entry is deleted, and once more, showing it, where it was changed meanwhile. */
export function RemoveEntry({ entry, onStale, onClose }: Props) {
  const t = useTexts(journalTexts);
  const [seen] = useState(entry.version);
  const removing = useRemoval(entry, onStale);
  const { conflict } = removing;
  return (
    <Confirm
      title={t.removeTitle}
      action={t.removeAction}
      danger
      busy={removing.busy}
      failure={removing.failure}
      onConfirm={() => (conflict ? removing.keepMine() : void removing.save(true, seen))}
      onClose={onClose}
    >
      {conflict && <Notice tone="warm">{t.changedMeanwhile}</Notice>}
      {conflict && <EntryView entry={conflict.theirs} />}
      <p>{t.removeText}</p>
    </Confirm>
  );
}

function useRemoval({ clientId, entryId }: Entry, reread: Props['onStale']) {
  const t = useTexts(journalTexts);
  const [, go] = useLocation();
  return useConditional({
    send: (_: true, version) =>
      answered(
        api.DELETE('/journals/{clientId}/{entryId}', {
          params: { path: { clientId, entryId }, header: ifMatch(version) },
        }),
      ),
    reread,
    changes: [['journal', clientId, 'list'], ['trends']],
    onDone: () => {
      announce(t.gone);
      go('/app/journal');
    },
  });
}
