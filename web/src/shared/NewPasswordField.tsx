import { useState } from 'react';
import { useTexts } from '../i18n';
import { CheckField, Stack, TextField } from '../ui';
import { fieldTexts } from './fieldTexts';
import { strengthOf } from './password';

interface Props {
  label: string;
  value: string;
  error: string | undefined;
  onChange(password: string): void;
}

/** A password to be: its rule is told before, how far it is while it is typed. */
export function NewPasswordField({ label, value, error, onChange }: Props) {
  const t = useTexts(fieldTexts).password;
  const [isShown, setShown] = useState(false);
  const strength = strengthOf(value);
  return (
    <Stack gap={1}>
      <TextField
        label={label}
        hint={t.hint}
        type={isShown ? 'text' : 'password'}
        name="password"
        autoComplete="new-password"
        autoCapitalize="none"
        spellCheck={false}
        required
        minLength={12}
        maxLength={1024}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="quiet small" role="status">
        {strength.is === 'short' ? t.short(strength.missing) : t[strength.is]}
      </p>
      <CheckField
        label={t.show}
        checked={isShown}
        onChange={(event) => setShown(event.target.checked)}
      />
    </Stack>
  );
}
