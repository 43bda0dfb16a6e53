import { useEffect, useEffectEvent, useState } from 'react';
import { answered, api, ifMatch } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import type { Slot } from '../../shared/slots';
import { useFormats } from '../../time/formats';
import { announce, Button, Confirm, Notice } from '../../ui';
import styles from './calendar.module.css';
import { calendarTexts } from './texts';

interface Props {
  slot: Slot;
  /** Called once the slot is gone and the dialog closed, so that the focus goes somewhere. */
  onWithdrawn(): void;
}

/** A time that clients can ask for, and the way to take it back. */
export function OpenSlot({ slot, onWithdrawn }: Props) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  const [step, setStep] = useState<'shown' | 'asked' | 'withdrawn'>('shown');
  const tell = useEffectEvent(onWithdrawn);
  useEffect(() => {
    if (step === 'withdrawn') tell();
  }, [step]);
  if (step === 'withdrawn') return <p className="quiet small">{t.withdrawn}</p>;
  return (
    <div className={styles.open}>
      <strong>{format.span(slot.startsAt, slot.endsAt)}</strong>
      <span className="small">{t.open}</span>
      <Button
        kind="quiet"
        className={styles.small}
        aria-label={`${t.withdraw}: ${format.dayAndTime(slot.startsAt)}`}
        onClick={() => setStep('asked')}
      >
        {t.withdraw}
      </Button>
      {step === 'asked' && (
        <Withdraw
          slot={slot}
          onDone={() => setStep('withdrawn')}
          onClose={() => setStep('shown')}
        />
      )}
    </div>
  );
}

interface WithdrawProps {
  slot: Slot;
  onDone(): void;
  onClose(): void;
}

/** Ask first; after a conflict, show how the time stands now and let the therapist choose anew. */
function Withdraw({ slot, onDone, onClose }: WithdrawProps) {
  const t = useTexts(calendarTexts);
  const format = useFormats();
  const withdrawing = useWithdrawal(slot, onDone);
  const now = withdrawing.conflict?.theirs ?? slot;
  return (
    <Confirm
      title={t.withdrawTitle}
      action={now.status === 'held' ? t.withdrawHeld : t.withdraw}
      danger
      busy={withdrawing.busy}
      failure={withdrawing.failure}
      onConfirm={() => void withdrawing.save(true, now.version)}
      onClose={onClose}
    >
      <p>
        <strong>{format.dayAndTime(slot.startsAt)}</strong>
      </p>
      <p>{t.withdrawText}</p>
      {withdrawing.conflict && (
        <Notice tone="warm">{t.changed[now.status === 'held' ? 'held' : 'other']}</Notice>
      )}
    </Confirm>
  );
}

function useWithdrawal(slot: Slot, onDone: () => void) {
  const t = useTexts(calendarTexts);
  const path = { therapistId: slot.therapistId, slotId: slot.slotId };
  return useConditional({
    send: (_: true, version) =>
      answered(
        api.DELETE('/session-slots/{therapistId}/{slotId}', {
          params: { path, header: ifMatch(version) },
        }),
      ),
    reread: () => answered(api.GET('/session-slots/{therapistId}/{slotId}', { params: { path } })),
    changes: [['slots'], ['appointment-requests']],
    onDone: () => {
      announce(t.withdrawn);
      onDone();
    },
  });
}
