// Agents that buy and sell on a real ledger, from a need to an order: bids that go to the buyer, and bids that are opened
// on the ledger; and what they leave to a person.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { handOverBid, readBid, sealForBuyer } from '../handed-over-bids.ts';
import { shopFacts } from '../shop-facts.ts';
import type { Need } from './buying-policy.ts';
import { awarding, cast } from './cast.fixture.ts';
import {
  all,
  BUYS,
  DAY_MS,
  HASH,
  HOUR_MS,
  lineOf,
  type Market,
  mandate,
  newMarket,
  policyWith,
  rulesWith,
  SELLS,
} from './market.fixture.ts';
import { BriefMemory } from './memory.ts';
import type { PriceRules } from './price-rules.ts';
import { requestFor } from './requesting.ts';
import { sellOnce } from './seller.ts';

let market: Market | undefined;
afterEach(async () => {
  await market?.[Symbol.asyncDispose]();
  market = undefined;
});

test('a need becomes an order by two selling agents and a buying one, each price told to the buyer alone', async () => {
  market = await newMarket();
  const agents = await cast(market, { carter: rulesWith({ marginBasisPoints: 1_000 }) });
  const { buy, sell } = agents;
  assert.deepEqual(await buy(), ['did publishRfq shop_qualifies', 'waits sealing_runs']);
  assert.deepEqual(await sell('borealis'), ['did sealBid delivery', 'waits sealing_runs']);
  assert.deepEqual(await sell('carter'), ['did sealBid delivery', 'waits sealing_runs']);
  market.clock.nowMs += HOUR_MS;
  assert.deepEqual(await buy(), ['waits opening_runs']);
  assert.deepEqual(await sell('borealis'), ['did handOver sealing_over', 'waits naming_runs']);
  assert.deepEqual(await sell('carter'), ['did handOver sealing_over', 'waits naming_runs']);
  market.clock.nowMs += HOUR_MS;
  assert.deepEqual(await buy(), ['did openReceived bid_compared', 'waits contest_runs']);
  assert.deepEqual(await sell('borealis'), ['waits not_best']);
  market.clock.nowMs += HOUR_MS;
  assert.deepEqual(await buy(), ['did award delivery', 'did tellRank rank', 'leaves awarded']);
  assert.deepEqual(await sell('borealis'), ['did settleBid rfq_over', 'leaves bid_lost']);
  assert.deepEqual(await sell('carter'), ['leaves bid_won']);
  assert.deepEqual(await sell('carter'), []);
  assert.deepEqual(await buy(), []);
  const [order] = await market.client('acme/buyer').list(procurementInterface, 'order', 'buyer', 'acme');
  assert.equal(order?.seller, 'carter');
  const [rank] = await market.client('borealis/sales').list(sourcingInterface, 'rank', 'bidder', 'borealis');
  assert.deepEqual([rank?.rank, rank?.compared], [2, 2]);
  const [bid] = await market.client('borealis/sales').list(sourcingInterface, 'bid', 'bidder', 'borealis');
  assert.equal(bid?.content, undefined, 'the price of the bid that lost stands nowhere on the ledger');
});

test('bids that are opened on the ledger: each agent opens what its memory has, and learns its place', async () => {
  market = await newMarket();
  const rules = { borealis: rulesWith({ marginBasisPoints: 500 }), carter: rulesWith() };
  const { buy, sell } = await cast(market, rules, { toBuyer: false });
  await buy();
  assert.deepEqual(await sell('borealis'), ['did sealBid delivery', 'waits sealing_runs']);
  assert.deepEqual(await sell('carter'), ['did sealBid delivery', 'waits sealing_runs']);
  const stranger = sellOnce(await market.desk('carter/sales'), { rules: rulesWith() });
  assert.deepEqual((await all(stranger)).map(lineOf), ['leaves bid_of_another']);
  market.clock.nowMs += HOUR_MS;
  assert.deepEqual(await sell('carter'), ['did openBid sealing_over', 'waits award_runs']);
  assert.deepEqual(await buy(), ['waits opening_runs']);
  assert.deepEqual(await sell('borealis'), ['did openBid sealing_over', 'waits award_runs']);
  assert.deepEqual(await buy(), ['did award delivery', 'leaves awarded']);
  const lost = ['did settleBid rfq_over', 'did learnRank rank_unknown', 'leaves bid_lost'];
  assert.deepEqual(await sell('carter'), lost);
  assert.deepEqual(await sell('borealis'), ['leaves bid_won']);
  assert.deepEqual([await sell('carter'), await sell('borealis')], [[], []]);
});

