import { useId, type ReactNode } from 'react';
import styles from './Choice.module.css';

export interface Option<T extends string> {
  value: T;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

interface Props<T extends string> {
  legend: ReactNode;
  /** Whether the legend is only read aloud. */
  hideLegend?: boolean;
  options: readonly Option<T>[];
  value: T | undefined;
  onChange(value: NoInfer<T>): void;
  error?: string | undefined;
  /** As large tiles beside one another, or as small chips. */
  look?: 'tiles' | 'chips';
}

/** One of several, all in sight: radio buttons, so that arrow keys go through them. */
export function Choice<T extends string>({ look = 'chips', ...props }: Props<T>) {
  const name = useId();
  return (
    <fieldset
      aria-describedby={props.error ? `${name}-error` : undefined}
      data-invalid={props.error ? true : undefined}
    >
      <legend className={props.hideLegend ? 'aside' : styles.legend}>{props.legend}</legend>
      {props.error && (
        <p id={`${name}-error`} role="alert" className={styles.error}>
          {props.error}
        </p>
      )}
      <div className={styles[look]}>
        {props.options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              className={styles.radio}
              name={name}
              value={option.value}
              checked={option.value === props.value}
              disabled={option.disabled}
              onChange={() => props.onChange(option.value)}
            />
            <span className={styles.face}>
              <span>{option.label}</span>
              {option.hint && <span className={styles.hint}>{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
