import { useTexts } from '../../i18n';
import type { Note, NoteKind } from '../../shared/notes';
import { useFormats } from '../../time/formats';
import { Conflict, FailureNotice, Section, Stack, TextArea } from '../../ui';
import { Assignments } from './Assignments';
import type { Saving } from './autosave';
import { useEditing } from './editing';
import { formOf, isEmpty, type NoteForm } from './form';
import { Sign } from './Sign';
import { noteTexts } from './texts';

interface Props {
  sessionId: string;
  kind: NoteKind;
  note: Note | null;
}

/** Write a note: it is saved as it is typed, until it is signed. */
export function NoteEditor({ sessionId, kind, note }: Props) {
  const t = useTexts(noteTexts);
  const { writing, now } = useEditing(sessionId, kind, note);
  const { form, saving, theirs, version } = now;
  const isLeftOut = isEmpty(form) && (version !== undefined || form.assignments.length > 0);
  return (
    <Section title={t[kind]}>
      <Stack gap={3}>
        <TextArea
          label={t.text[kind]}
          hint={kind === 'shared' ? t.sharedHint : t.privateHint}
          rows={10}
          most={20_000}
          value={form.text}
          onChange={(event) => writing.change({ ...form, text: event.target.value })}
          onBlur={() => void writing.flush()}
        />
        {kind === 'shared' && (
          <Assignments
            sessionId={sessionId}
            assignments={form.assignments}
            onChange={(assignments) => writing.change({ ...form, assignments })}
          />
        )}
        <p role="status" className="quiet small">
          {isLeftOut ? t.empty : <SavingText saving={saving} />}
        </p>
        {saving.state === 'stopped' && (
          <FailureNotice failure={saving.failure} onRetry={() => writing.retry()} />
        )}
        <Sign {...{ sessionId, kind }} canSign={!isEmpty(form)} flush={() => writing.flush()} />
      </Stack>
      {theirs && (
        <Conflict
          mine={<Version form={form} />}
          theirs={<Version form={formOf(theirs)} />}
          onKeepMine={() => writing.keepMine()}
          onTakeTheirs={() => writing.takeTheirs()}
          onClose={() => writing.putOff()}
        />
      )}
    </Section>
  );
}

function Version({ form }: { form: NoteForm }) {
  return (
    <>
      {form.text}
      {form.assignments.length > 0 && (
        <ol>
          {form.assignments.map((text, index) => (
            <li key={index}>{text}</li>
          ))}
        </ol>
      )}
    </>
  );
}

function SavingText({ saving }: { saving: Saving }) {
  const t = useTexts(noteTexts).saving;
  const format = useFormats();
  return (
    <>{saving.state === 'saved' ? t.saved(format.time(new Date(saving.at))) : t[saving.state]}</>
  );
}
