import { answered, api, type Schemas } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { TherapistName } from '../../shared/Name';
import { useMyTherapists, useTherapistName } from '../../shared/people';
import { useAccessRequests, type Request } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import {
  announce,
  Button,
  Card,
  FailureNotice,
  Page,
  PagedList,
  Row,
  Section,
  Stack,
} from '../../ui';
import { useReaders } from '../journal/readers';
import { useAccessAnswer, useJournalDoor } from './requests';
import { TherapistTabs } from './TherapistTabs';
import { therapistTexts } from './texts';
import styles from './therapists.module.css';

/** Who may read the journal, since when, and who did; closing it takes one step. */
export default function ReadersPage() {
  const t = useTexts(therapistTexts);
  const readers = useReaders();
  const may = new Set(readers.items.map((each) => each.therapistId));
  const others = useMyTherapists().items.filter(
    (each) => each.between.mapping === 'active' && !may.has(each.therapistId),
  );
  return (
    <Page title={t.readers} intro={t.readersIntro}>
      <TherapistTabs />
      <Asking />
      <PagedList
        list={readers}
        label={t.readers}
        empty={t.noReaders}
        keyOf={(each) => each.therapistId}
      >
        {(each) => <Reader therapistId={each.therapistId} isOpen />}
      </PagedList>
      {others.length > 0 && (
        <Section title={t.open}>
          {others.map((each) => (
            <Reader key={each.therapistId} therapistId={each.therapistId} isOpen={false} />
          ))}
        </Section>
      )}
      <WhoRead />
      <Consents />
    </Page>
  );
}

function Reader({ therapistId, isOpen }: { therapistId: string; isOpen: boolean }) {
  const t = useTexts(therapistTexts);
  const clientId = useProfileId();
  const name = useTherapistName(therapistId);
  const door = useJournalDoor(() => announce(isOpen ? t.revoked(name) : t.granted(name)));
  const turn = () => void door.run({ clientId, therapistId, isOpen: !isOpen });
  return (
    <Card>
      <Row className={styles.apart}>
        <Stack gap={1}>
          <h2>{name}</h2>
          {isOpen && <Since therapistId={therapistId} />}
        </Stack>
        <Button kind={isOpen ? 'danger' : 'plain'} busy={door.busy} onClick={turn}>
          {isOpen ? t.revoke : t.grant}
        </Button>
      </Row>
      <FailureNotice failure={door.failure} />
    </Card>
  );
}

/** Since when a therapist may read, as far as the loaded part of the record of consent says. */
function Since({ therapistId }: { therapistId: string }) {
  const t = useTexts(therapistTexts);
  const format = useFormats();
  const granted = useConsents().items.find(
    (each) =>
      each.therapistId === therapistId &&
      each.about === 'journal_access' &&
      each.step === 'granted',
  );
  return granted ? <p className="quiet small">{t.since(format.day(granted.happenedAt))}</p> : null;
}

function Asking() {
  const pending = useAccessRequests('pending').items;
  return (
    <>
      {pending.map((each) => (
        <AskingOne key={each.requestId} request={each} />
      ))}
    </>
  );
}

function AskingOne({ request }: { request: Request }) {
  const t = useTexts(therapistTexts);
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  const answer = useAccessAnswer();
  const say = (status: 'approved' | 'rejected') => () =>
    void answer.run({ requestId: request.requestId, status });
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
        <FailureNotice failure={answer.failure} />
        <Row gap={2}>
          <Button kind="main" busy={answer.busy} onClick={say('approved')}>
            {shared.accept}
          </Button>
          <Button busy={answer.busy} onClick={say('rejected')}>
            {shared.decline}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}

/** The events by which somebody else saw something of the journal. */
const READINGS = ['journal.read', 'journal.trends_read', 'journal.searched'];

function WhoRead() {
  const t = useTexts(therapistTexts);
  const audit = usePaged(['audit', 'mine'], (cursor) =>
    answered(
      api.GET('/me/audit', { params: { query: { limit: 100, ...(cursor && { cursor }) } } }),
    ),
  );
  const reads = audit.items.filter((each) => READINGS.includes(each.event));
  return (
    <Section title={t.whoRead}>
      <PagedList
        list={{ ...audit, items: reads }}
        label={t.whoRead}
        empty={t.whoReadNobody}
        keyOf={(each) => each.eventId}
      >
        {(each) => <DidRead event={each} />}
      </PagedList>
    </Section>
  );
}

function DidRead({ event }: { event: Schemas['EventAnswer'] }) {
  const t = useTexts(therapistTexts);
  const format = useFormats();
  return <>{t.didRead(useTherapistName(event.actorId), format.dayAndTime(event.happenedAt))}</>;
}

function useConsents() {
  const clientId = useProfileId();
  return usePaged(['consents', clientId], (cursor) =>
    answered(
      api.GET('/clients/{clientId}/consents', {
        params: { path: { clientId }, query: { limit: 100, ...(cursor && { cursor }) } },
      }),
    ),
  );
}

function Consents() {
  const t = useTexts(therapistTexts);
  const format = useFormats();
  return (
    <Section title={t.consents}>
      <PagedList
        list={useConsents()}
        label={t.consents}
        empty={t.noConsents}
        keyOf={(each) => each.consentId}
      >
        {(each) => (
          <p className="small">
            <strong>{t.about[each.about]}</strong> {t.step[each.step]}{' '}
            {t.by[each.by as keyof typeof t.by]} · <TherapistName id={each.therapistId} /> ·{' '}
            <span className="quiet">{format.dayAndTime(each.happenedAt)}</span>
          </p>
        )}
      </PagedList>
    </Section>
  );
}
