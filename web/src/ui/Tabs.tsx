import { Link, useLocation } from 'wouter';
import styles from './Tabs.module.css';

/** Links between the pages of one part of the site. */
export function Tabs(props: { label: string; tabs: readonly { to: string; label: string }[] }) {
  const [path] = useLocation();
  return (
    <nav aria-label={props.label} className={styles.tabs}>
      {props.tabs.map((tab) => (
        <Link
          key={tab.to}
          href={tab.to}
          className={styles.tab}
          aria-current={path === tab.to ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
