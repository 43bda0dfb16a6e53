import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useAppointmentAnswer } from '../../shared/appointmentAnswers';
import { ClientName } from '../../shared/Name';
import type { AppointmentRequest } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { announce, Button, ButtonLink, Card, Dialog, FailureNotice, Row, Stack } from '../../ui';
import { requestTexts } from './texts';

/** A request for one of the therapist's times; a yes makes the session. */
export function AppointmentRequestView({ request }: { request: AppointmentRequest }) {
  const t = useTexts(requestTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const client = useQueryClient();
  const [sessionId, setSessionId] = useState<string>();
  const answer = useAppointmentAnswer((now) => {
    announce(now.status === 'approved' ? t.accepted : t.declined);
  });
  const say = async (status: 'approved' | 'rejected') => {
    const now = await answer.run({ request, status });
    if (now?.sessionId) setSessionId(now.sessionId);
  };
  const stale = answer.failure?.isConflict || answer.failure?.code === 'requests.closed';
  const look = () => void client.invalidateQueries({ queryKey: ['appointment-requests'] });
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
        <p className="small">
          {t.held}{' '}
          {shared.until(format.dayAndTime(request.expiresAt), format.relative(request.expiresAt))}
        </p>
        <FailureNotice failure={answer.failure} {...(stale && { onRetry: look })} />
        <Row gap={2}>
          <Button kind="main" busy={answer.busy} onClick={() => void say('approved')}>
            {shared.accept}
          </Button>
          <Button busy={answer.busy} onClick={() => void say('rejected')}>
            {shared.decline}
          </Button>
        </Row>
      </Stack>
      {sessionId && (
        <Dialog title={t.accepted} onClose={() => setSessionId(undefined)}>
          <ButtonLink kind="main" to={`/app/sessions/${sessionId}`}>
            {t.toSession}
          </ButtonLink>
        </Dialog>
      )}
    </Card>
  );
}
