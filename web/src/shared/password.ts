const SHORTEST = 12;
const DIFFERENT = 5;
const LONG = 20;

export type Strength =
  { is: 'empty' | 'monotonous' | 'enough' | 'strong' } | { is: 'short'; missing: number };

/** How far a password is by the API's own rule, and whether it is longer than it has to be. */
export function strengthOf(password: string): Strength {
  const characters = [...password];
  if (!characters.length) return { is: 'empty' };
  if (characters.length < SHORTEST) return { is: 'short', missing: SHORTEST - characters.length };
  if (new Set(characters).size < DIFFERENT) return { is: 'monotonous' };
  return { is: characters.length < LONG ? 'enough' : 'strong' };
}
