import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { useMe } from '../../session/session';
import { expertiseOf, textOf } from '../../shared/expertise';
import { ExpertiseField } from '../../shared/ExpertiseField';
import { browserZone } from '../../time/zone';
import { Stack, TextArea, TextField } from '../../ui';
import { AccountForm } from './AccountForm';
import { ProfileForm, useSaving, Zone } from './ProfileForm';
import { settingsTexts } from './texts';

type Client = Schemas['ClientAnswer'];
type Therapist = Schemas['TherapistAnswer'];

/** The profile that others see, and the account behind it. */
export function ProfilePart() {
  const { client, therapist } = useMe();
  return (
    <Stack gap={6}>
      {client && <ClientProfile client={client} />}
      {therapist && <TherapistProfile therapist={therapist} />}
      <AccountForm />
    </Stack>
  );
}

const emptyIsNull = (text: string): string | null => text.trim() || null;

function ClientProfile({ client }: { client: Client }) {
  const t = useTexts(settingsTexts);
  const path = { clientId: client.clientId };
  const draft = useVersionedDraft(
    'profile',
    {
      phone: client.phone ?? '',
      timezone: client.timezone ?? browserZone(),
    },
    client.version ?? 0,
  );
  const saving = useSaving(
    (body: Schemas['ClientChange'], version) =>
      answered(
        api.PATCH('/clients/{clientId}', { params: { path, header: ifMatch(version) }, body }),
      ),
    () => answered(api.GET('/clients/{clientId}', { params: { path } })),
    draft.clear,
  );
  const form = draft.value;
  return (
    <ProfileForm
      saving={saving}
      show={(each) => [each.phone, each.timezone].filter(Boolean).join('\n')}
      onSubmit={() =>
        void saving.save({ phone: emptyIsNull(form.phone), timezone: form.timezone }, draft.version)
      }
      onTakeTheirs={draft.clear}
    >
      <TextField
        label={t.phone}
        type="tel"
        autoComplete="tel"
        maxLength={32}
        error={saving.failure?.fields.phone}
        value={form.phone}
        onChange={(event) => draft.set({ ...form, phone: event.target.value })}
      />
      <Zone value={form.timezone} onChange={(timezone) => draft.set({ ...form, timezone })} />
    </ProfileForm>
  );
}

function TherapistProfile({ therapist }: { therapist: Therapist }) {
  const t = useTexts(settingsTexts);
  const path = { therapistId: therapist.therapistId };
  const draft = useVersionedDraft(
    'profile',
    {
      expertise: textOf(therapist.expertise),
      location: therapist.location ?? '',
      timezone: therapist.timezone ?? browserZone(),
      bio: therapist.bio ?? '',
    },
    therapist.version ?? 0,
  );
  const saving = useSaving(
    (body: Schemas['TherapistChange'], version) =>
      answered(
        api.PATCH('/therapists/{therapistId}', {
          params: { path, header: ifMatch(version) },
          body,
        }),
      ),
    () => answered(api.GET('/therapists/{therapistId}', { params: { path } })),
    draft.clear,
  );
  const form = draft.value;
  const set = (change: Partial<typeof form>) => draft.set({ ...form, ...change });
  const values = () => ({
    expertise: expertiseOf(form.expertise),
    location: form.location.trim(),
    timezone: form.timezone,
    bio: emptyIsNull(form.bio),
  });
  return (
    <ProfileForm
      saving={saving}
      show={(each) =>
        [each.expertise?.join(', '), each.location, each.timezone, each.bio].join('\n')
      }
      onSubmit={() => void saving.save(values(), draft.version)}
      onTakeTheirs={draft.clear}
    >
      <ExpertiseField
        value={form.expertise}
        wrong={saving.failure?.fields ?? {}}
        onChange={(expertise) => set({ expertise })}
      />
      <TextField
        label={t.location}
        required
        maxLength={120}
        error={saving.failure?.fields.location}
        value={form.location}
        onChange={(event) => set({ location: event.target.value })}
      />
      <Zone value={form.timezone} onChange={(timezone) => set({ timezone })} />
      <TextArea
        label={t.bio}
        most={4000}
        error={saving.failure?.fields.bio}
        value={form.bio}
        onChange={(event) => set({ bio: event.target.value })}
      />
    </ProfileForm>
  );
}
