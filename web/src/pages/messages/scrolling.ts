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
 * messages come above.
 */
export function useEnd(messages: readonly Message[], sending: number): End {
  const end = useRef<HTMLDivElement>(null);
  const before = useRef({ height: 0, earliest: '', newest: '', sending: 0 });
  const earliest = messages[0]?.messageId ?? '';
  const newest = messages.at(-1)?.messageId ?? '';
  useLayoutEffect(() => {
    const was = before.current;
    const page = document.documentElement;
    const away = was.height - scrollY - innerHeight;
    const grown = page.scrollHeight - was.height;
    before.current = { height: page.scrollHeight, earliest, newest, sending };
    if (!was.newest || sending > was.sending || (newest !== was.newest && away < NEAR))
      end.current?.scrollIntoView?.({ block: 'end' });
    else if (earliest !== was.earliest && grown > 0) page.scrollTop += grown;
  }, [earliest, newest, sending]);
  useEffect(() => {
    const measure = () => {
      before.current.height = document.documentElement.scrollHeight;
    };
    addEventListener('scroll', measure, { passive: true });
    return () => removeEventListener('scroll', measure);
  }, []);
  return { end, goThere: () => end.current?.focus({ preventScroll: true }) };
}
