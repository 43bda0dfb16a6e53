import { useTexts } from '../../i18n';
import { useAppointmentAnswer } from '../../shared/appointmentAnswers';
import { TherapistName } from '../../shared/Name';
import type { AppointmentRequest } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { announce, Button, Card, FailureNotice, Stack } from '../../ui';
import { appointmentTexts } from './texts';

interface Props {
  request: AppointmentRequest;
  /** It is withdrawn, and leaves the list. */
  onWithdrawn(): void;
}

/** A time that is held until the therapist answers, which the client can withdraw. */
export function PendingRequest({ request, onWithdrawn }: Props) {
  const t = useTexts(appointmentTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useAppointmentAnswer(() => {
    announce(t.withdrawn);
    onWithdrawn();
  });
  return (
    <Card tone="warm">
      <Stack gap={2}>
        <p>
          <strong>
            {format.day(request.startsAt)}, {format.span(request.startsAt, request.endsAt)}
          </strong>{' '}
          · <TherapistName id={request.therapistId} />
        </p>
        {request.reason && <p className="typed">{request.reason}</p>}
        <p className="small">
          {t.pendingHow}{' '}
          {shared.until(format.dayAndTime(request.expiresAt), format.relative(request.expiresAt))}
        </p>
        <FailureNotice failure={answer.failure} />
        <div>
          <Button
            busy={answer.busy}
            onClick={() => void answer.run({ request, status: 'withdrawn' })}
          >
            {shared.withdraw}
          </Button>
        </div>
      </Stack>
    </Card>
  );
}
