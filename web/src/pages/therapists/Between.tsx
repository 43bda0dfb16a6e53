import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import type { RelatedTherapist } from '../../shared/people';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Badge, Button, ButtonLink, Confirm, FailureNotice, Row, Stack } from '../../ui';
import { useAskToBeMapped, useMappingAnswer, useUnmapping } from './requests';
import { useMappingRequests } from '../../shared/requests';
import { therapistTexts } from './texts';

interface Props {
  therapistId: string;
  name: string;
  /** How the two stand; undefined where they have nothing to do with one another yet. */
  between: RelatedTherapist['between'] | undefined;
}

/** How the client and a therapist stand, and what the client can do about it. */
export function Between({ therapistId, name, between }: Props) {
  const t = useTexts(therapistTexts);
  const clientId = useProfileId();
  const isMapped = between?.mapping === 'active';
  return (
    <Stack gap={3}>
      {between && <State between={between} />}
      {between?.mappingRequestId && (
        <Pending requestId={between.mappingRequestId} until={between.mappingRequestUntil} />
      )}
      {!isMapped && !between?.mappingRequestId && <Ask therapistId={therapistId} />}
      <Row gap={2}>
        <ButtonLink kind={isMapped ? 'main' : 'plain'} to={`/app/appointments/${therapistId}`}>
          {t.book}
        </ButtonLink>
        {between?.contact === 'open' && (
          <ButtonLink to={`/app/messages/${clientId}/${therapistId}`}>{t.message}</ButtonLink>
        )}
        {isMapped && <End {...{ clientId, therapistId, name }} />}
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

function Ask({ therapistId }: { therapistId: string }) {
  const t = useTexts(therapistTexts);
  const asking = useAskToBeMapped();
  return (
    <Stack gap={2}>
      <p className="quiet small">{t.askText}</p>
      <FailureNotice failure={asking.failure} />
      <div>
        <Button busy={asking.busy} onClick={() => void asking.run(therapistId)}>
          {t.ask}
        </Button>
      </div>
    </Stack>
  );
}

/** A request that waits: the client answers the therapist's, and withdraws their own. */
function Pending({ requestId, until }: { requestId: string; until: string | null }) {
  const t = useTexts(therapistTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useMappingAnswer();
  const request = useMappingRequests('pending').items.find((each) => each.requestId === requestId);
  const isMine = request?.askedBy === 'client';
  const say = (status: 'approved' | 'rejected' | 'withdrawn') => () =>
    void answer.run({ requestId, status });
  if (!request) return null;
  return (
    <Stack gap={2}>
      <p>
        {isMine ? t.pendingMine : t.pendingTheirs}{' '}
        <span className="quiet small">
          {until && shared.until(format.dayAndTime(until), format.relative(until))}
        </span>
      </p>
      {!isMine && <p className="quiet small">{t.askText}</p>}
      <FailureNotice failure={answer.failure} />
      <Row gap={2}>
        {isMine ? (
          <Button busy={answer.busy} onClick={say('withdrawn')}>
            {shared.withdraw}
          </Button>
        ) : (
          <>
            <Button kind="main" busy={answer.busy} onClick={say('approved')}>
              {shared.accept}
            </Button>
            <Button busy={answer.busy} onClick={say('rejected')}>
              {shared.decline}
            </Button>
          </>
        )}
      </Row>
    </Stack>
  );
}

function End(props: { clientId: string; therapistId: string; name: string }) {
  const t = useTexts(therapistTexts);
  const [isAsked, setAsked] = useState(false);
  const ending = useUnmapping(() => setAsked(false));
  const { name, ...pair } = props;
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
