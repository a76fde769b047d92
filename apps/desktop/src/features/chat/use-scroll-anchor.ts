import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Nearer to the end than this is at the end. */
const NEAR_PX = 48;

export interface ScrollAnchor {
  readonly isAtEnd: boolean;
  readonly scrolled: () => void;
  readonly goToEnd: () => void;
  readonly goToBegin: () => void;
}

/** Keeps the newest row in sight while the reader is at the end, and leaves alone who reads further up. */
export function useScrollAnchor(box: RefObject<HTMLElement | null>, rowCount: number, height: number): ScrollAnchor {
  const [isAtEnd, setIsAtEnd] = useState(true);
  const atEnd = useRef(true);
  const lastTop = useRef(0);

  const goToEnd = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
    atEnd.current = true;
    setIsAtEnd(true);
  }, [box]);

  const goToBegin = useCallback(() => {
    if (box.current !== null) box.current.scrollTop = 0;
  }, [box]);

  const scrolled = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_PX;
    // Rows that turn out taller than guessed push the end away: only a move upwards leaves it.
    const isMovedUp = element.scrollTop < lastTop.current;
    lastTop.current = element.scrollTop;
    atEnd.current = isNear || (atEnd.current && !isMovedUp);
    setIsAtEnd(atEnd.current);
  }, [box]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows and measured heights are the very occasions.
  useLayoutEffect(() => {
    if (atEnd.current) goToEnd();
  }, [rowCount, height, goToEnd]);

  useEffect(() => {
    const element = box.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) goToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, goToEnd]);

  return { isAtEnd, scrolled, goToEnd, goToBegin };
}
