import { useEffect } from 'react';
import { logOutAtOnce } from './session';

/** Where the page goes when it has to disappear: about the weather, and about nothing else. */
const ELSEWHERE = { en: 'https://www.bbc.co.uk/weather', de: 'https://www.wetter.de' };

/** How often Escape has to be pressed, within how many milliseconds. */
const PRESSES = 3;
const WITHIN = 1500;

/** Hide the page at once, log out, and put another in its place in the history. */
export const leave = (): void => leaveFor((address) => location.replace(address));

/** Hide the page, log out, and go on by `replace`. */
export function leaveFor(replace: (address: string) => void): void {
  document.documentElement.hidden = true;
  document.title = '';
  logOutAtOnce();
  replace(document.documentElement.lang === 'de' ? ELSEWHERE.de : ELSEWHERE.en);
}

/** Leave when Escape is pressed three times in quick succession. */
export function useLeaveKey(go: () => void = leave): void {
  useEffect(() => {
    let presses: number[] = [];
    const note = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return (presses = []);
      presses = [...presses, Date.now()].slice(-PRESSES);
      if (presses.length === PRESSES && Date.now() - (presses[0] ?? 0) < WITHIN) go();
      return presses;
    };
    addEventListener('keydown', note);
    return () => removeEventListener('keydown', note);
  }, [go]);
}
