import type { FormEvent } from 'react';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useAddenda, type Note } from '../../shared/notes';
import { useFormats } from '../../time/formats';
import {
  announce,
  Badge,
  Button,
  Card,
  FailureNotice,
  Notice,
  Row,
  Section,
  Stack,
  TextArea,
} from '../../ui';
import { draftName, says, type Kept, type NoteForm } from './form';
import styles from './notes.module.css';
import { noteTexts } from './texts';

/** A signed note, what was added to it, and the way to add more. */
export function SignedNote({ note }: { note: Note }) {
  const t = useTexts(noteTexts);
  const format = useFormats();
  const addenda = useAddenda(note.sessionId, note.note);
  return (
    <Section title={t[note.note]}>
      <Card>
        <Stack gap={3}>
          <div>
            <Badge tone="good">
              {t.signed(format.dayAndTime(note.signedAt ?? note.updatedAt))}
            </Badge>
          </div>
          <p className="typed">{note.text}</p>
          {note.assignments?.length ? (
            <ol className={styles.assignments}>
              {note.assignments.map((text, index) => (
                <li key={`${index}-${text}`}>{text}</li>
              ))}
            </ol>
          ) : null}
        </Stack>
      </Card>
      {addenda.items.length > 0 && <h3>{t.addenda}</h3>}
      {addenda.items.map((each) => (
        <Card key={each.addendumId}>
          <p className="quiet small">{format.dayAndTime(each.signedAt)}</p>
          <p className="typed">{each.text}</p>
        </Card>
      ))}
      <FailureNotice failure={addenda.failure} onRetry={addenda.retry} />
      <AddForm note={note} />
    </Section>
  );
}

const textOf = ({ text, assignments }: NoteForm): string =>
  [text.trim(), ...assignments].filter(Boolean).join('\n');

function AddForm({ note }: { note: Note }) {
  const t = useTexts(noteTexts);
  const { sessionId, note: kind } = note;
  const draft = useDraft(`addendum-${sessionId}-${kind}`, '');
  const unsaved = useDraft<Kept | undefined>(draftName(sessionId, kind), undefined);
  const left = unsaved.value && !says(note, unsaved.value.form) ? textOf(unsaved.value.form) : '';
  const moveIn = () => {
    draft.set([draft.value, left].filter(Boolean).join('\n'));
    unsaved.clear();
  };
  const adding = useAction(
    (text: string, key: string) =>
      answered(
        api.POST('/sessions/{sessionId}/notes/addenda', {
          params: { path: { sessionId }, header: once(key) },
          body: { note: kind, text },
        }),
      ),
    {
      name: `addendum-${sessionId}-${kind}`,
      changes: [['addenda', sessionId, kind]],
      onDone: () => {
        draft.clear();
        announce(t.added);
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.value.trim()) void adding.run(draft.value.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={3}>
        {left && (
          <Notice tone="warm">
            <Stack gap={2}>
              <p>{t.leftOver}</p>
              <p className="typed">{left}</p>
              <Row gap={2}>
                <Button onClick={moveIn}>{t.moveIn}</Button>
                <Button kind="danger" onClick={unsaved.clear}>
                  {t.discard}
                </Button>
              </Row>
            </Stack>
          </Notice>
        )}
        <TextArea
          label={t.addText}
          most={5000}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
        />
        <FailureNotice failure={adding.failure} />
        <div>
          <Button type="submit" busy={adding.busy}>
            {t.add}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
