// Shipments, items, trace, money and mandates.

import type { PageToSee } from './page-to-see.ts';

/** Them. */
export const GOODS_PAGES: readonly PageToSee[] = [];
