import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useProfileId, useRole } from '../../session/session';
import { OtherName } from '../../shared/Name';
import { useMyClients, useMyTherapists } from '../../shared/people';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Badge, ButtonLink, Card, Page, PagedList, Row, Section, Stack } from '../../ui';
import styles from './messages.module.css';
import { messageTexts } from './texts';
import { useConversations, type Conversation } from './unread';

/** All conversations, the last one to be written in first. */
export default function ConversationsPage() {
  const t = useTexts(messageTexts);
  const list = useConversations();
  return (
    <Page title={t.title}>
      <PagedList
        list={list}
        label={t.title}
        empty={t.empty}
        keyOf={(each) => each.clientId + each.therapistId}
      >
        {(each) => <InShort conversation={each} />}
      </PagedList>
      {!list.isLoading && <Begin known={list.items} />}
    </Page>
  );
}

function InShort({ conversation }: { conversation: Conversation }) {
  const t = useTexts(messageTexts);
  const format = useFormats();
  const mine = conversation.lastSender === useRole();
  return (
    <Card>
      <Stack gap={1}>
        <Row className={styles.apart}>
          <h2>
            <Link href={`/app/messages/${conversation.clientId}/${conversation.therapistId}`}>
              <OtherName {...conversation} />
            </Link>
          </h2>
          {conversation.unread > 0 && <Badge tone="accent">{t.unread(conversation.unread)}</Badge>}
        </Row>
        <p className={styles.beginning}>
          {mine && <span className="quiet">{t.you}: </span>}
          {conversation.lastText ?? t.deleted}
        </p>
        <p className="quiet small">{format.dayAndTime(conversation.lastAt)}</p>
      </Stack>
    </Card>
  );
}

interface Person {
  id: string;
  name: string;
  pair: { clientId: string; therapistId: string };
}

/** Everybody whom one may write to and hasn't yet. */
function Begin({ known }: { known: readonly Conversation[] }) {
  const t = useTexts(messageTexts);
  const isClient = useRole() === 'client';
  const knows = (pair: Person['pair']) =>
    known.some((each) => each.clientId === pair.clientId && each.therapistId === pair.therapistId);
  const others = useReachable(isClient).filter((each) => !knows(each.pair));
  if (!others.length) return null;
  return (
    <Section title={t.start}>
      <Row gap={2}>
        {others.map(({ id, name, pair }) => (
          <ButtonLink key={id} to={`/app/messages/${pair.clientId}/${pair.therapistId}`}>
            {name}
          </ButtonLink>
        ))}
      </Row>
    </Section>
  );
}

function useReachable(isClient: boolean): Person[] {
  const { former } = useTexts(sharedTexts);
  const me = useProfileId();
  const therapists = useMyTherapists(isClient).items.map((each) => ({
    ...each,
    id: each.therapistId,
    pair: { clientId: me, therapistId: each.therapistId },
  }));
  const clients = useMyClients(!isClient).items.map((each) => ({
    ...each,
    id: each.clientId,
    pair: { clientId: each.clientId, therapistId: me },
  }));
  return [...therapists, ...clients]
    .filter((each) => each.between.contact === 'open')
    .map(({ id, name, pair }) => ({ id, name: name ?? former, pair }));
}
