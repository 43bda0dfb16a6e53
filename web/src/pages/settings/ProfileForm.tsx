import { useState, type FormEvent, type ReactNode } from 'react';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { usePreferences } from '../../preferences/preferences';
import { enter } from '../../session/session';
import { ZoneField } from '../../shared/ZoneField';
import { formats } from '../../time/formats';
import { announce, Button, Conflict, FailureNotice, Stack } from '../../ui';
import { settingsTexts } from './texts';

/** A zone, and what time it is there. */
export function Zone({ value, onChange }: { value: string; onChange(zone: string): void }) {
  const t = useTexts(settingsTexts);
  const { language } = usePreferences();
  const [now] = useState(() => new Date());
  const hint = t.zoneHint(formats(language, value).time(now));
  return <ZoneField label={t.zone} hint={hint} value={value} onChange={onChange} />;
}

/** Save a profile on condition that it is as it was read; then the site shows it everywhere. */
export function useSaving<V, T extends { version: number | null }>(
  send: (values: V, version: number) => Promise<unknown>,
  reread: () => Promise<T>,
  onDone: () => void,
) {
  const t = useTexts(settingsTexts);
  return useConditional({
    send: async (values: V, version) => {
      await send(values, version);
      // Saved it is, even if it can't be read back now.
      await enter().catch(() => undefined);
    },
    reread: async () => {
      const now = await reread();
      return { ...now, version: now.version ?? 0 };
    },
    changes: [['client'], ['therapist'], ['therapists']],
    onDone: () => {
      onDone();
      announce(t.saved);
    },
  });
}

type Saving<V, T> = ReturnType<typeof useSaving<V, T & { version: number | null }>>;

interface FormProps<V, T> {
  saving: Saving<V, T>;
  /** What a version says, to compare the two after a conflict. */
  show(values: V | T): string;
  onSubmit(): void;
  onTakeTheirs(): void;
  children: ReactNode;
}

/** The frame of a profile's form: save, what went wrong, and both versions after a conflict. */
export function ProfileForm<V, T>({
  saving,
  show,
  onSubmit,
  onTakeTheirs,
  children,
}: FormProps<V, T>) {
  const t = useTexts(settingsTexts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const take = () => {
    onTakeTheirs();
    saving.dismiss();
    void enter().catch(() => undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {children}
        <FailureNotice failure={saving.failure} />
        <div>
          <Button type="submit" kind="main" busy={saving.busy}>
            {t.save}
          </Button>
        </div>
      </Stack>
      {saving.conflict && (
        <Conflict
          mine={show(saving.conflict.mine)}
          theirs={show(saving.conflict.theirs)}
          onKeepMine={saving.keepMine}
          onTakeTheirs={take}
          onClose={saving.dismiss}
        />
      )}
    </form>
  );
}
