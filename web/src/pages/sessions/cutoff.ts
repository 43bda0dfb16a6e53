/** How long before its beginning a client still cancels in time (the practice's usual day). */
export const CUTOFF_HOURS = 24;

/** The moment up to which a client cancels in time, as RFC 3339. */
export const cutoffOf = (startsAt: string): string =>
  new Date(Date.parse(startsAt) - CUTOFF_HOURS * 3_600_000).toISOString();

export const isLate = (startsAt: string, now: number): boolean =>
  now > Date.parse(cutoffOf(startsAt));
