import { useState } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import type { NoteKind } from '../../shared/notes';
import { announce, Button, Confirm, Notice } from '../../ui';
import { noteTexts } from './texts';

interface Props {
  sessionId: string;
  kind: NoteKind;
  version: number | undefined;
  canSign: boolean;
  /** Save what isn't yet; resolves to whether all of it is. */
  flush(): Promise<boolean>;
}

/** Sign a note as the server has it, once it has all of it. */
export function Sign({ sessionId, kind, version, canSign, flush }: Props) {
  const t = useTexts(noteTexts);
  const [asked, setAsked] = useState<'no' | 'unsaved' | 'yes'>('no');
  const signing = useSigning(sessionId, kind, () => setAsked('no'));
  const ask = async () => setAsked((await flush()) ? 'yes' : 'unsaved');
  return (
    <>
      {asked === 'unsaved' && <Notice tone="warm">{t.cannotSign}</Notice>}
      <div>
        <Button disabled={!canSign} onClick={() => void ask()}>
          {t.sign}
        </Button>
      </div>
      {asked === 'yes' && version !== undefined && (
        <Confirm
          title={t.signTitle}
          action={t.sign}
          busy={signing.busy}
          failure={signing.failure}
          onConfirm={() => void signing.run(version)}
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
  return useAction(
    (version: number) => {
      const params = { path: { sessionId }, header: ifMatch(version) };
      return answered(
        kind === 'shared'
          ? api.POST('/sessions/{sessionId}/notes/shared/sign', { params })
          : api.POST('/sessions/{sessionId}/notes/private/sign', { params }),
      );
    },
    {
      changes: [['note', sessionId, kind]],
      onDone: () => {
        announce(t.didSign);
        onDone();
      },
    },
  );
}
