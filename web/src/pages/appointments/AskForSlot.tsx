import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { BothZones } from '../../shared/BothZones';
import type { Slot } from '../../shared/slots';
import { announce, Button, Dialog, FailureNotice, Row, Stack, TextArea, uiTexts } from '../../ui';
import { appointmentTexts } from './texts';

interface Props {
  slot: Slot;
  onClose(): void;
  /** Somebody was quicker, and the person goes on to another time. */
  onTaken(): void;
}

/** Show the chosen time in both zones, and ask for it. What was typed is kept for another time. */
export function AskForSlot({ slot, onClose, onTaken }: Props) {
  const t = useTexts(appointmentTexts);
  const ui = useTexts(uiTexts);
  const reason = useDraft(`reason-${slot.therapistId}`, '');
  const client = useQueryClient();
  const asking = useAsking(() => reason.clear());
  const isTaken = asking.failure?.code === 'scheduling.slot_taken';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { therapistId, slotId } = slot;
    if (!(await asking.run({ therapistId, slotId, reason: reason.value.trim() || null })))
      await client.invalidateQueries({ queryKey: ['slots'] });
  };
  return (
    <Dialog title={t.confirm} onClose={isTaken ? onTaken : onClose}>
      <BothZones startsAt={slot.startsAt} endsAt={slot.endsAt} zone={slot.timezone} />
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextArea
            label={t.reason}
            hint={t.reasonHint}
            optional={ui.optional}
            most={1000}
            value={reason.value}
            onChange={(event) => reason.set(event.target.value)}
          />
          <FailureNotice failure={asking.failure} />
          {isTaken ? (
            <Another onClick={onTaken} />
          ) : (
            <Row>
              <Button type="submit" kind="main" busy={asking.busy}>
                {t.submit}
              </Button>
              <Button onClick={onClose}>{ui.cancel}</Button>
            </Row>
          )}
        </Stack>
      </form>
    </Dialog>
  );
}

/** The way on to another time, which takes the focus over from what could be pressed before. */
function Another({ onClick }: { onClick(): void }) {
  const t = useTexts(appointmentTexts);
  return (
    <Stack gap={2}>
      <p>{t.kept}</p>
      <div>
        <Button kind="main" autoFocus onClick={onClick}>
          {t.another}
        </Button>
      </div>
    </Stack>
  );
}

function useAsking(onDone: () => void) {
  const t = useTexts(appointmentTexts);
  const [, go] = useLocation();
  return useAction(
    (body: { therapistId: string; slotId: string; reason: string | null }, key: string) =>
      answered(api.POST('/appointment-requests', { params: { header: once(key) }, body })),
    {
      name: 'ask-for-slot',
      changes: [['appointment-requests'], ['slots'], ['related'], ['conversations']],
      onDone: () => {
        onDone();
        announce(t.sent);
        go('/app/appointments');
      },
    },
  );
}
