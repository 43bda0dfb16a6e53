import { Link, useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useRole } from '../../session/session';
import type { Role } from '../../session/state';
import { Page } from '../../ui';
import { AccountForm } from './AccountForm';
import { AuditPart } from './AuditPart';
import { CalendarPart } from './CalendarPart';
import { ErasePart } from './ErasePart';
import { ExportPart } from './ExportPart';
import { LoginsPart } from './LoginsPart';
import { LookPart } from './LookPart';
import { PasswordPart } from './PasswordPart';
import { ProfilePart } from './ProfilePart';
import styles from './settings.module.css';
import { settingsTexts } from './texts';

const PARTS = {
  profile: ProfilePart,
  look: LookPart,
  password: PasswordPart,
  logins: LoginsPart,
  calendar: CalendarPart,
  audit: AuditPart,
  export: ExportPart,
  erase: ErasePart,
} as const;
type Part = keyof typeof PARTS;

/** An admin has no record of their own. */
const partsOf = (role: Role): Part[] =>
  role === 'admin' ? ['profile', 'look', 'password', 'logins'] : (Object.keys(PARTS) as Part[]);

/** Everything that a person decides about their own account. */
export default function SettingsPage() {
  const t = useTexts(settingsTexts);
  const role = useRole();
  const parts = partsOf(role);
  const wanted = useParams().part;
  const part = parts.find((each) => each === wanted) ?? 'profile';
  const Shown = role === 'admin' && part === 'profile' ? AccountForm : PARTS[part];
  return (
    <Page title={t.title} wide>
      <div className={styles.settings}>
        <nav aria-label={t.nav} className={styles.parts}>
          {parts.map((each) => (
            <Link
              key={each}
              href={`/app/settings/${each}`}
              aria-current={each === part ? 'page' : undefined}
            >
              {t.parts[each]}
            </Link>
          ))}
        </nav>
        <div key={part} className={styles.part}>
          <Shown />
        </div>
      </div>
    </Page>
  );
}
