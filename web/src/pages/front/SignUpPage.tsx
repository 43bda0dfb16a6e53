import { useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { answered, api, once, type Schemas } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { logIn } from '../../session/session';
import { expertiseOf } from '../../shared/expertise';
import { ExpertiseField } from '../../shared/ExpertiseField';
import { NewPasswordField } from '../../shared/NewPasswordField';
import { ZoneField } from '../../shared/ZoneField';
import { browserZone } from '../../time/zone';
import { Button, Choice, FailureNotice, Page, Stack, TextField } from '../../ui';
import styles from './front.module.css';
import { signUpTexts } from './signUpTexts';

const EMPTY = {
  role: 'client' as 'client' | 'therapist',
  name: '',
  email: '',
  expertise: '',
  location: '',
};
type Form = typeof EMPTY & { timezone: string };

/** Open an account, and be logged in with it. */
export default function SignUpPage() {
  const t = useTexts(signUpTexts);
  return (
    <div className={styles.narrow}>
      <Page title={t.title}>
        <SignUpForm />
        <p>
          {t.haveAccount} <Link href="/app">{t.logIn}</Link>
        </p>
      </Page>
    </div>
  );
}

function SignUpForm() {
  const t = useTexts(signUpTexts);
  const draft = useDraft<Form>('sign-up', { ...EMPTY, timezone: browserZone() });
  const [password, setPassword] = useState('');
  const signing = useSigningUp(draft.clear);
  const form = draft.value;
  const set = (change: Partial<Form>) => draft.set({ ...form, ...change });
  const wrong = signing.failure?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signing.run(bodyOf(form, password));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Choice
          legend={t.role}
          look="tiles"
          options={(['client', 'therapist'] as const).map((value) => ({
            value,
            label: t.roles[value],
            hint: t.roleHints[value],
          }))}
          value={form.role}
          onChange={(role) => set({ role })}
        />
        <TextField
          label={t.name}
          hint={t.nameHint}
          autoComplete="name"
          required
          maxLength={200}
          error={wrong.name}
          value={form.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <TextField
          label={t.email}
          type="email"
          name="email"
          autoComplete="email"
          required
          error={wrong.email}
          value={form.email}
          onChange={(event) => set({ email: event.target.value })}
        />
        <NewPasswordField
          label={t.password}
          value={password}
          error={wrong.password}
          onChange={setPassword}
        />
        {form.role === 'therapist' && <TherapistFields {...{ form, set, wrong }} />}
        <ZoneField
          label={t.zone}
          error={wrong.timezone}
          value={form.timezone}
          onChange={(timezone) => set({ timezone })}
        />
        <FailureNotice failure={signing.failure} />
        <Button type="submit" kind="main" busy={signing.busy}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}

interface TherapistProps {
  form: Form;
  set(change: Partial<Form>): void;
  wrong: Readonly<Record<string, string>>;
}

function TherapistFields({ form, set, wrong }: TherapistProps) {
  const t = useTexts(signUpTexts);
  return (
    <>
      <ExpertiseField
        value={form.expertise}
        wrong={wrong}
        onChange={(expertise) => set({ expertise })}
      />
      <TextField
        label={t.location}
        required
        maxLength={120}
        error={wrong.location}
        value={form.location}
        onChange={(event) => set({ location: event.target.value })}
      />
    </>
  );
}

function bodyOf(form: Form, password: string): Schemas['SignUp'] {
  const { role, name, email, timezone } = form;
  const therapist = {
    expertise: expertiseOf(form.expertise),
    location: form.location.trim(),
  };
  return {
    role,
    name: name.trim(),
    email: email.trim(),
    password,
    timezone,
    ...(role === 'therapist' && therapist),
  };
}

function useSigningUp(onDone: () => void) {
  const [, go] = useLocation();
  return useAction(
    async (body: Schemas['SignUp'], key: string) => {
      await answered(api.POST('/signup', { params: { header: once(key) }, body }));
      await logIn(body.email, body.password);
    },
    {
      name: 'sign-up',
      onDone: () => {
        onDone();
        go('/app');
      },
    },
  );
}
