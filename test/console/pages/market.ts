// What only the market shows: states of an order and of all else that the tour never comes to.

import assert from 'node:assert/strict';
import { recordPath } from '#console/parts/paths.ts';
import type { JsonObject } from '#sdk/index.ts';
import { demoClient } from '../demo-client.ts';
import { BUSY } from '../market/orders.ts';
import type { PageToSee } from './page-to-see.ts';

type Of = { readonly actor: string; readonly kind: string; readonly fields: JsonObject; readonly shows?: string };

/** The page of the record of a kind that has these fields, as an actor sees it. */
const recordPage = (name: string, { actor, kind, fields, shows = '.claim-line' }: Of): PageToSee => ({
  name: `market-${name}`,
  actor,
  open: async ({ page }, origin) => {
    const { transport } = await demoClient(origin, actor);
    const { items } = await transport.records(kind, {}, { limit: 500 });
    const found = items.find(({ value }) => Object.entries(fields).every(([field, is]) => value[field] === is));
    assert.ok(found !== undefined, `the market has no ${kind} with ${JSON.stringify(fields)}`);
    await page.goto(origin + recordPath(kind, found.id));
    await page.locator('.claim-line').first().waitFor();
    await page.locator(shows).first().waitFor();
  },
});

const order = (name: string, quantity: number): PageToSee =>
  recordPage(name, {
    ...{ actor: 'acme/buyer', kind: 'procurement/order', fields: { quantity }, shows: '.order-station' },
  });

/** Them. */
export const MARKET_PAGES: readonly PageToSee[] = [order('order-busy', BUSY)];
