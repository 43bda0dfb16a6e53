import type { ElementType, ReactNode } from 'react';
import { classes } from './classes';
import styles from './Stack.module.css';

interface Props {
  children: ReactNode;
  /** How far apart, in steps of the scale of space; 4 where it isn't said. */
  gap?: 1 | 2 | 3 | 4 | 5 | 6;
  as?: ElementType;
  className?: string | undefined;
  'aria-label'?: string;
  role?: string;
}

/** Put things beneath one another. */
export function Stack({ gap = 4, as: Tag = 'div', className, ...rest }: Props) {
  return <Tag className={classes(styles.stack, styles[`gap${gap}`], className)} {...rest} />;
}

/** Put things beside one another, in several lines where they don't fit. */
export function Row({ gap = 3, as: Tag = 'div', className, ...rest }: Props) {
  return <Tag className={classes(styles.row, styles[`gap${gap}`], className)} {...rest} />;
}
