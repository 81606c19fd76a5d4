import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type World } from '#test/world.ts';
import {
  agreementId,
  both,
  callOff,
  DAY_MS,
  decide,
  live,
  mandate,
  onAgreement,
  propose,
  proposed,
  report,
  revoke,
  ruled,
  ruleId,
  setRule,
} from './agreements.fixture.ts';
import { agreements } from './agreements.ts';

const chainId = (world: World): string => String(world.all('agreements/chain')[0]?.id ?? 'chain-none');
const setChain: Later = (world) => ({
  by: 'acme/buyer',
  action: 'agreements.setChain',
  input: { name: 'plates', agreements: [agreementId(world, 'borealis'), agreementId(world, 'carter')] },
});
const callOffChain = (by = 'acme/buyer'): Later => {
  return (world) => ({
    by,
    action: 'agreements.callOffChain',
    input: { chain: chainId(world), quantity: 5, neededByMs: world.timeMs + 10 * DAY_MS },
  });
};
const endRule: Later = (world) => ({ by: 'acme/buyer', action: 'agreements.endRule', input: { rule: ruleId(world) } });

testRefusals(agreements, {
  seller_unknown: { given: proposed.slice(0, -1), refused: propose('acme') },
  prices_wrong: {
    given: proposed.slice(0, -1),
    refused: propose('borealis', { prices: [{ fromQuantity: 2, unitPriceCents: 1 }] }),
  },
  until_past: { given: proposed.slice(0, -1), refused: propose('borealis', { untilMs: START_MS }) },
  agreement_unknown: { given: proposed, refused: onAgreement('acme/buyer', 'end', 'carter') },
  not_buyer: { given: live, refused: callOff(10, 'carter/buyer') },
  not_seller: { given: proposed, refused: onAgreement('carter/sales', 'agree', 'borealis') },
  not_party: { given: live, refused: onAgreement('carter/buyer', 'end', 'borealis') },
  not_proposed: { given: live, refused: onAgreement('borealis/sales', 'agree', 'borealis') },
  agreement_ended: { given: proposed, refused: callOff(10) },
  quantity_too_large: { given: live, refused: callOff(61) },
  too_soon: { given: live, refused: callOff(10, 'acme/buyer', 9) },
  certificate_lapsed: { given: [...live, revoke('borealis')], refused: callOff(10) },
  agreement_foreign: {
    given: live,
    refused: (world) => {
      const { action, input } = setRule({ agreements: [agreementId(world, 'borealis')] })(world);
      return { by: 'carter/buyer', action, input };
    },
  },
  chain_unknown: { given: live, refused: callOffChain() },
  band_wrong: { given: both, refused: setRule({ leastUnitPriceCents: 11_001 }) },
  rule_unknown: { given: both, refused: report(5) },
  rule_ended: { given: [...ruled, endRule], refused: report(5) },
  stock_enough: { given: ruled, refused: report(20, 'acme/logistics', 'noteShortage') },
  shortage_open: { given: [...ruled, report(5)], refused: report(5, 'acme/logistics', 'noteShortage') },
  shortage_unknown: { given: ruled, refused: decide('order') },
  shortage_decided: { given: [...ruled, report(5)], refused: decide('dismiss') },
  nothing_fits: {
    given: [...ruled, revoke('borealis'), revoke('carter'), report(5)],
    refused: decide('order'),
  },
});

const orders = (world: World) =>
  world.all('procurement/order').map(({ seller, quantity, unitPriceCents, state }) => {
    return [seller, quantity, unitPriceCents, state];
  });
const tried = (world: World) => {
  const shortages = world.all('agreements/shortage');
  return shortages.flatMap(({ tried: found }) => (found as { why: string }[]).map(({ why }) => why));
};

describe('an agreement', () => {
  test('gives orders that are accepted at once, at the price of their quantity', () => {
    const world = play([...live, callOff(49), callOff(50)]);
    assert.deepEqual(orders(world).sort(), [
      ['borealis', 49, 10_000, 'accepted'],
      ['borealis', 50, 9_000, 'accepted'],
    ]);
    assert.equal(world.get('agreements/calledOff', agreementId(world, 'borealis'))?.quantity, 99);
  });

  test('ends by either side, at its time or with its quantity; what is ordered stays ordered', () => {
    const world = play([...live, callOff(60), callOff(60), callOff(60)]);
    assert.equal(world.do(callOff(21)(world)).outcome, 'agreements.quantity_too_large');
    play([callOff(20), onAgreement('borealis/sales', 'end', 'borealis')], world);
    assert.equal(world.do(callOff(1)(world)).outcome, 'agreements.agreement_ended');
    assert.equal(orders(world).length, 4);
    const expired = play(live);
    expired.timeMs = START_MS + 300 * DAY_MS;
    assert.equal(expired.do(callOff(1)(expired)).outcome, 'agreements.agreement_ended');
  });

  test('is called off by an agent within its mandate: many small orders come to the same sum', () => {
    const world = play([...live, mandate('agreements.callOff', 50_000, 120_000)]);
    const outcomes = [5, 6, 5, 2, 1].map((quantity) => world.do(callOff(quantity, 'acme/agent')(world)).outcome);
    assert.deepEqual(outcomes, ['accepted', 'mandate_exceeded', 'accepted', 'accepted', 'mandate_exceeded']);
  });
});

