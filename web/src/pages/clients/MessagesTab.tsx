import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { ButtonLink, PagedList, Stack } from '../../ui';
import { useHistory } from '../messages/history';
import { MessageView } from '../messages/MessageView';
import type { TabProps } from './tab';
import { clientTexts } from './texts';

/** The last messages with a client, and the way to the conversation. */
export function MessagesTab({ clientId, name }: TabProps) {
  const t = useTexts(clientTexts);
  const therapistId = useProfileId();
  return (
    <Stack>
      <div>
        <ButtonLink kind="main" to={`/app/messages/${clientId}/${therapistId}`}>
          {t.write}
        </ButtonLink>
      </div>
      <PagedList
        list={useHistory({ clientId, therapistId })}
        label={t.tabs.messages}
        empty={t.noMessages}
        keyOf={(each) => each.messageId}
      >
        {(each) => <MessageView message={each} name={name} isRead={false} />}
      </PagedList>
    </Stack>
  );
}
