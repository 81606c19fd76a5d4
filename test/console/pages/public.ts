// What is seen without signing in: the passport of an item, and scanning.

import type { PageToSee } from './page-to-see.ts';

/** Them. */
export const PUBLIC_PAGES: readonly PageToSee[] = [];
