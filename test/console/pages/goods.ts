// Shipments, items, trace, money and mandates.

import { at, type PageToSee } from './page-to-see.ts';

/** Opens the trace of an item by the number on it. */
const traceOf =
  (number: string): PageToSee['open'] =>
  async (visitor, origin) => {
    await at(`/trace?find=${number}`, 'Trace')(visitor, origin);
    await visitor.page.getByRole('link', { name: number }).click();
    await visitor.page.locator('.trace-node').nth(1).waitFor();
  };

/** Opens an item of the list by the number on it. */
const itemOf =
  (number: string): PageToSee['open'] =>
  async (visitor, origin) => {
    await at('/items', 'Items')(visitor, origin);
    await visitor.page.getByRole('link', { name: number }).click();
    await visitor.page.locator('.item-step').first().waitFor();
    await visitor.page.locator('.claim-line').first().waitFor();
  };

/** Opens the first row of a list. */
const firstRow =
  (path: string, heading: string, shows: string): PageToSee['open'] =>
  async (visitor, origin) => {
    await at(path, heading)(visitor, origin);
    await visitor.page.locator('.row-link').first().click();
    await visitor.page.locator(shows).first().waitFor();
    await visitor.page.locator('.claim-line').first().waitFor();
  };
/** Opens a list and waits for its rows. */
const rowsOf =
  (path: string, heading: string): PageToSee['open'] =>
  async (visitor, origin) => {
    await at(path, heading)(visitor, origin);
    await visitor.page.locator('.row-link').first().waitFor();
  };

/** Them. */
export const GOODS_PAGES: readonly PageToSee[] = [
  { name: 'trace-choose', actor: 'northwind/quality', open: at('/trace', 'Items that you may see') },
  { name: 'trace-lot', actor: 'harbour/sales', open: traceOf('MB-2291') },
  { name: 'trace-part', actor: 'northwind/quality', open: traceOf('BRACKET-PLATE-001') },
  { name: 'trace-unknown', actor: 'northwind/quality', open: at('/trace/item-none', /nothing with this id/) },
  { name: 'items', actor: 'harbour/sales', open: rowsOf('/items', 'Items') },
  { name: 'item-unit', actor: 'northwind/quality', open: itemOf('BRACKET-PLATE-001') },
  { name: 'item-lot', actor: 'harbour/sales', open: itemOf('MB-2291') },
  { name: 'shipments', actor: 'transit/logistics', open: rowsOf('/shipments', 'Shipments') },
  { name: 'shipment', actor: 'northwind/quality', open: firstRow('/shipments', 'Shipments', '.span-now') },
  { name: 'money', actor: 'harbour/finance', open: rowsOf('/money', 'Money') },
  { name: 'account', actor: 'northwind/finance', open: firstRow('/money', 'Money', '.account-in') },
  { name: 'account-unknown', actor: 'northwind/finance', open: at('/money/nobody/EUR/..', /nothing with this id/) },
  {
    name: 'network',
    actor: 'northwind/admin',
    open: async (visitor, origin) => {
      await at('/members', 'Who may sign alone')(visitor, origin);
      await visitor.page.locator('.member-name').first().waitFor();
    },
  },
  { name: 'network-member', actor: 'northwind/admin', open: at('/members/harbour', 'Track record') },
];
