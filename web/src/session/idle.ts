import { useEffect, useState } from 'react';
import { lastSeen, storeSeen } from './storage';

/** After how long without a sign of the person the log-in ends, in milliseconds. */
export const IDLE_LIMIT = 15 * 60_000;
/** How long before that the warning comes: WCAG 2.2.1 asks for 20 seconds at least. */
export const IDLE_WARNING = 2 * 60_000;

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
const RARELY = 5_000;

/** Note that the person is here; every tab counts. */
export const stay = (): void => storeSeen(Date.now());

/**
 * Watch for idleness. Returns the seconds that are left once the warning is due, else undefined;
 * calls `onEnd` when none is. Once the warning stands, only `stay` takes it back.
 */
export function useIdleness(onEnd: () => void): number | undefined {
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    const remaining = () => IDLE_LIMIT - (Date.now() - lastSeen());
    const note = () => {
      const now = Date.now();
      if (remaining() > IDLE_WARNING && now - lastSeen() > RARELY) storeSeen(now);
    };
    const look = () => {
      if (!lastSeen()) return; // the log-in is over already
      const rest = remaining();
      if (rest <= 0) onEnd();
      setLeft(rest > IDLE_WARNING ? undefined : Math.max(0, Math.ceil(rest / 1000)));
    };
    if (!lastSeen()) stay();
    const timer = setInterval(look, 1000);
    for (const sign of SIGNS) addEventListener(sign, note, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, note);
    };
  }, [onEnd]);
  return left;
}
