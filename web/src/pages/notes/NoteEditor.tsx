import { useTexts } from '../../i18n';
import type { Note, NoteKind } from '../../shared/notes';
import { useFormats } from '../../time/formats';
import {
  Button,
  Conflict,
  FailureNotice,
  Notice,
  Section,
  Stack,
  TextArea,
  uiTexts,
} from '../../ui';
import { Assignments } from './Assignments';
import type { Saving } from './autosave';
import { useEditing } from './editing';
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
  const editing = useEditing(sessionId, kind, note);
  const { conflict } = useTexts(uiTexts);
  const { form, saving } = editing;
  const isEmpty = !form.text.trim();
  return (
    <Section title={t[kind]}>
      <Stack gap={3}>
        <TextArea
          label={t.text[kind]}
          hint={kind === 'shared' ? t.sharedHint : t.privateHint}
          rows={10}
          maxLength={20_000}
          value={form.text}
          onChange={(event) => editing.set({ ...form, text: event.target.value })}
          onBlur={() => void editing.flush()}
        />
        {kind === 'shared' && (
          <Assignments
            assignments={form.assignments}
            onChange={(assignments) => editing.set({ ...form, assignments })}
          />
        )}
        <p role="status" className="quiet small">
          {isEmpty && (editing.version !== undefined || form.assignments.length > 0) ? (
            t.empty
          ) : (
            <SavingText saving={saving} />
          )}
        </p>
        {saving.state === 'stopped' && saving.failure.isConflict && !editing.theirs && (
          <Notice tone="warm">
            {conflict.title} <Button onClick={editing.compare}>{conflict.compare}</Button>
          </Notice>
        )}
        {saving.state === 'stopped' && !saving.failure.isConflict && (
          <FailureNotice failure={saving.failure} />
        )}
        <Sign
          {...{ sessionId, kind }}
          version={editing.version}
          canSign={!isEmpty}
          flush={editing.flush}
        />
      </Stack>
      {editing.theirs && (
        <Conflict
          mine={form.text}
          theirs={editing.theirs.text}
          onKeepMine={editing.keepMine}
          onTakeTheirs={editing.takeTheirs}
          onClose={editing.putAside}
        />
      )}
    </Section>
  );
}

function SavingText({ saving }: { saving: Saving }) {
  const t = useTexts(noteTexts).saving;
  const format = useFormats();
  return (
    <>{saving.state === 'saved' ? t.saved(format.time(new Date(saving.at))) : t[saving.state]}</>
  );
}
