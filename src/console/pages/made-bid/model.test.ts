import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreBid } from '#sdk/index.ts';
import type { Bid } from '../../parts/request/facts.ts';
import { HOUR, RFQ } from '../../parts/request/rfq.fixture.ts';
import { bidTurn, bondWords, deliveryWords, fitsBid, isSettleDue, pointsOf, priceWords } from './model.ts';

const SEALED: Bid = {
  ...{ id: 'rfq-a:harbour', rfq: 'rfq-a', buyer: 'northwind', bidder: 'harbour', commitment: 'Zx49' },
  ...{ acknowledged: 0, place: 1, changes: 0, state: 'sealed', faults: [], eligible: false, bondHold: 'hold-a' },
};
const content = { unitPriceCents: 19_250, deliverByMs: 500 * HOUR, validUntilMs: 60 * HOUR };

test('a sealed bid is its bidder’s to open, and when that is over its bond is the buyer’s to settle', () => {
  assert.equal(bidTurn(SEALED, RFQ, 5 * HOUR), undefined);
  assert.equal(bidTurn(SEALED, RFQ, 15 * HOUR)?.member, 'harbour');
  assert.deepEqual(bidTurn(SEALED, RFQ, 25 * HOUR), {
    member: 'northwind',
    sentence: 'settle what is set aside for it',
  });
  assert.equal(bidTurn(SEALED, { ...RFQ, state: 'cancelled' }, 5 * HOUR)?.member, 'harbour');
});

test('an opened bid awaits the award, and needs no settling where nothing is set aside for it', () => {
  const { bondHold: _, ...rest } = SEALED;
  const opened: Bid = { ...rest, state: 'opened', content };
  assert.equal(bidTurn(opened, RFQ, 25 * HOUR)?.member, 'northwind');
  assert.equal(isSettleDue(opened, { ...RFQ, state: 'awarded' }, 25 * HOUR), false);
  assert.equal(isSettleDue({ ...opened, creditsHold: 'hold-b' }, { ...RFQ, state: 'awarded' }, 25 * HOUR), true);
});

test('price and date are said against what is asked', () => {
  assert.equal(priceWords(19_250, 22_000), '12.5 % below the most that is paid');
  assert.equal(priceWords(22_000, 22_000), 'the most that is paid');
  assert.equal(priceWords(24_200, 22_000), '10 % above the most that is paid');
  assert.equal(deliveryWords(0, 48 * HOUR), ', 2 days before it is needed');
  assert.equal(deliveryWords(72 * HOUR, 48 * HOUR), ', 1 day after it is needed');
});

test('its points are computed again, and a point that the rule does not give is seen', () => {
  const score = scoreBid(RFQ, content, 10_000);
  const { points, ...parts } = score;
  const opened: Bid = { ...SEALED, state: 'opened', content, points, score: { ...parts, shopPoints: 10_000 } };
  const found = pointsOf(opened, RFQ);
  assert.equal(found?.agrees, true);
  assert.equal(
    found.lines.reduce((sum, line) => sum + line.points, 0),
    points,
  );
  assert.equal(pointsOf({ ...opened, points: points + 1 }, RFQ)?.agrees, false);
  assert.equal(pointsOf(SEALED, RFQ), undefined);
});

test('the bond is set aside, back, or the buyer’s', () => {
  assert.match(bondWords(SEALED, RFQ), /^100\.00 EUR of the bidder is set aside/);
  const { bondHold: _, ...rest } = SEALED;
  assert.match(bondWords({ ...rest, state: 'opened' }, RFQ), /went back to the bidder/);
  assert.match(bondWords({ ...rest, state: 'forfeited' }, RFQ), /went to the buyer/);
  assert.match(bondWords(rest, { ...RFQ, bondCents: 0 }), /asks for no bond/);
});

test('what the clock rules out is not offered', () => {
  const at = (hours: number, action: string) => fitsBid(SEALED, RFQ, hours * HOUR)(`sourcing.${action}`);
  assert.deepEqual([at(5, 'withdrawBid'), at(15, 'withdrawBid')], [true, false]);
  assert.deepEqual([at(5, 'openBid'), at(15, 'openBid'), at(25, 'openBid')], [false, true, false]);
  assert.deepEqual([at(15, 'settleBid'), at(25, 'settleBid')], [false, true]);
  assert.deepEqual([at(25, 'award'), at(25, 'counterOffer')], [true, false]);
});
