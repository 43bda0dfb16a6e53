import { useState, type FormEvent } from 'react';
import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { enter, useMe } from '../../session/session';
import { announce, Button, Conflict, FailureNotice, Section, Stack, TextField } from '../../ui';
import { settingsTexts } from './texts';

/** The name and the address that the person logs in with. A new address takes the password. */
export function AccountForm() {
  const t = useTexts(settingsTexts);
  const { account } = useMe();
  const draft = useVersionedDraft(
    'account',
    { name: account.name, email: account.email },
    account.version,
  );
  const [currentPassword, setPassword] = useState('');
  const saving = useChangingMe(() => {
    draft.clear();
    setPassword('');
  });
  const { name, email } = draft.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const moved = email.trim() !== account.email;
    void saving.save(
      { name: name.trim(), ...(moved && { email: email.trim(), currentPassword }) },
      draft.version,
    );
  };
  return (
    <Section title={t.account}>
      <form onSubmit={submit}>
        <Stack>
          <TextField
            label={t.name}
            autoComplete="name"
            required
            maxLength={200}
            error={saving.failure?.fields.name}
            value={name}
            onChange={(event) => draft.set({ name: event.target.value, email })}
          />
          <TextField
            label={t.email}
            type="email"
            autoComplete="email"
            required
            error={saving.failure?.fields.email}
            value={email}
            onChange={(event) => draft.set({ name, email: event.target.value })}
          />
          {email.trim() !== account.email && (
            <TextField
              label={t.currentPassword}
              hint={t.currentPasswordHint}
              type="password"
              autoComplete="current-password"
              required
              error={saving.failure?.fields.currentPassword}
              value={currentPassword}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
          <FailureNotice failure={saving.failure} />
          <div>
            <Button type="submit" kind="main" busy={saving.busy}>
              {t.save}
            </Button>
          </div>
        </Stack>
      </form>
      {saving.conflict && (
        <Conflict
          mine={`${name}\n${email}`}
          theirs={`${saving.conflict.theirs.name}\n${saving.conflict.theirs.email}`}
          onKeepMine={saving.keepMine}
          onTakeTheirs={() => {
            draft.clear();
            saving.dismiss();
            void enter().catch(() => undefined);
          }}
          onClose={saving.dismiss}
        />
      )}
    </Section>
  );
}

function useChangingMe(onDone: () => void) {
  const t = useTexts(settingsTexts);
  return useConditional({
    send: async (body: Schemas['MeChange'], version) => {
      await answered(api.PATCH('/me', { params: { header: ifMatch(version) }, body }));
      // Saved it is, even if it can't be read back now.
      await enter().catch(() => undefined);
    },
    reread: async () => (await answered(api.GET('/me'))).account,
    onDone: () => {
      onDone();
      announce(t.saved);
    },
  });
}
