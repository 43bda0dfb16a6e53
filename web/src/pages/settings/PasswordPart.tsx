import { useState, type FormEvent } from 'react';
import { answered, api } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { NewPasswordField } from '../../shared/NewPasswordField';
import { Button, FailureNotice, Notice, Section, Stack, TextField } from '../../ui';
import { settingsTexts } from './texts';

const EMPTY = { currentPassword: '', newPassword: '' };

/** Change the password. It is kept nowhere but in the two fields. */
export function PasswordPart() {
  const t = useTexts(settingsTexts);
  const [form, setForm] = useState(EMPTY);
  const [isDone, setDone] = useState(false);
  const changing = useAction((body: typeof EMPTY) => answered(api.POST('/me/password', { body })), {
    changes: [['logins']],
    onDone: () => {
      setForm(EMPTY);
      setDone(true);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    void changing.run(form);
  };
  return (
    <Section title={t.parts.password}>
      <form onSubmit={submit}>
        <Stack>
          <TextField
            label={t.currentPassword}
            type="password"
            autoComplete="current-password"
            required
            error={changing.failure?.fields.currentPassword}
            value={form.currentPassword}
            onChange={(event) => setForm({ ...form, currentPassword: event.target.value })}
          />
          <NewPasswordField
            label={t.newPassword}
            error={changing.failure?.fields.newPassword}
            value={form.newPassword}
            onChange={(newPassword) => setForm({ ...form, newPassword })}
          />
          <FailureNotice failure={changing.failure} />
          {isDone && <Notice tone="good">{t.passwordChanged}</Notice>}
          <div>
            <Button type="submit" kind="main" busy={changing.busy}>
              {t.changePassword}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
