import { lazy, useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { logIn } from '../../session/session';
import { session } from '../../session/state';
import { useStore } from '../../store';
import { Button, FailureNotice, Notice, Page, Stack, TextField } from '../../ui';
import styles from './front.module.css';
import { frontTexts } from './texts';

const ReceiptView = lazy(() => import('../settings/ReceiptView'));

/** Log in. It stands at the address that was asked for, which then shows what is there. */
export default function LogInPage() {
  const t = useTexts(frontTexts).logIn;
  const now = useStore(session);
  const { ending, receipt } = now.state === 'out' ? now : {};
  return (
    <div className={styles.narrow}>
      <Page title={t.title}>
        {ending && <Notice>{t[ending]}</Notice>}
        {receipt ? <ReceiptView receipt={receipt} /> : <LogInForm />}
        <p>
          {t.noAccount} <Link href="/app/signup">{t.signUp}</Link>
        </p>
      </Page>
    </div>
  );
}

interface Form {
  email: string;
  password: string;
}

function LogInForm() {
  const t = useTexts(frontTexts).logIn;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const entering = useAction((form: Form) => logIn(form.email, form.password));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void entering.run({ email, password });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <FailureNotice failure={entering.failure} />
        <TextField
          label={t.email}
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={t.password}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" kind="main" busy={entering.busy}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}
