import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { Message } from './history';

/** How far from the end, in pixels, somebody still counts as being there. */
const NEAR = 240;

interface End {
  end: RefObject<HTMLDivElement | null>;
  /** Put the focus at the end, where what had it is gone. */
  goThere(): void;
}

/**
 * Keep the end of a conversation in sight: when it opens, when one sends, and when a message
 * arrives while one is there. Whoever reads further up stays where they are, also when earlier
 * messages come above. The page's end is meant: the box to write in covers what is behind it.
 * `stirred` grows when a message is sent, and when that fails.
 */
export function useEnd(messages: readonly Message[], stirred: number): End {
  const end = useRef<HTMLDivElement>(null);
  const before = useRef({ height: 0, earliest: '', newest: '', stirred: 0 });
  const earliest = messages[0]?.messageId ?? '';
  const newest = messages.at(-1)?.messageId ?? '';
  useLayoutEffect(() => {
    const was = before.current;
    const page = document.documentElement;
    const away = was.height - scrollY - innerHeight;
    const grown = page.scrollHeight - was.height;
    before.current = { height: page.scrollHeight, earliest, newest, stirred };
    if (!was.newest || stirred > was.stirred || (newest !== was.newest && away < NEAR))
      page.scrollTop = page.scrollHeight;
    else if (earliest !== was.earliest && grown > 0) page.scrollTop += grown;
  }, [earliest, newest, stirred]);
  useEffect(() => {
    const measure = () => {
      before.current.height = document.documentElement.scrollHeight;
    };
    addEventListener('scroll', measure, { passive: true });
    return () => removeEventListener('scroll', measure);
  }, []);
  return { end, goThere: () => end.current?.focus({ preventScroll: true }) };
}
