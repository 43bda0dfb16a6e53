import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answered, api } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useRole } from '../../session/session';
import type { Session } from '../../shared/sessions';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import {
  announce,
  Button,
  Dialog,
  FailureNotice,
  Notice,
  Row,
  Stack,
  TextArea,
  uiTexts,
} from '../../ui';
import { sessionTexts } from './texts';

interface Props {
  session: Session;
  /** The session is cancelled: the button that had the focus goes. */
  onCancelled(): void;
}

/** Cancel a session, knowing what that means now. */
export function CancelSession({ session, onCancelled }: Props) {
  const t = useTexts(sessionTexts);
  const [isAsked, setAsked] = useState(false);
  const now = useNow();
  if (Date.parse(session.startsAt) <= now) return null;
  return (
    <div>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {t.cancel}
      </Button>
      {isAsked && <CancelDialog {...{ session, onCancelled }} onClose={() => setAsked(false)} />}
    </div>
  );
}

function CancelDialog({ session, onCancelled, onClose }: Props & { onClose(): void }) {
  const t = useTexts(sessionTexts);
  const ui = useTexts(uiTexts);
  const client = useQueryClient();
  const reason = useDraft(`cancel-${session.sessionId}`, '');
  const cancelling = useCancelling(session, () => {
    reason.clear();
    onClose();
    onCancelled();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // Where it can't be cancelled any more, the page shows what became of it.
    if (!(await cancelling.run(reason.value.trim() || null)))
      await client.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Dialog title={t.cancelTitle} onClose={onClose}>
      <WhatItMeans session={session} />
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
          <FailureNotice failure={cancelling.failure} />
          <Row>
            <Button type="submit" kind="danger" busy={cancelling.busy}>
              {t.cancel}
            </Button>
            <Button onClick={onClose}>{ui.close}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}

function WhatItMeans({ session }: { session: Session }) {
  const t = useTexts(sessionTexts);
  const format = useFormats();
  const now = useNow();
  if (useRole() === 'therapist') return <p>{t.byTherapist}</p>;
  const cutoff = format.dayAndTime(session.cancelUntil);
  return now > Date.parse(session.cancelUntil) ? (
    <Notice tone="warm">{t.late(cutoff)}</Notice>
  ) : (
    <p>{t.inTime(cutoff)}</p>
  );
}

function useCancelling(session: Session, onDone: () => void) {
  const t = useTexts(sessionTexts);
  const { sessionId } = session;
  return useAction(
    (reason: string | null) =>
      answered(
        api.POST('/sessions/{sessionId}/cancel', {
          params: { path: { sessionId } },
          body: { reason },
        }),
      ),
    {
      changes: [['sessions'], ['slots']],
      onDone: ({ status }) => {
        announce(status === 'late_cancelled' ? t.cancelledLate : t.cancelled);
        onDone();
      },
    },
  );
}