test('a buyer that names a worse bid is contested by the better one', async () => {
  market = await newMarket();
  const { buy, sell } = await cast(market, { carter: rulesWith({ marginBasisPoints: 1_000 }) });
  await buy();
  for (const step of ['seal', 'hand over'])
    for (const member of ['borealis', 'carter']) {
      if (step === 'hand over' && member === 'borealis') market.clock.nowMs += HOUR_MS;
      await sell(member);
    }
  market.clock.nowMs += HOUR_MS;
  const desk = await market.desk('acme/agent');
  const [worse] = (await desk.client.list(sourcingInterface, 'bid', 'buyer', 'acme')).filter(isOf('borealis'));
  assert.ok(worse !== undefined);
  const { content, salt } = await readBid(desk.client, desk.readerKey, worse);
  await desk.client.do(sourcingInterface, 'openReceived', { bid: worse.id, salt, content });
  assert.deepEqual(await sell('carter'), ['did openBid ours_better', 'waits award_runs']);
  assert.deepEqual(await buy(), ['waits contest_runs']);
  market.clock.nowMs += HOUR_MS;
  await buy();
  const [order] = await market.client('acme/buyer').list(procurementInterface, 'order', 'buyer', 'acme');
  assert.equal(order?.seller, 'carter');
});

test('what the ledger refuses is a person’s, and is not signed again before something changed', async () => {
  market = await newMarket();
  const { buy, sell } = await cast(market, {});
  await awarding(market, { buy, sell });
  const far = market.clock.nowMs + 400 * DAY_MS;
  const drained = { from: 'acme/EUR', to: 'delta/EUR', amountCents: 99_990_000, reference: 'drained' };
  await market.client('delta/finance').do(accountsInterface, 'openAccount', { unit: 'EUR' });
  await market.client('acme/finance').do(accountsInterface, 'transfer', drained);
  assert.deepEqual(await buy(), ['person award accounts.balance_short']);
  await market.setMandate('acme/agent', mandate({ ...BUYS, award: 10_000_001 }, far));
  const { size } = market.node.ledger.head;
  for (const _ of [1, 2]) assert.deepEqual(await buy(), ['person award accounts.balance_short']);
  assert.equal(market.node.ledger.head.size, size);
});

test('small awards that together exceed the mandate wait for a person, until the mandate is widened', async () => {
  market = await newMarket();
  const { clock } = market;
  const far = clock.nowMs + 400 * DAY_MS;
  const needs = ['4711', '4712', '4713'].map((reference) => market?.need(reference) as Need);
  const { buy, sell } = await cast(market, {}, { toBuyer: false }, needs);
  const line = {
    what: 'sourcing.award',
    unit: 'EUR',
    mostEach: 80_000,
    mostPerPeriod: 120_000,
    periodMs: 365 * DAY_MS,
  };
  const others = mandate({ publishRfq: 0, endRfq: 5 }, far);
  await market.setMandate('acme/agent', [...others, { ...line, untilMs: far }]);
  await awarding(market, { buy, sell }, 2);
  const awards = async () => (await buy()).filter((words) => words.includes('award'));
  assert.deepEqual(await awards(), [
    ...['did award delivery', 'leaves awarded', 'did award delivery', 'leaves awarded'],
    'person award mandate_exceeded',
  ]);
  assert.deepEqual(await awards(), ['person award mandate_exceeded']);
  await market.setMandate('acme/agent', [...others, { ...line, mostPerPeriod: 160_000, untilMs: far }]);
  assert.deepEqual(await awards(), ['did award delivery', 'leaves awarded']);
});

test('a shop seals no more than its mandate can open, and more when that is widened', async () => {
  market = await newMarket();
  const needs = ['4711', '4712'].map((reference) => market?.need(reference) as Need);
  const { buy, sell } = await cast(market, {}, { toBuyer: false }, needs);
  const far = market.clock.nowMs + 400 * DAY_MS;
  await market.setMandate('carter/agent', mandate({ ...SELLS, openBid: 52_992 }, far));
  await buy();
  const sealed = ['did sealBid delivery', 'waits sealing_runs'];
  assert.deepEqual(await sell('carter'), [...sealed, 'person sealBid mandate_exceeded']);
  assert.deepEqual(await sell('carter'), ['waits sealing_runs', 'person sealBid mandate_exceeded']);
  await market.setMandate('carter/agent', mandate({ ...SELLS, openBid: 2 * 52_992 }, far));
  assert.deepEqual(await sell('carter'), ['waits sealing_runs', ...sealed]);
});

