import type { ReactNode } from 'react';
import styles from './Card.module.css';
import { classes } from './classes';

/** A thing of its own, as one of a list. */
export function Card({ children, tone }: { children: ReactNode; tone?: 'accent' | 'warm' }) {
  return <div className={classes(styles.card, tone && styles[tone])}>{children}</div>;
}

/** Say in a word what something is; never by colour alone. */
export function Badge(props: {
  children: ReactNode;
  tone?: 'good' | 'warm' | 'danger' | 'accent';
}) {
  return (
    <span className={classes(styles.badge, props.tone && styles[props.tone])}>
      {props.children}
    </span>
  );
}
