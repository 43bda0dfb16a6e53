import { useEffect, useRef, useState } from 'react';

/**
 * Where the focus goes when what had it is done and leaves the list: to the list itself. It waits
 * while `isFree` is false, as under a dialog.
 */
export function useHome(isFree = true) {
  const ref = useRef<HTMLDivElement>(null);
  const [due, setDue] = useState(0);
  const done = useRef(0);
  useEffect(() => {
    if (due === done.current || !isFree) return;
    done.current = due;
    ref.current?.focus();
  }, [due, isFree]);
  return {
    place: { ref, tabIndex: -1, role: 'group' },
    goHome: () => setDue((count) => count + 1),
  };
}
