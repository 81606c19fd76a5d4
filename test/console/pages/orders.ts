// Orders, requests for quotation and bids.

import { at, type PageToSee } from './page-to-see.ts';

/** Opens the row of a list that has a text in it, and waits until the page has shown its evidence. */
const rowWith =
  (path: string, text: string): PageToSee['open'] =>
  async ({ page }, origin) => {
    await page.goto(origin + path);
    await page.locator('tr', { hasText: text }).first().locator('.row-link').click();
    await page.locator('.claim-line').first().waitFor();
    await page.locator('.order-station').first().waitFor();
  };

/** Them. */
export const ORDER_PAGES: readonly PageToSee[] = [
  {
    name: 'order-list',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/orders', 'Orders')(visitor, origin);
      await visitor.page.locator('.order-way').nth(1).waitFor();
    },
  },
  { name: 'order-closed', actor: 'northwind/buyer', open: rowWith('/orders', 'closed') },
  { name: 'order-open', actor: 'northwind/engineer', open: rowWith('/orders?state=accepted', 'accepted') },
];
