import { useCallback } from 'react';
import { useTexts } from '../i18n';
import { stay, useIdleness } from '../session/idle';
import { logOut } from '../session/session';
import { Button, Dialog } from '../ui';
import { appTexts } from './texts';

/** Warn somebody who has done nothing for long, and log them out when they don't answer. */
export function IdleWarning() {
  const t = useTexts(appTexts).idle;
  const end = useCallback(() => void logOut('idle'), []);
  const left = useIdleness(end);
  if (left === undefined) return null;
  return (
    <Dialog title={t.title} onClose={stay}>
      <p role="timer">{t.text(left)}</p>
      <div>
        <Button kind="main" onClick={stay}>
          {t.stay}
        </Button>
      </div>
    </Dialog>
  );
}
