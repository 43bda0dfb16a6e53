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

/** Show the chosen time in both zones, and ask for it. */
export function AskForSlot({ slot, onClose }: { slot: Slot; onClose(): void }) {
  const t = useTexts(appointmentTexts);
  const ui = useTexts(uiTexts);
  const reason = useDraft(`reason-${slot.therapistId}`, '');
  const asking = useAsking(() => reason.clear());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { therapistId, slotId } = slot;
    void asking.run({ therapistId, slotId, reason: reason.value.trim() || null });
  };
  return (
    <Dialog title={t.confirm} onClose={onClose}>
      <BothZones startsAt={slot.startsAt} endsAt={slot.endsAt} zone={slot.timezone} />
      <form onSubmit={submit}>
        <Stack>
          <TextArea
            label={t.reason}
            hint={t.reasonHint}
            optional={ui.optional}
            maxLength={1000}
            value={reason.value}
            onChange={(event) => reason.set(event.target.value)}
          />
          <FailureNotice failure={asking.failure} />
          <Row>
            <Button type="submit" kind="main" busy={asking.busy}>
              {t.submit}
            </Button>
            <Button onClick={onClose}>{ui.cancel}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
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
