// What is seen without signing in: the passport of an item, and scanning.

import { at, type PageToSee } from './page-to-see.ts';

/** Them. */
export const PUBLIC_PAGES: readonly PageToSee[] = [
  { name: 'passport-visitor', actor: undefined, open: passport('Verified in this browser') },
  { name: 'passport-party', actor: 'northwind/quality', open: passport('Made: milling') },
  { name: 'passport-unknown', actor: undefined, open: at('/p/item-none', 'unknown') },
  { name: 'passport-unknown-code', actor: undefined, open: at('/01/04012345123456/21/X-1', 'unknown') },
  { name: 'scan', actor: undefined, open: at('/scan', 'Scan') },
];

/** Opens the passport of the tour's unit, and waits until it is proven and shows this. */
function passport(shows: string): PageToSee['open'] {
  return async ({ page }, origin) => {
    await page.goto(`${origin}/p/${await publishedItem(origin)}`);
    await page.getByRole('heading', { name: 'genuine record' }).waitFor();
    await page.getByText(shows).first().waitFor();
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
  };
}

/** The item whose passport the tour made public. */
export async function publishedItem(origin: string): Promise<string> {
  const { items } = await (await fetch(`${origin}/v1/records/items/passport`)).json();
  return items[0].id;
}
