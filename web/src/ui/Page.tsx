import { useEffect, useRef, type ReactNode } from 'react';
import styles from './Page.module.css';
import { Row, Stack } from './Stack';

interface Props {
  /** The heading and the window's title: the kind of page, and never who or what is on it. */
  title: string;
  /** Another heading than the window's title, where that would say too much. */
  heading?: ReactNode;
  intro?: ReactNode;
  /** What can be done here, beside the heading. */
  actions?: ReactNode;
  /** For a calendar or a table: all of the width. */
  wide?: boolean;
  children: ReactNode;
}

/** A page of the site. Coming here moves the focus to its heading, so that it is read aloud. */
export function Page(props: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Therapy`;
  }, [props.title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Stack gap={5} className={props.wide ? styles.wide : styles.page}>
      <Row gap={3} className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {props.heading ?? props.title}
        </h1>
        {props.actions && <Row gap={2}>{props.actions}</Row>}
      </Row>
      {props.intro && <p className="quiet">{props.intro}</p>}
      {props.children}
    </Stack>
  );
}

/** A part of a page, with a heading of its own. */
export function Section(props: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <Stack as="section" gap={3}>
      <Row className={styles.head}>
        <h2>{props.title}</h2>
        {props.actions}
      </Row>
      {props.children}
    </Stack>
  );
}
