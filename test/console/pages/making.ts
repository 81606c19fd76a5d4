// Designs, production and inspections.

import type { PageToSee } from './page-to-see.ts';

/** Them. */
export const MAKING_PAGES: readonly PageToSee[] = [];
