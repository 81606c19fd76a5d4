// A whole trade by clicking, with a browser for each company: from the request for quotation to the accepted shipment and
// its payment, on the tour's ledger.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { CHROMIUM } from '../sdk/page.ts';
import { openDesk } from './desk.ts';
import { assertQuiet, openScene, type TimedScene } from './scene.ts';
import { STEPS, type Trade } from './trade.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);

describe('a trade, from the request to the payment', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: TimedScene;
  let trade: Trade;
  before(async () => {
    scene = await openScene();
    const [northwind, harbour, others] = [await openDesk(scene), await openDesk(scene), await openDesk(scene)];
    const { origin, passTo } = scene;
    trade = { origin, northwind, harbour, others, passTo, ids: new Map(), before: new Map() };
  });
  after(() => scene[Symbol.asyncDispose]());

  // Each step begins with what the one before it left.
  for (const [name, play] of STEPS) test(name, () => play(trade));

  test('no browser complained of anything', () => {
    for (const { visitor } of [trade.northwind, trade.harbour, trade.others]) assertQuiet(visitor);
  });
});
