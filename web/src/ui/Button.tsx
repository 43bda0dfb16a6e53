import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './Button.module.css';
import { classes } from './classes';

type Kind = 'main' | 'plain' | 'quiet' | 'danger';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  /** While something is under way: it stays where it is, and can't be pressed twice. */
  busy?: boolean;
}

export function Button({ kind = 'plain', busy, type = 'button', className, ...rest }: Props) {
  return (
    <button
      type={type}
      className={classes(styles.button, styles[kind], className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    />
  );
}

/** A link that looks like a button, for what leads to another page. */
export function ButtonLink(props: { to: string; kind?: Kind; children: ReactNode }) {
  return (
    <Link href={props.to} className={classes(styles.button, styles[props.kind ?? 'plain'])}>
      {props.children}
    </Link>
  );
}
