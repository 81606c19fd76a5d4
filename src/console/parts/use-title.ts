// The title of the browser's tab, while a page is open.

import { useEffect } from 'react';

/** Sets it, and puts the one before back. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
