import { EyeOff, LogOut, Menu } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { HelpNow } from '../help/HelpNow';
import { useTexts } from '../i18n';
import { wouldLose } from '../session/drafts';
import { leave } from '../session/leave';
import { logOut } from '../session/session';
import { session, type Role } from '../session/state';
import { useStore } from '../store';
import { Button, Confirm } from '../ui';
import styles from './Layout.module.css';
import { PartCount } from './PartCount';
import { PARTS, type Part } from './parts';
import { appTexts } from './texts';

/** How many parts a phone shows at its lower edge; the others are behind "More". */
const IN_SIGHT = 4;

/** What is around every page: the way home, help, the way out, and the parts of the site. */
export function Layout({ children }: { children: ReactNode }) {
  const t = useTexts(appTexts);
  const now = useStore(session);
  const parts = now.state === 'in' ? PARTS[now.me.account.role as Role] : [];
  return (
    <div className={parts.length ? styles.inside : styles.outside}>
      <a href="#content" className={styles.skip}>
        {t.skip}
      </a>
      <Head />
      {parts.length > 0 && <Parts parts={parts} />}
      <main id="content" tabIndex={-1} className={styles.content}>
        {children}
      </main>
    </div>
  );
}

function Head() {
  const t = useTexts(appTexts);
  const isIn = useStore(session).state === 'in';
  return (
    <header className={styles.head}>
      <Link href={isIn ? '/app' : '/'} className={styles.brand} aria-label={`Therapy, ${t.home}`}>
        <img src="/favicon.svg" alt="" width="32" height="32" />
        <span>Therapy</span>
      </Link>
      <div className={styles.ways}>
        <HelpNow />
        <Button onClick={leave} title={t.leaveHint}>
          <EyeOff aria-hidden="true" size={20} />
          {t.leave}
        </Button>
      </div>
    </header>
  );
}

function Parts({ parts }: { parts: readonly Part[] }) {
  const t = useTexts(appTexts);
  return (
    <nav aria-label={t.parts} className={styles.parts}>
      <ul>
        {parts.map((part, index) => (
          <li key={part.to} className={index < IN_SIGHT ? '' : styles.further}>
            <PartLink part={part} />
          </li>
        ))}
        <li className={styles.further}>
          <LogOutButton />
        </li>
        <li className={styles.more}>
          <More parts={parts.slice(IN_SIGHT)} />
        </li>
      </ul>
    </nav>
  );
}

function PartLink({ part, onGo }: { part: Part; onGo?: () => void }) {
  const t = useTexts(appTexts);
  const [path] = useLocation();
  const isHere = part.to === '/app' ? path === '/app' : path.startsWith(part.to);
  return (
    <Link
      href={part.to}
      className={styles.part}
      aria-current={isHere ? 'page' : undefined}
      {...(onGo && { onClick: onGo })}
    >
      <part.icon aria-hidden="true" size={22} />
      <span>{t.nav[part.name]}</span>
      <PartCount name={part.name} />
    </Link>
  );
}

/** Logs out; asks first where that would lose something that was typed. */
function LogOutButton() {
  const t = useTexts(appTexts);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.part}
        onClick={() => (wouldLose() ? setAsking(true) : void logOut())}
      >
        <LogOut aria-hidden="true" size={22} />
        <span>{t.logOut}</span>
      </button>
      {isAsking && (
        <Confirm
          title={t.unsaved}
          action={t.logOut}
          danger
          onConfirm={() => void logOut()}
          onClose={() => setAsking(false)}
        >
          <p>{t.unsavedText}</p>
        </Confirm>
      )}
    </>
  );
}

/** The further parts on a phone: a disclosure, which closes behind a choice. */
function More({ parts }: { parts: readonly Part[] }) {
  const t = useTexts(appTexts);
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  return (
    <details
      ref={box}
      className={styles.disclosure}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <summary className={styles.part}>
        <Menu aria-hidden="true" size={22} />
        <span>{t.menu}</span>
      </summary>
      <ul className={styles.sheet}>
        {parts.map((part) => (
          <li key={part.to}>
            <PartLink part={part} onGo={close} />
          </li>
        ))}
        <li>
          <LogOutButton />
        </li>
      </ul>
    </details>
  );
}
