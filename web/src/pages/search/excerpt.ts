import type { Schemas } from '../../api/client';

/** A piece of an excerpt, and whether it is what was looked for. */
export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Cut an excerpt at its marks, which are counted in code points and not in UTF-16 units. */
export function pieces(excerpt: Schemas['ExcerptAnswer']): Piece[] {
  const points = Array.from(excerpt.text);
  const cut: Piece[] = [];
  let at = 0;
  const take = (to: number, isMatch: boolean) => {
    if (to > at) cut.push({ text: points.slice(at, to).join(''), isMatch });
    at = Math.max(at, to);
  };
  for (const { start, end } of excerpt.places) {
    take(start, false);
    take(end, true);
  }
  take(points.length, false);
  return cut;
}
