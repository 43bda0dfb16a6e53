import data from './regions.json';

export type Region = (typeof data.regions)[number];

/** All regions whose help is known. */
export const REGIONS: readonly Region[] = data.regions;
/** Where help can be looked up in any other region, and the number that many of them share. */
export const ELSEWHERE = data.elsewhere;
/** The day on which a person compared the numbers with their sources. */
export const CHECKED_ON = data.checkedOn;

/** The region that was chosen, or else the one that the zone lies in; undefined for another. */
export function regionOf(chosen: string | undefined, zone: string): Region | undefined {
  if (chosen) return REGIONS.find((each) => each.region === chosen);
  return REGIONS.find((each) =>
    each.zones.some((known) => (known.endsWith('/') ? zone.startsWith(known) : zone === known)),
  );
}
