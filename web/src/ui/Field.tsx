import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { useTexts } from '../i18n';
import { usePreferences } from '../preferences/preferences';
import styles from './Field.module.css';
import { fieldText } from './fieldTexts';
import { uiTexts } from './texts';

interface Around {
  label: ReactNode;
  /** What helps to fill it in; stands above the box, where no keyboard on the glass hides it. */
  hint?: ReactNode;
  /** What is wrong with what was typed. */
  error?: string | undefined;
  optional?: string;
}

type Without<T> = Omit<T, 'id' | 'className' | 'children'>;

export function TextField(props: Around & Without<InputHTMLAttributes<HTMLInputElement>>) {
  const { label, hint, error, optional, ...input } = props;
  return (
    <Labelled {...{ label, hint, error, optional }}>
      {(ties) => <input type="text" className={styles.box} {...input} {...ties} />}
    </Labelled>
  );
}

interface Limited {
  /** How many characters it takes. More are kept, and told of, so that nothing pasted is cut. */
  most?: number;
}

/** A field of several lines, which grows with its text. */
export function TextArea(
  props: Around & Limited & Without<TextareaHTMLAttributes<HTMLTextAreaElement>>,
) {
  const { label, hint, error, optional, most = Infinity, ...area } = props;
  const t = useTexts(uiTexts);
  const over = Array.from(String(area.value ?? '').trim()).length - most;
  const wrong = over > 0 ? t.tooLong(over) : error;
  return (
    <Labelled {...{ label, hint, error: wrong, optional }}>
      {(ties) => (
        <textarea rows={4} className={`${styles.box} ${styles.area}`} {...area} {...ties} />
      )}
    </Labelled>
  );
}

export function SelectField(
  props: Around & Without<SelectHTMLAttributes<HTMLSelectElement>> & { children: ReactNode },
) {
  const { label, hint, error, optional, children, ...select } = props;
  return (
    <Labelled {...{ label, hint, error, optional }}>
      {(ties) => (
        <select className={styles.box} {...select} {...ties}>
          {children}
        </select>
      )}
    </Labelled>
  );
}

export function CheckField(
  props: { label: ReactNode; hint?: ReactNode } & Without<InputHTMLAttributes<HTMLInputElement>>,
) {
  const { label, hint, ...input } = props;
  const id = useId();
  return (
    <div className={styles.check}>
      <input
        type="checkbox"
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...input}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface Ties {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

function Labelled(
  props: Omit<Around, 'optional'> & {
    optional: string | undefined;
    children: (ties: Ties) => ReactNode;
  },
) {
  const id = useId();
  const { language } = usePreferences();
  const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {props.label}
        {props.optional && <span className={styles.optional}> ({props.optional})</span>}
      </label>
      {props.hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {props.hint}
        </p>
      )}
      {props.error && (
        <p id={`${id}-error`} className={styles.error}>
          {fieldText(props.error, language)}
        </p>
      )}
      {props.children({
        id,
        'aria-describedby': described.join(' ') || undefined,
        'aria-invalid': props.error ? true : undefined,
      })}
    </div>
  );
}
