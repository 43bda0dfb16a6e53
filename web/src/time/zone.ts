import { session } from '../session/state';
import { useStore } from '../store';

/** The zone that this browser is in. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone that the person chose, or the browser's. */
export function useZone(): string {
  const now = useStore(session);
  if (now.state !== 'in') return browserZone();
  return now.me.client?.timezone ?? now.me.therapist?.timezone ?? browserZone();
}

/** All zones that this browser knows, for a list to choose from. */
export const allZones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
