// Designs, production and inspections.

import { at, type PageToSee } from './page-to-see.ts';

/** Follows the first link of a kind in the page, and waits for its evidence. */
const follow =
  (path: string, heading: string, link: string): PageToSee['open'] =>
  async (visitor, origin) => {
    await at(path, heading)(visitor, origin);
    await visitor.page.locator(link).first().click();
    await visitor.page.locator('.claim-line').first().waitFor();
  };

/** Them. */
export const MAKING_PAGES: readonly PageToSee[] = [
  {
    name: 'inspections',
    actor: 'northwind/quality',
    open: async (visitor, origin) => {
      await at('/inspections', 'Orders')(visitor, origin);
      await visitor.page.locator('.row-link').first().waitFor();
    },
  },
  {
    name: 'inspection-order',
    actor: 'northwind/quality',
    open: follow('/inspections', 'Orders', '.row-link'),
  },
  {
    name: 'inspection-unit',
    actor: 'northwind/quality',
    open: async (visitor, origin) => {
      await follow('/inspections', 'Orders', '.row-link')(visitor, origin);
      await visitor.page.getByRole('link', { name: /003$/ }).first().click();
      await visitor.page.getByRole('heading', { name: 'Decision' }).waitFor();
    },
  },
];
