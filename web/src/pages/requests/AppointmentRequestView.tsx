import { useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../../i18n';
import { AnswerButtons } from '../../shared/AnswerButtons';
import { useAppointmentAnswer } from '../../shared/appointmentAnswers';
import { ClientName } from '../../shared/Name';
import type { AppointmentRequest } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { useNow } from '../../time/now';
import { announce, Button, Card, FailureNotice, Row, Stack } from '../../ui';
import { requestTexts } from './texts';

interface Props {
  request: AppointmentRequest;
  /** Called once it is answered, with the session that a yes made. */
  onAnswered(sessionId: string | null): void;
}

/** A request for one of the therapist's times; a yes makes the session. */
export function AppointmentRequestView({ request, onAnswered }: Props) {
  const t = useTexts(requestTexts);
  const format = useFormats();
  const isOver = Date.parse(request.expiresAt) <= useNow();
  return (
    <Card tone="warm">
      <Stack gap={2}>
        <h3>
          <ClientName id={request.clientId} />
        </h3>
        <p>
          <strong>
            {format.day(request.startsAt)}, {format.span(request.startsAt, request.endsAt)}
          </strong>
        </p>
        {request.reason && <p className="typed">{request.reason}</p>}
        {isOver ? <p role="status">{t.expired}</p> : <Answer {...{ request, onAnswered }} />}
      </Stack>
    </Card>
  );
}

function Answer({ request, onAnswered }: Props) {
  const t = useTexts(requestTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const client = useQueryClient();
  const answer = useAppointmentAnswer((now) => {
    if (now.status === 'rejected') announce(t.declined);
    onAnswered(now.sessionId);
  });
  const isStale = answer.failure?.isConflict || answer.failure?.code === 'requests.closed';
  const look = () => {
    answer.reset();
    void client.invalidateQueries({ queryKey: ['appointment-requests'] });
  };
  return (
    <>
      <p className="small">
        {t.held}{' '}
        {shared.until(format.dayAndTime(request.expiresAt), format.relative(request.expiresAt))}
      </p>
      <FailureNotice failure={answer.failure} />
      {isStale ? (
        <div>
          <Button onClick={look}>{t.look}</Button>
        </div>
      ) : (
        <Row gap={2}>
          <AnswerButtons
            busy={answer.busy}
            onSay={(status) => void answer.run({ request, status })}
          />
        </Row>
      )}
    </>
  );
}
