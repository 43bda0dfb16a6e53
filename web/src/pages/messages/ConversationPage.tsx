import { useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useRole } from '../../session/session';
import { byDay, dayIn } from '../../shared/days';
import { useMyClients, useMyTherapists, useOtherName } from '../../shared/people';
import { useFormats } from '../../time/formats';
import { useZone } from '../../time/zone';
import { Button, Empty, FailureNotice, Loading, Notice, Page, Stack } from '../../ui';
import { useHistory, useReadMarker, useStanding, type Message } from './history';
import { MessageView } from './MessageView';
import styles from './messages.module.css';
import { OutgoingView } from './OutgoingView';
import { useOutgoing, type Pair } from './outbox';
import { useEnd } from './scrolling';
import { messageTexts } from './texts';
import { WriteForm } from './WriteForm';

/** A conversation: what was written, and the box to write in. */
export default function ConversationPage() {
  const t = useTexts(messageTexts);
  const { clientId = '', therapistId = '' } = useParams();
  const pair = { clientId, therapistId };
  const name = useOtherName(pair);
  const list = useHistory(pair);
  const isOpen = useIsOpen(pair);
  useReadMarker(pair, list.items[0]?.messageId);
  return (
    <Page title={t.one} heading={t.with(name)}>
      {list.isLoading && <Loading />}
      <FailureNotice failure={list.failure} onRetry={list.retry} />
      {list.hasMore && (
        <Button busy={list.isLoadingMore} onClick={list.more}>
          {t.earlier}
        </Button>
      )}
      {!list.isLoading && !list.failure && !list.items.length && <Empty>{t.first}</Empty>}
      <History pair={pair} messages={list.items.toReversed()} name={name} />
      {isOpen === false ? <Notice tone="warm">{t.closed}</Notice> : <WriteForm pair={pair} />}
    </Page>
  );
}

/** Whether the two may write to each other; undefined while that isn't known. */
function useIsOpen({ clientId, therapistId }: Pair): boolean | undefined {
  const isClient = useRole() === 'client';
  const therapists = useMyTherapists(isClient);
  const clients = useMyClients(!isClient);
  const mine = isClient
    ? therapists.items.find((each) => each.therapistId === therapistId)
    : clients.items.find((each) => each.clientId === clientId);
  if (mine) return mine.between.contact === 'open';
  const list = isClient ? therapists : clients;
  return list.isLoading || list.failure || list.hasMore ? undefined : false;
}

interface HistoryProps {
  pair: Pair;
  messages: readonly Message[];
  name: string;
}

function History({ pair, messages, name }: HistoryProps) {
  const t = useTexts(messageTexts);
  const format = useFormats();
  const zone = useZone();
  const outgoing = useOutgoing(pair);
  const readTo = useStanding(pair)?.otherReadTo ?? '';
  const failed = outgoing.filter((each) => each.failure);
  const { end, goThere } = useEnd(messages, outgoing.length + failed.length);
  return (
    <Stack gap={4}>
      <Stack gap={3} role="log" aria-label={t.history}>
        {byDay(messages, (each) => dayIn(zone, each.sentAt)).map(({ day, items }) => (
          <Stack gap={3} key={day}>
            <h2 className={styles.day}>{format.plainDay(day)}</h2>
            {items.map((each) => (
              <MessageView
                key={each.messageId}
                message={each}
                name={name}
                isRead={each.messageId <= readTo}
              />
            ))}
          </Stack>
        ))}
      </Stack>
      {outgoing.map((each) => (
        <OutgoingView key={each.key} message={each} onGone={goThere} />
      ))}
      <div ref={end} tabIndex={-1} />
    </Stack>
  );
}
