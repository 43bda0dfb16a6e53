import { momentOf } from '../../time/local';
import type { EntryForm } from './entryForm';

/** When it was felt, or what is wrong with what was typed; neither of them is now. */
export interface When {
  /** RFC 3339 */
  feltAt?: string;
  fault?: 'missing' | 'future';
}

/** Read when it was felt; `now` is in milliseconds since the epoch. */
export function whenOf({ isEarlier, feltAt }: EntryForm, zone: string, now: number): When {
  if (!isEarlier) return {};
  try {
    const moment = momentOf(feltAt, zone);
    return Date.parse(moment) > now ? { fault: 'future' } : { feltAt: moment };
  } catch {
    return { fault: 'missing' };
  }
}
