// Every page of the console, as whom it is opened and how one gets there: for the checks that hold for all pages, and for
// the pictures.

import { FRAME_PAGES } from './pages/frame.ts';
import { GOODS_PAGES } from './pages/goods.ts';
import { MAKING_PAGES } from './pages/making.ts';
import { ORDER_PAGES } from './pages/orders.ts';
import type { PageToSee } from './pages/page-to-see.ts';
import { PUBLIC_PAGES } from './pages/public.ts';

/** All of them. */
export const PAGES: readonly PageToSee[] = [
  ...FRAME_PAGES,
  ...ORDER_PAGES,
  ...MAKING_PAGES,
  ...GOODS_PAGES,
  ...PUBLIC_PAGES,
];
