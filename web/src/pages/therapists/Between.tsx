import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { AnswerButtons } from '../../shared/AnswerButtons';
import { useProfileId } from '../../session/session';
import type { RelatedTherapist } from '../../shared/people';
import type { Request } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Badge, Button, ButtonLink, Confirm, FailureNotice, Read, Row, Stack } from '../../ui';
import { useAskToBeMapped, useMappingAnswer, useMappingRequest, useUnmapping } from './requests';
import { therapistTexts } from './texts';

interface Props {
  therapistId: string;
  name: string;
  /** How the two stand; undefined where they have nothing to do with one another yet. */
  between: RelatedTherapist['between'] | undefined;
  /** Something changed between them: what was pressed may be gone. */
  onDone(): void;
}

/** How the client and a therapist stand, and what the client can do about it. */
export function Between({ therapistId, name, between, onDone }: Props) {
  const t = useTexts(therapistTexts);
  const clientId = useProfileId();
  const isMapped = between?.mapping === 'active';
  return (
    <Stack gap={3}>
      {between && <State between={between} />}
      {between?.mappingRequestId && (
        <Pending requestId={between.mappingRequestId} onDone={onDone} />
      )}
      {!isMapped && !between?.mappingRequestId && <Ask {...{ therapistId, onDone }} />}
      <Row gap={2}>
        <ButtonLink kind={isMapped ? 'main' : 'plain'} to={`/app/appointments/${therapistId}`}>
          {t.book}
        </ButtonLink>
        {between?.contact === 'open' && (
          <ButtonLink to={`/app/messages/${clientId}/${therapistId}`}>{t.message}</ButtonLink>
        )}
        {isMapped && <End {...{ clientId, therapistId, name, onDone }} />}
      </Row>
    </Stack>
  );
}

function State({ between }: { between: RelatedTherapist['between'] }) {
  const t = useTexts(therapistTexts);
  return (
    <Row gap={2}>
      {between.mapping !== 'none' && (
        <Badge tone={between.mapping === 'active' ? 'good' : 'warm'}>
          {between.mapping === 'active' ? t.mapped : t.ended}
        </Badge>
      )}
      <Badge tone={between.journalAccess === 'granted' ? 'accent' : 'warm'}>
        {between.journalAccess === 'granted' ? t.journalOpen : t.journalClosed}
      </Badge>
      <Badge>{between.contact === 'open' ? t.contactOpen : t.contactClosed}</Badge>
    </Row>
  );
}

function Ask({ therapistId, onDone }: { therapistId: string; onDone(): void }) {
  const t = useTexts(therapistTexts);
  const client = useQueryClient();
  const asking = useAskToBeMapped();
  const ask = async () => {
    if (await asking.run(therapistId)) onDone();
    // One of the two may have asked a moment ago: then that is shown.
    else await client.invalidateQueries({ queryKey: ['related'] });
  };
  return (
    <Stack gap={2}>
      <p className="quiet small">{t.askText}</p>
      <FailureNotice failure={asking.failure} />
      <div>
        <Button busy={asking.busy} onClick={() => void ask()}>
          {t.ask}
        </Button>
      </div>
    </Stack>
  );
}

/** A request that waits: the client answers the therapist's, and withdraws their own. */
function Pending({ requestId, onDone }: { requestId: string; onDone(): void }) {
  const query = useMappingRequest(requestId);
  return (
    <Read query={query}>
      {(request) => (request.status === 'pending' ? <Answer {...{ request, onDone }} /> : null)}
    </Read>
  );
}

function Answer({ request, onDone }: { request: Request; onDone(): void }) {
  const t = useTexts(therapistTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useMappingAnswer();
  const { requestId, expiresAt } = request;
  const isMine = request.askedBy === 'client';
  const say = async (status: 'approved' | 'rejected' | 'withdrawn') => {
    if (await answer.run({ requestId, status })) onDone();
  };
  return (
    <Stack gap={2}>
      <p>
        {isMine ? t.pendingMine : t.pendingTheirs}{' '}
        <span className="quiet small">
          {shared.until(format.dayAndTime(expiresAt), format.relative(expiresAt))}
        </span>
      </p>
      {!isMine && <p className="quiet small">{t.askText}</p>}
      <FailureNotice failure={answer.failure} />
      <Row gap={2}>
        {isMine ? (
          <Button busy={answer.busy} onClick={() => void say('withdrawn')}>
            {shared.withdraw}
          </Button>
        ) : (
          <AnswerButtons busy={answer.busy} onSay={(status) => void say(status)} />
        )}
      </Row>
    </Stack>
  );
}

function End(props: { clientId: string; therapistId: string; name: string; onDone(): void }) {
  const t = useTexts(therapistTexts);
  const [isAsked, setAsked] = useState(false);
  const { name, onDone, ...pair } = props;
  const ending = useUnmapping(() => {
    setAsked(false);
    onDone();
  });
  return (
    <>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {t.end}
      </Button>
      {isAsked && (
        <Confirm
          title={t.endTitle(name)}
          action={t.end}
          danger
          busy={ending.busy}
          failure={ending.failure}
          onConfirm={() => void ending.run(pair)}
          onClose={() => setAsked(false)}
        >
          <p>{t.endText}</p>
        </Confirm>
      )}
    </>
  );
}
