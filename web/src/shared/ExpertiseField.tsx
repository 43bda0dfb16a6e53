import { X } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTexts } from '../i18n';
import { announce, TextField } from '../ui';
import { editingOf, errorOf, listTyped, textOf } from './expertise';
import styles from './ExpertiseField.module.css';
import { fieldTexts } from './fieldTexts';

interface Props {
  /** The draft as `textOf` writes it. */
  value: string;
  onChange(text: string): void;
  /** What the API found wrong, by field. */
  wrong: Readonly<Record<string, string>>;
}

/** Fields of work, one after the other. What is typed counts even before it is listed. */
export function ExpertiseField({ value, onChange, wrong }: Props) {
  const t = useTexts(fieldTexts).expertise;
  const box = useRef<HTMLDivElement>(null);
  const editing = editingOf(value);
  const { listed, typed } = editing;
  const list = () => onChange(textOf(listTyped(editing)));
  const take = (gone: string) => {
    onChange(
      textOf(
        listed.filter((each) => each !== gone),
        typed,
      ),
    );
    announce(t.removed(gone));
    box.current?.querySelector('input')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !typed.trim()) return;
    if (event.key !== 'Enter' && event.key !== ',') return;
    event.preventDefault();
    list();
  };
  return (
    <div ref={box} className={styles.field}>
      <TextField
        label={t.label}
        hint={t.hint}
        error={errorOf(wrong)}
        required={!listed.length}
        autoComplete="off"
        enterKeyHint="enter"
        value={typed}
        onChange={(event) => onChange(textOf(listed, event.target.value))}
        onKeyDown={onKeyDown}
      />
      {listed.length > 0 && (
        <ul className={styles.chips} aria-label={t.label}>
          {listed.map((each) => (
            <li key={each} className={styles.chip}>
              {each}
              <button type="button" aria-label={t.remove(each)} onClick={() => take(each)}>
                <X aria-hidden="true" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
