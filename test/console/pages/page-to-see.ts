// What a page to see is, and ways to it that pages share.

import type { Visitor } from '../scene.ts';

/** A page. */
export type PageToSee = {
  readonly name: string;
  /** An actor of the demo; undefined for a visitor. */
  readonly actor: string | undefined;
  /** Opens it, and waits until it shows what it is for. */
  open(visitor: Visitor, origin: string): Promise<void>;
};

/** Goes to an address and waits for a heading of the page. */
export const at =
  (path: string, heading: string | RegExp): PageToSee['open'] =>
  async ({ page }, origin) => {
    await page.goto(origin + path);
    await page.getByRole('heading', { name: heading }).first().waitFor();
  };

/** Opens the first row of a list. */
export const firstOf =
  (kind: string): PageToSee['open'] =>
  async ({ page }, origin) => {
    await page.goto(`${origin}/records/${kind}`);
    await page.locator('.row-link').first().click();
    await page.getByRole('heading', { name: 'Evidence' }).waitFor();
    await page.locator('.claim-line').first().waitFor();
  };
