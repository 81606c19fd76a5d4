// The frame, the ledger, members, and the pages that follow from the contracts.

import { at, firstOf, type PageToSee } from './page-to-see.ts';

/** Them. */
export const FRAME_PAGES: readonly PageToSee[] = [
  { name: 'sign-in', actor: undefined, open: at('/sign-in', 'Actors of the demo') },
  { name: 'work-visitor', actor: undefined, open: at('/work', /Sign in to see/) },
  {
    name: 'work',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/work', 'Work')(visitor, origin);
      await visitor.page.locator('.lately').getByRole('link').first().waitFor();
    },
  },
  { name: 'ledger-visitor', actor: undefined, open: at('/ledger', 'Witnesses') },
  {
    name: 'ledger',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/ledger', 'Witnesses')(visitor, origin);
      await visitor.page.locator('.entries a').first().waitFor();
    },
  },
  {
    name: 'entry',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/ledger', 'Ledger')(visitor, origin);
      await visitor.page
        .getByRole('link', { name: 'Close order' })
        .or(visitor.page.locator('.entries a'))
        .first()
        .click();
      await visitor.page.locator('.sheet-sentence').waitFor();
      await visitor.page.getByRole('button', { name: 'Verify' }).click();
      await visitor.page.locator('.verdict-good').waitFor();
    },
  },
  {
    name: 'members',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/members', 'Members')(visitor, origin);
      await visitor.page.locator('.member-name').first().waitFor();
    },
  },
  { name: 'member', actor: 'northwind/buyer', open: at('/members/harbour', 'Harbour Machining') },
  { name: 'kinds', actor: 'northwind/buyer', open: at('/records', 'All records') },
  {
    name: 'orders',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/records/procurement/order', 'orders')(visitor, origin);
      await visitor.page.locator('.row-link').first().waitFor();
    },
  },
  { name: 'order', actor: 'northwind/buyer', open: firstOf('procurement/order') },
  { name: 'item', actor: 'northwind/quality', open: firstOf('items/item') },
  { name: 'review', actor: 'northwind/quality', open: firstOf('inspection/review') },
  { name: 'empty-list', actor: 'lindqvist/designer', open: at('/records/procurement/order', /No orders/) },
  {
    name: 'unknown-record',
    actor: 'northwind/buyer',
    open: at('/records/procurement/order/none', /nothing with this id/),
  },
  { name: 'action', actor: 'northwind/buyer', open: at('/do/procurement/placeOrder', 'Place order') },
  {
    name: 'signing-sheet',
    actor: 'harbour/sales',
    open: async (visitor, origin) => {
      await at('/do/items/registerType', 'Register type')(visitor, origin);
      const { page } = visitor;
      await page.getByLabel('Part number').fill('FLANGE-7');
      await page.getByLabel('Name').fill('Flange, seven holes');
      await page.getByLabel('Tracking').selectOption('serial');
      await page.getByLabel('Unit').selectOption('piece');
      await page.getByRole('button', { name: 'Review and sign' }).click();
      await page.getByRole('button', { name: 'Do not sign' }).waitFor();
    },
  },
  {
    name: 'search',
    actor: 'northwind/buyer',
    open: async (visitor, origin) => {
      await at('/work', 'Work')(visitor, origin);
      await visitor.page.keyboard.press('Control+k');
      await visitor.page.getByRole('combobox').fill('bour mach');
      await visitor.page
        .getByRole('option', { name: /Harbour Machining/ })
        .first()
        .waitFor();
    },
  },
  { name: 'nowhere', actor: undefined, open: at('/nowhere-at-all', 'There is no such page') },
];
