import { ArrowUp, X } from 'lucide-react';
import { useTexts } from '../../i18n';
import { useDraft } from '../../session/drafts';
import { Button, Row, Stack, TextField } from '../../ui';
import styles from './notes.module.css';
import { noteTexts } from './texts';

const MOST = 20;

interface Props {
  sessionId: string;
  assignments: readonly string[];
  onChange(assignments: readonly string[]): void;
}

/** What the client takes on until the next session; in an order of its own. */
export function Assignments({ sessionId, assignments, onChange }: Props) {
  const t = useTexts(noteTexts);
  const next = useDraft(`assignment-${sessionId}`, '');
  const add = () => {
    if (next.value.trim()) onChange([...assignments, next.value.trim()]);
    next.clear();
  };
  const without = (index: number) => assignments.filter((_, at) => at !== index);
  const up = (index: number) => {
    const moved = without(index);
    moved.splice(index - 1, 0, assignments[index] ?? '');
    onChange(moved);
  };
  return (
    <Stack gap={2}>
      <h3>{t.assignments}</h3>
      <ol className={styles.assignments}>
        {assignments.map((text, index) => (
          <li key={`${index}-${text}`}>
            <span>{text}</span>
            {index > 0 && (
              <Button kind="quiet" aria-label={t.up(text)} onClick={() => up(index)}>
                <ArrowUp aria-hidden="true" size={18} />
              </Button>
            )}
            <Button
              kind="quiet"
              aria-label={t.removeAssignment(text)}
              onClick={() => onChange(without(index))}
            >
              <X aria-hidden="true" size={18} />
            </Button>
          </li>
        ))}
      </ol>
      {assignments.length < MOST && (
        <Row>
          <TextField
            label={t.newAssignment}
            maxLength={500}
            value={next.value}
            onChange={(event) => next.set(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button onClick={add}>{t.addAssignment}</Button>
        </Row>
      )}
    </Stack>
  );
}
