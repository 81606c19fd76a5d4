// What only the market shows: states of an order and of all else that the tour never comes to.

import assert from 'node:assert/strict';
import { recordPath } from '#console/parts/paths.ts';
import type { JsonObject } from '#sdk/index.ts';
import { demoClient } from '../demo-client.ts';
import { CLAIMS, PROPOSED, USED_UP } from '../market/deals.ts';
import { BUSY } from '../market/orders.ts';
import { at, type PageToSee } from './page-to-see.ts';

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

const bid = (name: string, actor: string, fields: JsonObject): PageToSee =>
  recordPage(name, { actor, kind: 'sourcing/bid', fields, shows: '#rule' });
const dispute = (name: string, actor: string, fields: JsonObject): PageToSee =>
  recordPage(name, { actor, kind: 'procurement/dispute', fields, shows: '.pieces-bar' });
const agreement = (name: string, actor: string, mostInTotal: number): PageToSee =>
  recordPage(name, { actor, kind: 'agreements/agreement', fields: { mostInTotal }, shows: '.pieces-bar' });
const claim = (name: string, actor: string, unit: string): PageToSee =>
  recordPage(name, { actor, kind: 'claims/asset', fields: { unit }, shows: '#cover' });
const reward = (name: string, actor: string): PageToSee =>
  recordPage(name, { actor, kind: 'rewards/period', fields: {}, shows: '.verdict-good' });
const list = (name: string, actor: string, path: string, heading: string): PageToSee => ({
  name: `market-${name}`,
  actor,
  open: async (visitor, origin) => {
    await at(path, heading)(visitor, origin);
    await visitor.page.locator('.row-link').first().waitFor();
  },
});

/** Them. */
export const MARKET_PAGES: readonly PageToSee[] = [
  order('order-busy', BUSY),
  list('disputes', 'acme/buyer', '/orders/disputes', 'Disputes'),
  dispute('dispute-answer', 'acme/buyer', { amountCents: 50_000 }),
  dispute('dispute-arbiter', 'carter/admin', { amountCents: 50_000 }),
  dispute('dispute-ran-out', 'borealis/sales', { amountCents: 9000 }),
  dispute('dispute-decided', 'borealis/sales', { amountCents: 3000 }),
  list('agreements', 'acme/buyer', '/orders/agreements', 'Agreements'),
  agreement('agreement-used-up', 'acme/buyer', USED_UP),
  agreement('agreement-proposed', 'borealis/sales', PROPOSED),
  list('bids', 'borealis/sales', '/requests/bids', 'Bids'),
  bid('bid-won', 'borealis/sales', { state: 'won' }),
  bid('bid-of-buyer', 'acme/buyer', { bidder: 'delta', place: 2 }),
  list('claims', 'acme/finance', '/claims', 'Claims'),
  claim('claim-part', 'carter/finance', CLAIMS.part),
  claim('claim-lost', 'carter/finance', CLAIMS.lost),
  claim('claim-reported', 'delta/finance', CLAIMS.reported),
  list('rewards', 'delta/finance', '/rewards', 'Rewards'),
  reward('reward-to-take', 'delta/finance'),
];
