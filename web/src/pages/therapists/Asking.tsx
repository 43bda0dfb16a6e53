import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { AnswerButtons } from '../../shared/AnswerButtons';
import { useHome } from '../../shared/home';
import { TherapistName } from '../../shared/Name';
import { useAccessRequests, type Request } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Card, FailureNotice, Row, Stack } from '../../ui';
import { useAccessAnswer } from './requests';
import { therapistTexts } from './texts';

/** The therapists who ask to read the journal, each with what a yes would mean. */
export function Asking() {
  const t = useTexts(therapistTexts);
  const { items, failure, retry } = useAll(useAccessRequests('pending'));
  const home = useHome();
  return (
    <div {...home.place} aria-label={t.asking}>
      <Stack gap={3}>
        <FailureNotice failure={failure} onRetry={retry} />
        {items.map((each) => (
          <AskingOne key={each.requestId} request={each} onAnswered={home.goHome} />
        ))}
      </Stack>
    </div>
  );
}

function AskingOne({ request, onAnswered }: { request: Request; onAnswered(): void }) {
  const t = useTexts(therapistTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useAccessAnswer();
  const say = async (status: 'approved' | 'rejected') => {
    if (await answer.run({ requestId: request.requestId, status })) onAnswered();
  };
  return (
    <Card tone="warm">
      <Stack gap={2}>
        <p>
          <strong>
            <TherapistName id={request.therapistId} />
          </strong>{' '}
          {t.asksToRead}{' '}
          <span className="small">
            {shared.until(format.dayAndTime(request.expiresAt), format.relative(request.expiresAt))}
          </span>
        </p>
        <p className="small">{t.grantText}</p>
        <FailureNotice failure={answer.failure} />
        <Row gap={2}>
          <AnswerButtons busy={answer.busy} onSay={(status) => void say(status)} />
        </Row>
      </Stack>
    </Card>
  );
}
