import { useState } from 'react';
import { useTexts } from '../../i18n';
import { thisMinute } from '../../shared/sessions';
import { SlotDays } from '../../shared/SlotDays';
import { useSlots, type Slot } from '../../shared/slots';
import { announce, Button, Dialog, FailureNotice, Notice, Read, Stack } from '../../ui';
import { useChange, type Current } from './change';
import { sessionTexts } from './texts';

const FOUR_WEEKS = 28 * 86_400_000;

/** Move a session to another of the therapist's open slots. */
export function Move(props: Current) {
  const t = useTexts(sessionTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.move}</Button>
      {isOpen && (
        <Dialog title={t.moveTitle} onClose={() => setOpen(false)}>
          <OtherSlots {...props} onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function OtherSlots({ onDone, ...current }: Current & { onDone(): void }) {
  const t = useTexts(sessionTexts);
  const { session } = current;
  const [from] = useState(thisMinute);
  const [to] = useState(() => new Date(Date.parse(from) + FOUR_WEEKS).toISOString());
  const query = useSlots(session.therapistId, from, to, 'open');
  const change = useChange(current, () => {
    announce(t.moved);
    onDone();
  });
  const moveTo = async ({ slotId }: Slot) => {
    await change.save({ slotId }, session.version);
    await query.refetch();
  };
  return (
    <Stack gap={3}>
      {change.conflict && <Notice tone="warm">{t.conflictNow}</Notice>}
      <FailureNotice failure={change.failure} />
      <Read query={query}>
        {(slots) =>
          slots.length ? (
            <SlotDays slots={slots} busy={change.busy} onChoose={(slot) => void moveTo(slot)} />
          ) : (
            <p>{t.noSlots}</p>
          )
        }
      </Read>
    </Stack>
  );
}