describe('a supply chain', () => {
  test('is ordered as a whole, and not at all once one certificate has lapsed', () => {
    const world = play([...both, setChain, callOffChain()]);
    assert.equal(orders(world).length, 2);
    play([revoke('carter')], world);
    assert.equal(world.do(callOffChain()(world)).outcome, 'agreements.certificate_lapsed');
    assert.equal(orders(world).length, 2);
    assert.equal(world.do(callOffChain('carter/buyer')(world)).outcome, 'agreements.not_buyer');
  });
});

describe('a restocking rule', () => {
  test('orders once for a shortage, whatever is reported while it is open', () => {
    const world = play([...ruled, report(19), report(3), report(0, 'acme/buyer')]);
    assert.deepEqual(orders(world), [['borealis', 30, 10_000, 'accepted']]);
    assert.deepEqual(tried(world), ['chosen', 'not_asked']);
    assert.equal(world.get('agreements/stock', ruleId(world))?.quantity, 0);
  });

  test('orders again once that order is at its end and the stock is short again', () => {
    const world = play([...ruled, report(19)]);
    play([closeOrder, report(40), report(10)], world);
    assert.equal(orders(world).length, 2);
    assert.equal(world.all('agreements/shortage').filter(({ state }) => state === 'over').length, 1);
  });

  test('takes the next supplier where the first lacks its certificate, and says why', () => {
    const world = play([...ruled, revoke('borealis'), report(5)]);
    assert.deepEqual(tried(world), ['certificate_missing', 'chosen']);
    assert.deepEqual(orders(world), [['carter', 30, 10_500, 'accepted']]);
  });

  test('never orders outside its price band or beyond its period, and asks a person instead', () => {
    const outside = play([...both, setRule({ mostUnitPriceCents: 9_999 }), report(5)]);
    assert.deepEqual(tried(outside), ['price_outside', 'price_outside']);
    assert.equal(orders(outside).length, 0);
    play([decide('dismiss'), report(30)], outside);
    const full = play([...both, setRule({ mostPerPeriod: 29 }), report(5)]);
    assert.deepEqual(tried(full), ['period_full', 'period_full']);
  });

  test('lets a person order after all, once something fits', () => {
    const world = play([...ruled, revoke('borealis'), revoke('carter'), report(5)]);
    play([{ ...certificate('carter') }, decide('order')], world);
    assert.deepEqual(orders(world), [['carter', 30, 10_500, 'accepted']]);
    assert.equal(world.all('agreements/shortage')[0]?.state, 'ordered');
  });

  test('keeps an agent to its mandate: what exceeds it waits for a person', () => {
    const world = play([...ruled, mandate('agreements.reportStock', 300_000, 300_000)]);
    assert.equal(world.do(report(5, 'acme/agent')(world)).outcome, 'mandate_exceeded', 'it might come to 315,000');
    play([report(5, 'acme/agent', 'noteShortage')], world);
    assert.equal(orders(world).length, 0);
    play([decide('order')], world);
    assert.equal(orders(world).length, 1);
    const closed = play([...ruled, mandate('agreements.reportStock', 315_000, 315_000), report(5, 'acme/agent')]);
    play([closeOrder, report(5, 'acme/agent')], closed);
    assert.equal(closed.do(report(5, 'acme/agent')(closed)).outcome, 'mandate_exceeded', 'also for a second shortage');
    assert.equal(orders(closed).length, 1);
    const allowed = play([...ruled, mandate('agreements.reportStock', 315_000, 315_000), report(5, 'acme/agent')]);
    play([report(4, 'acme/agent')], allowed);
    assert.equal(orders(allowed).length, 1);
  });
});

/** All of the first order is accepted and paid. */
function closeOrder(world: World) {
  const id = String(world.all('procurement/order')[0]?.id);
  return { by: 'acme/finance', action: 'procurement.closeOrder', input: { id, acceptedQuantity: 30 } };
}

function certificate(member: string) {
  const input = { subject: member, kind: 'ISO 9001', validFromMs: START_MS, validUntilMs: START_MS + DAY_MS };
  return { by: 'delta/quality', action: 'membership.issueCredential', input: { ...input, evidence: 'A'.repeat(43) } };
}
