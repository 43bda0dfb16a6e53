import type { FormEvent } from 'react';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { announce, Button, FailureNotice, Section, Stack, TextField } from '../../ui';
import { BETWEEN } from '../therapists/requests';
import { requestTexts } from './texts';

/** Ask a client to be mapped, by the address that they log in with. */
export function Invite() {
  const t = useTexts(requestTexts);
  const draft = useDraft('invite', '');
  const asking = useAction(
    (clientEmail: string, key: string) =>
      answered(
        api.POST('/mapping-requests', { params: { header: once(key) }, body: { clientEmail } }),
      ),
    {
      name: 'invite',
      changes: BETWEEN,
      onDone: () => {
        draft.clear();
        announce(t.asked);
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void asking.run(draft.value.trim());
  };
  return (
    <Section title={t.invite}>
      <form onSubmit={submit}>
        <Stack gap={3}>
          <TextField
            label={t.email}
            hint={t.inviteHint}
            type="email"
            autoComplete="off"
            required
            value={draft.value}
            error={asking.failure?.fields.clientEmail}
            onChange={(event) => draft.set(event.target.value)}
          />
          <FailureNotice failure={asking.failure} />
          <div>
            <Button type="submit" kind="main" busy={asking.busy}>
              {t.ask}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
