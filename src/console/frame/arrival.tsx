// Arriving at another page, for whoever does not see it: the tab has the page's name, which is said, and the focus goes to
// the page, past the rail, unless the page or a dialog put it somewhere itself.

import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { frameTexts } from '../texts/frame.ts';

/** By then a dialog that led here is gone, and has given the focus back. */
const SETTLED_MS = 300;

/** A line for screen readers only. */
export function Arrival() {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  const [name, setName] = useState('');
  const [said, setSaid] = useState('');
  useEffect(() => {
    const page = document.getElementById('page');
    if (page === null) return;
    const read = (): void => setName(page.querySelector('h1')?.textContent?.trim() ?? '');
    read();
    // Pages have their name from what they read of the ledger.
    const observer = new MutationObserver(read);
    observer.observe(page, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    document.title = name === '' ? frameTexts.product : `${name} · ${frameTexts.product}`;
    if (before.current === pathname) return;
    // Whoever goes on by keys meanwhile is not pulled back.
    const gone = new AbortController();
    let isOnTheWay = false;
    const onKey = (): void => {
      isOnTheWay = true;
    };
    addEventListener('keydown', onKey, { signal: gone.signal, capture: true });
    const timer = setTimeout(() => {
      before.current = pathname;
      if (!isOnTheWay) arrive();
      setSaid(name);
    }, SETTLED_MS);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [pathname, name]);
  return (
    <p className="unseen" role="status">
      {said}
    </p>
  );
}

function arrive(): void {
  const { activeElement } = document;
  const page = document.getElementById('page');
  const isTaken =
    page?.contains(activeElement) === true || (activeElement?.closest('[role="dialog"]') ?? null) !== null;
  if (!isTaken) page?.focus({ preventScroll: true });
}
