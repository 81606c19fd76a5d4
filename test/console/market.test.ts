// The pages of the console in states that the tour never comes to, on a market that is played for it: each is held against
// what holds on every page.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { CHROMIUM } from '../sdk/page.ts';
import { openMarket } from './market/scene.ts';
import { pageChecks } from './page-check.ts';
import { MARKET_PAGES } from './pages/market.ts';
import type { Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);

describe('the console on a market', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  let check: ReturnType<typeof pageChecks>;
  before(async () => {
    scene = await openMarket();
    check = pageChecks(scene);
  });
  after(async () => {
    await scene[Symbol.asyncDispose]();
  });
  for (const page of MARKET_PAGES) {
    test(`${page.name}: no complaint, no request elsewhere, no serious fault in light and dark`, async () => {
      await check(page);
    });
  }
});
