// Orders, requests for quotation and bids.

import type { PageToSee } from './page-to-see.ts';

/** Them. */
export const ORDER_PAGES: readonly PageToSee[] = [];
