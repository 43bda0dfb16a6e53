import { answered, api, ifMatch } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import type { Slot } from '../../shared/slots';
import { useFormats } from '../../time/formats';
import { announce, Confirm, Notice } from '../../ui';
import { calendarTexts } from './texts';

interface Props {
  slot: Slot;
  onDone(): void;
  onClose(): void;
}

/** Ask first; after a conflict, show how the time stands now and let the therapist choose anew. */
export function Withdraw({ slot, onDone, onClose }: Props) {
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
