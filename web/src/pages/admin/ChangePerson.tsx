import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import { useVersionedDraft } from '../../session/drafts';
import { ExpertiseField } from '../../shared/ExpertiseField';
import {
  announce,
  Button,
  Conflict,
  Dialog,
  FailureNotice,
  Read,
  Row,
  Stack,
  TextArea,
  TextField,
  uiTexts,
} from '../../ui';
import { change, reread, saidOf, type Details, type Person } from './people';
import { settingsTexts } from '../settings/texts';
import { adminTexts } from './texts';

interface Props {
  person: Person;
  onClose(): void;
}

/** See who somebody is, and correct it. A list names people in short, so they are read in full. */
export function ChangePerson({ person, onClose }: Props) {
  const query = useQuery({
    queryKey: ['admin', 'person', person.id],
    queryFn: () => reread(person),
    gcTime: 0,
  });
  if (query.data) return <ChangeDialog person={query.data} onClose={onClose} />;
  return (
    <Dialog title={person.name} onClose={onClose}>
      <Read query={query}>{() => null}</Read>
    </Dialog>
  );
}

/** The form is about the version that it was opened with, whatever is read meanwhile. */
function ChangeDialog({ person: opened, onClose }: Props) {
  const [person] = useState(opened);
  const t = useTexts(adminTexts);
  const ui = useTexts(uiTexts);
  const draft = useVersionedDraft(`change-${person.id}`, person.details, person.version);
  const done = (text?: string) => {
    draft.clear();
    if (text) announce(text);
    onClose();
  };
  const changing = useConditional({
    send: (to: Details, version) => change(person, to, version),
    reread: () => reread(person),
    changes: [['admin'], ['client'], ['therapist'], ['therapists']],
    onDone: () => done(t.didChange),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void changing.save(draft.value, draft.version);
  };
  const { conflict } = changing;
  if (conflict)
    return (
      <Conflict
        mine={saidOf(conflict.mine)}
        theirs={saidOf(conflict.theirs.details)}
        onKeepMine={changing.keepMine}
        onTakeTheirs={() => done()}
        onClose={changing.dismiss}
      />
    );
  return (
    <Dialog title={person.name} onClose={onClose}>
      <p className="quiet small">
        {[person.email, person.timezone, person.id].filter(Boolean).join(' · ')}
      </p>
      <form onSubmit={submit}>
        <Stack>
          <Fields
            kind={person.kind}
            value={draft.value}
            wrong={changing.failure?.fields ?? {}}
            onChange={draft.set}
          />
          <FailureNotice failure={changing.failure} />
          <Row>
            <Button type="submit" kind="main" busy={changing.busy}>
              {t.save}
            </Button>
            <Button onClick={() => done()}>{ui.cancel}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  kind: Person['kind'];
  value: Details;
  wrong: Readonly<Record<string, string>>;
  onChange(value: Details): void;
}

function Fields({ kind, value, wrong, onChange }: FieldsProps) {
  const words = useTexts(settingsTexts);
  const field = (name: Exclude<keyof Details, 'expertise'>, maxLength: number) => ({
    label: words[name],
    autoComplete: 'off',
    maxLength,
    error: wrong[name],
    value: value[name],
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...value, [name]: event.target.value }),
  });
  return (
    <>
      <TextField {...field('name', 200)} required />
      {kind === 'clients' ? (
        <TextField {...field('phone', 32)} type="tel" />
      ) : (
        <>
          <ExpertiseField
            value={value.expertise}
            wrong={wrong}
            onChange={(expertise) => onChange({ ...value, expertise })}
          />
          <TextField {...field('location', 120)} required />
          <TextArea {...field('bio', 4000)} />
        </>
      )}
    </>
  );
}
