import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { failureOf } from '../../api/failure';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import type { NoteKind } from '../../shared/notes';
import { announce, Button, Confirm, Notice } from '../../ui';
import { noteTexts } from './texts';

interface Props {
  sessionId: string;
  kind: NoteKind;
  canSign: boolean;
  /** Save what isn't yet; resolves to the version that has all of it, if one has. */
  flush(): Promise<number | undefined>;
}

/** Sign the version that has all that was typed when it was asked for, and no later one. */
export function Sign({ sessionId, kind, canSign, flush }: Props) {
  const t = useTexts(noteTexts);
  const [asked, setAsked] = useState<'no' | 'unsaved' | number>('no');
  const signing = useSigning(sessionId, kind, () => setAsked('no'));
  const ask = async () => {
    signing.reset();
    setAsked((await flush()) ?? 'unsaved');
  };
  return (
    <>
      {asked === 'unsaved' && <Notice tone="warm">{t.cannotSign}</Notice>}
      <div>
        <Button disabled={!canSign} onClick={() => void ask()}>
          {t.sign}
        </Button>
      </div>
      {typeof asked === 'number' && (
        <Confirm
          title={t.signTitle}
          action={t.sign}
          busy={signing.busy}
          failure={signing.failure}
          onConfirm={() => void signing.run(asked)}
          onClose={() => setAsked('no')}
        >
          <p>{t.signText}</p>
        </Confirm>
      )}
    </>
  );
}

function useSigning(sessionId: string, kind: NoteKind, onDone: () => void) {
  const t = useTexts(noteTexts);
  const client = useQueryClient();
  const note = ['note', sessionId, kind];
  return useAction(
    async (version: number) => {
      const params = { path: { sessionId }, header: ifMatch(version) };
      try {
        return await answered(
          kind === 'shared'
            ? api.POST('/sessions/{sessionId}/notes/shared/sign', { params })
            : api.POST('/sessions/{sessionId}/notes/private/sign', { params }),
        );
      } catch (error) {
        if (failureOf(error).isConflict) void client.invalidateQueries({ queryKey: note });
        throw error;
      }
    },
    {
      changes: [note],
      onDone: () => {
        announce(t.didSign);
        onDone();
      },
    },
  );
}
