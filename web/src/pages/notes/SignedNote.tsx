import type { FormEvent } from 'react';
import { answered, api, once } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { useAddenda, type Note } from '../../shared/notes';
import { useFormats } from '../../time/formats';
import { announce, Badge, Button, Card, FailureNotice, Section, Stack, TextArea } from '../../ui';
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

function AddForm({ note }: { note: Note }) {
  const t = useTexts(noteTexts);
  const { sessionId, note: kind } = note;
  const draft = useDraft(`addendum-${sessionId}-${kind}`, '');
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
        <TextArea
          label={t.addText}
          maxLength={5000}
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
