import { useState } from 'react';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { Button, Confirm, Stack } from '../../ui';
import { useUnmapping } from '../therapists/requests';
import { Standing } from './ClientsPage';
import type { TabProps } from './tab';
import { clientTexts } from './texts';

/** What the therapist may see of a client, what that means, and how it ends. */
export function AccessTab({ between, clientId, name }: TabProps) {
  const t = useTexts(clientTexts);
  const therapistId = useProfileId();
  const [isAsked, setAsked] = useState(false);
  const ending = useUnmapping(() => setAsked(false));
  return (
    <Stack>
      <Standing between={between} />
      <p>{t.mappingMeans[between.mapping]}</p>
      <p>{t.journalMeans[between.journalAccess]}</p>
      {between.mapping === 'active' && (
        <div>
          <Button kind="danger" onClick={() => setAsked(true)}>
            {t.end}
          </Button>
        </div>
      )}
      {isAsked && (
        <Confirm
          title={t.endTitle(name)}
          action={t.end}
          danger
          busy={ending.busy}
          failure={ending.failure}
          onConfirm={() => void ending.run({ clientId, therapistId })}
          onClose={() => setAsked(false)}
        >
          <p>{t.endText}</p>
        </Confirm>
      )}
    </Stack>
  );
}