test('a counter-offer is answered by the rules: down to the least margin, and no further', async () => {
  market = await newMarket();
  const { clock, client } = market;
  const asked = requestFor({
    ...{
      policy: policyWith(market.itemType, { toBuyer: false, limits: { ...limits, leastBids: 1 } }),
      mandate: 'person',
    },
    ...{ need: market.need('4711'), nowMs: clock.nowMs, reader: 'acme/buyer' },
    shops: [await shopFacts(client('acme/buyer'), 'carter', clock.nowMs)],
  });
  assert.ok('input' in asked);
  const input = { ...asked.input, counterOffers: { rounds: 2, mostBasisPoints: 1_500 } };
  const rfq = (await client('acme/buyer').do(sourcingInterface, 'publishRfq', input)).id('rfq');
  const { sell } = await cast(market, {});
  await sell('carter');
  clock.nowMs += HOUR_MS;
  await sell('carter');
  const answers = [];
  for (const unitPriceCents of [11_591, 11_592]) {
    const offer = { rfq, bid: `${rfq}:carter`, unitPriceCents };
    await client('acme/buyer').do(sourcingInterface, 'counterOffer', offer);
    answers.push((await sell('carter'))[0]);
  }
  assert.deepEqual(answers, ['did declineCounter counter', 'did acceptCounter counter']);
  const bid = await client('carter/sales').need(sourcingInterface, 'bid', `${rfq}:carter`);
  assert.equal(bid.content?.unitPriceCents, 11_592);
});

test('a shop whose months do not reach what is asked does not bid, and its bid by hand is not named', async () => {
  market = await newMarket();
  const trackRecord = { months: 12, orders: 1, inTimeBasisPoints: 0, acceptedBasisPoints: 0 };
  const { buy, sell } = await cast(market, {}, { trackRecord });
  await buy();
  assert.deepEqual(await sell('carter'), ['leaves accepted_low']);
  const desk = await market.desk('carter/sales');
  const [rfq] = await desk.client.list(sourcingInterface, 'rfq', 'state', 'open');
  assert.ok(rfq !== undefined);
  const content = { unitPriceCents: 1, deliverByMs: rfq.order.neededByMs, validUntilMs: rfq.awardUntilMs };
  const { sealed: _, ...sealed } = await sealForBuyer(desk.client, rfq.id, content);
  await desk.client.do(sourcingInterface, 'sealBid', { rfq: rfq.id, acknowledged: 0, ...sealed });
  market.clock.nowMs += HOUR_MS;
  await handOverBid(desk.client, desk.readerKey, await desk.client.need(sourcingInterface, 'bid', `${rfq.id}:carter`));
  market.clock.nowMs += HOUR_MS;
  assert.deepEqual(await buy(), ['waits contest_runs']);
});

test('a shop that loses its certificate after the naming is taken out, and the need is left to a person', async () => {
  market = await newMarket();
  const { buy, sell } = await cast(market, { carter: rulesWith({ marginBasisPoints: 1_000 }) });
  await awarding(market, { buy, sell });
  const credentials = await market.client('delta/admin').list(membershipInterface, 'credential', 'subject', 'carter');
  const id = credentials[0]?.id ?? '';
  await market.client('delta/admin').do(membershipInterface, 'revokeCredential', { id });
  assert.deepEqual(await buy(), ['did excludeLapsed certificate_missing', 'did endRfq bid_none', 'person need_unmet']);
});

test('an agreement, a law and an addendum wait for whoever has read them; the limit of a price for who takes it', async () => {
  market = await newMarket();
  const { buy } = await cast(market, {}, { nda: HASH });
  await buy();
  const [request] = await market.client('acme/buyer').list(sourcingInterface, 'rfq', 'buyer', 'acme');
  const taken = [request?.id ?? ''];
  const memory = new BriefMemory();
  const look = async (actor: string, rules: PriceRules, more: object = {}) =>
    (await all(sellOnce(await (market as Market).desk(actor, memory), { rules, ...more }))).map(lineOf);
  assert.deepEqual(await look('carter/agent', rulesWith()), ['person sealBid nda_unread']);
  const small = { ...rulesWith().most, orderCents: 1 };
  const rules = rulesWith({ read: [HASH], most: small });
  assert.deepEqual(await look('carter/agent', rules), ['did signNda nda_read', 'person sealBid order_large']);
  const bought = { commitment: HASH, rfq: taken[0] ?? '' };
  await market.client('acme/buyer').do(sourcingInterface, 'addAddendum', { rfq: bought.rfq, text: OTHER_HASH });
  assert.deepEqual(await look('carter/sales', rules, { taken }), ['person sealBid addendum_unread']);
  const read = rulesWith({ read: [HASH, OTHER_HASH], most: small });
  assert.deepEqual(await look('carter/sales', read, { taken }), ['did sealBid delivery', 'waits sealing_runs']);
  assert.deepEqual(await look('carter/agent', read), ['leaves bid_of_another']);
});

const { limits } = policyWith('type-1');
const OTHER_HASH = `${'B'.repeat(42)}A`;
const isOf =
  (member: string) =>
  ({ bidder }: { readonly bidder: string }): boolean =>
    bidder === member;
