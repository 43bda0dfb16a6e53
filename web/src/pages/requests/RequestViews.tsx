import { useTexts } from '../../i18n';
import { AnswerButtons } from '../../shared/AnswerButtons';
import { ClientName } from '../../shared/Name';
import type { Request } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Button, Card, FailureNotice, Row, Stack } from '../../ui';
import { useAccessAnswer, useMappingAnswer } from '../therapists/requests';
import { requestTexts } from './texts';

export type Kind = 'mapping' | 'journal';

interface TheirProps {
  request: Request;
  onAnswered(): void;
}

interface MyProps {
  request: Request;
  kind: Kind;
  onWithdrawn(): void;
}

/** A client's wish to be mapped, which the therapist answers. */
export function TheirRequestView({ request, onAnswered }: TheirProps) {
  const t = useTexts(requestTexts);
  const answer = useMappingAnswer();
  const say = async (status: 'approved' | 'rejected') => {
    if (await answer.run({ requestId: request.requestId, status })) onAnswered();
  };
  return (
    <Card tone="warm">
      <Stack gap={2}>
        <p>
          <strong>
            <Whom request={request} />
          </strong>{' '}
          {t.mapsYou}
        </p>
        <Deadline request={request} />
        <FailureNotice failure={answer.failure} />
        <Row gap={2}>
          <AnswerButtons busy={answer.busy} onSay={(status) => void say(status)} />
        </Row>
      </Stack>
    </Card>
  );
}

/** What the therapist asked for, which can be withdrawn while it waits. */
export function MyRequestView({ request, kind, onWithdrawn }: MyProps) {
  const shared = useTexts(sharedTexts);
  const mapping = useMappingAnswer();
  const access = useAccessAnswer();
  const answer = kind === 'mapping' ? mapping : access;
  const withdraw = async () => {
    const done = await answer.run({ requestId: request.requestId, status: 'withdrawn' });
    if (done) onWithdrawn();
  };
  return (
    <Card>
      <Stack gap={2}>
        <Wish request={request} kind={kind} />
        <Deadline request={request} />
        <FailureNotice failure={answer.failure} />
        <div>
          <Button busy={answer.busy} onClick={() => void withdraw()}>
            {shared.withdraw}
          </Button>
        </div>
      </Stack>
    </Card>
  );
}

/** What the therapist asked for, and whom. */
export function Wish({ request, kind }: { request: Request; kind: Kind }) {
  const t = useTexts(requestTexts);
  return (
    <p>
      {kind === 'mapping' ? t.youAskedMapping : t.youAskedJournal}{' '}
      <strong>
        <Whom request={request} />
      </strong>
    </p>
  );
}

/** The client by name, or by the address that the therapist gave. */
function Whom({ request }: { request: Request }) {
  if (request.clientEmail) return <>{request.clientEmail}</>;
  return <ClientName id={request.clientId ?? ''} />;
}

function Deadline({ request }: { request: Request }) {
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  return (
    <p className="quiet small">
      {shared.until(format.dayAndTime(request.expiresAt), format.relative(request.expiresAt))}
    </p>
  );
}
