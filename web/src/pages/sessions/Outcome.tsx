import { useState } from 'react';
import { useTexts } from '../../i18n';
import { announce, Button, Confirm, Notice } from '../../ui';
import { useChange, type Current } from './change';
import { sessionTexts } from './texts';

type Came = 'completed' | 'missed';

interface Props extends Current {
  /** It is recorded: the buttons go. */
  onRecorded(): void;
}

/** Say what a session that has begun came to; it is asked about, since it is final. */
export function Outcome({ onRecorded, ...current }: Props) {
  const t = useTexts(sessionTexts);
  const [asked, setAsked] = useState<Came>();
  const change = useChange(current, () => {
    setAsked(undefined);
    announce(t.saved);
    onRecorded();
  });
  const close = () => {
    setAsked(undefined);
    change.dismiss();
  };
  return (
    <>
      <Button onClick={() => setAsked('completed')}>{t.held}</Button>
      <Button onClick={() => setAsked('missed')}>{t.missed}</Button>
      {asked && (
        <Confirm
          title={t.outcomeTitle[asked]}
          action={asked === 'completed' ? t.held : t.missed}
          busy={change.busy}
          failure={change.failure}
          onConfirm={() => void change.save({ status: asked }, current.session.version)}
          onClose={close}
        >
          <p>{t.outcomeText}</p>
          {change.conflict && <Notice tone="warm">{t.conflictNow}</Notice>}
        </Confirm>
      )}
    </>
  );
}
