import { useState, type FormEvent } from 'react';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { expertiseOf } from '../../shared/expertise';
import { ExpertiseField } from '../../shared/ExpertiseField';
import { NewPasswordField } from '../../shared/NewPasswordField';
import { ZoneField } from '../../shared/ZoneField';
import { browserZone } from '../../time/zone';
import { announce, Button, Dialog, FailureNotice, Row, Stack, TextField, uiTexts } from '../../ui';
import { signUpTexts } from '../front/signUpTexts';
import { adminTexts } from './texts';

type Kind = 'clients' | 'therapists';
const EMPTY = { name: '', email: '', expertise: '', location: '' };
type Form = typeof EMPTY & { timezone: string };

/** Open an account for somebody, with a first password that they then change. */
export function AddPerson({ kind, onClose }: { kind: Kind; onClose(): void }) {
  const t = useTexts(adminTexts);
  const words = useTexts(signUpTexts);
  const ui = useTexts(uiTexts);
  const draft = useDraft<Form>(`add-${kind}`, { ...EMPTY, timezone: browserZone() });
  const [password, setPassword] = useState('');
  const adding = useAdding(kind, () => {
    draft.clear();
    announce(t.added);
    onClose();
  });
  const form = draft.value;
  const field = (name: 'name' | 'email' | 'location') => ({
    label: words[name],
    value: form[name],
    required: true,
    error: adding.failure?.fields[name],
    onChange: (event: { target: { value: string } }) =>
      draft.set({ ...form, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void adding.run({ ...form, password });
  };
  return (
    <Dialog title={t.addTitle[kind]} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <TextField {...field('name')} autoComplete="off" />
          <TextField {...field('email')} type="email" autoComplete="off" />
          <NewPasswordField
            label={words.password}
            error={adding.failure?.fields.password}
            value={password}
            onChange={setPassword}
          />
          {kind === 'therapists' && (
            <>
              <ExpertiseField
                value={form.expertise}
                wrong={adding.failure?.fields ?? {}}
                onChange={(expertise) => draft.set({ ...form, expertise })}
              />
              <TextField {...field('location')} />
            </>
          )}
          <ZoneField
            label={words.zone}
            value={form.timezone}
            onChange={(timezone) => draft.set({ ...form, timezone })}
          />
          <FailureNotice failure={adding.failure} />
          <Row>
            <Button type="submit" kind="main" busy={adding.busy}>
              {t.add}
            </Button>
            <Button onClick={onClose}>{ui.cancel}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}

function useAdding(kind: Kind, onDone: () => void) {
  return useAction(
    (
      { name, email, timezone, password, expertise, location }: Form & { password: string },
      key,
    ) => {
      const params = { header: once(key) };
      const person = { name: name.trim(), email: email.trim(), timezone, password };
      const works = {
        expertise: expertiseOf(expertise),
        location: location.trim(),
      };
      return answered<unknown>(
        kind === 'clients'
          ? api.POST('/clients', { params, body: person })
          : api.POST('/therapists', { params, body: { ...person, ...works } }),
      );
    },
    { changes: [['admin']], onDone, name: `add-${kind}` },
  );
}
