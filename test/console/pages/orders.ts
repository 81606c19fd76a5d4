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

/** Goes to the tour's request. */
const toRequest: PageToSee['open'] = async ({ page }, origin) => {
  await page.goto(`${origin}/requests`);
  await page.locator('.row-link').first().click();
  await page.locator('.claim-line').first().waitFor();
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
  {
    name: 'request-list',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/requests', 'Requests')(visitor, origin);
      await visitor.page.locator('.row-link').first().waitFor();
    },
  },
  {
    name: 'request-buyer',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await toRequest(visitor, origin);
      await visitor.page.locator('.verdict-good').waitFor();
      // On a phone it stands under the verdict.
      const reason = visitor.page.getByText('no ISO 9001 in force by watchful').filter({ visible: true });
      await reason.first().waitFor();
    },
  },
  {
    name: 'request-bidder',
    actor: 'harbour/sales',
    open: async (visitor, origin) => {
      await toRequest(visitor, origin);
      await visitor.page.locator('.request-bids').waitFor();
    },
  },
  {
    name: 'bid-over',
    actor: 'harbour/sales',
    open: async (visitor, origin) => {
      await toRequest(visitor, origin);
      await visitor.page.goto(`${visitor.page.url()}/bid`);
      await visitor.page.getByText('There is nothing to do for a bid here').waitFor();
    },
  },
  {
    name: 'bid-not-yours',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await toRequest(visitor, origin);
      await visitor.page.goto(`${visitor.page.url()}/bid`);
      await visitor.page.getByText('You do not bid on this request').waitFor();
    },
  },
];
