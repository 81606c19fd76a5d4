// What a played tour must have left on its ledger, read from the records and held against the input's files as another
// program counts them. It is asked of every input alike.

import assert from 'node:assert/strict';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { designsInterface } from '#contracts/designs/schema.ts';
import type { Result } from '#contracts/inspection/records.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { shippingInterface } from '#contracts/shipping/schema.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { fromBase64url, hex } from '#core/bytes.ts';
import type { Static } from '#core/schema.ts';
import { viewLedger } from '#node/inspect.ts';
import { homePaths } from '#node/local.ts';
import type { Client } from '#sdk/client.ts';
import { tourPaths } from './nodes.ts';
import { openPlayed } from './play.fixture.ts';
import type { QifCount } from './qif-count.fixture.ts';

/** samples/default-terms.json */
const RESERVE_CENTS = 22_000;

/** All that a tour left. */
export type Records = Awaited<ReturnType<typeof readRecords>>;

/** Reads the records of the tour's one order. */
export async function readRecords(home: string) {
  await using played = await openPlayed(home);
  const [buyer, maker, designer] = [
    await played.as('northwind/quality'),
    await played.as('harbour/engineer'),
    await played.as('lindqvist/designer'),
  ];
  const orders = await buyer.list(procurementInterface, 'order', 'buyer', 'northwind');
  const order = orders.find(({ payment }) => payment === 'hold');
  assert.ok(order);
  const [licence] = await designer.list(designsInterface, 'licence', 'licensor', 'lindqvist');
  assert.ok(licence);
  const version = await designer.need(designsInterface, 'version', licence.version);
  const [shipment] = await buyer.list(shippingInterface, 'shipment', 'order', order.id);
  assert.ok(shipment);
  const [lot] = await maker.list(itemsInterface, 'item', 'number', 'MB-2291');
  const keysLeft = await Promise.all(
    version.files.map(({ blob }) => designer.transport.getKey(hex(fromBase64url(blob ?? '')), 'harbour/machine')),
  );
  return {
    size: played.node.ledger.head.size,
    ledgerId: played.node.ledger.id,
    order,
    licence,
    version,
    account: await buyer.need(accountsInterface, 'account', `northwind/${order.unit}`),
    plan: await buyer.need(productionInterface, 'plan', order.id),
    items: await itemsOf(buyer, maker, order.id),
    money: await buyer.need(procurementInterface, 'money', order.id),
    shipment,
    bids: await buyer.list(sourcingInterface, 'bid', 'buyer', 'northwind'),
    lot: lot?.id,
    restocked: await maker.list(procurementInterface, 'order', 'buyer', 'harbour'),
    builds: await maker.list(productionInterface, 'build', 'order', order.id),
    buildDecisions: await maker.list(productionInterface, 'decision', 'order', order.id),
    tally: await designer.need(designsInterface, 'tally', licence.id),
    deletions: await designer.list(designsInterface, 'deletion', 'licence', licence.id),
    keysLeft: keysLeft.filter((key) => key !== undefined).length,
    results: await buyer.list(inspectionInterface, 'result', 'order', order.id),
    reviews: await buyer.list(inspectionInterface, 'review', 'order', order.id),
    decisions: await buyer.list(inspectionInterface, 'decision', 'order', order.id),
  };
}

/** Units that are with the buyer, and those that stayed with the maker. */
async function itemsOf(buyer: Client, maker: Client, order: string) {
  const [there, here] = await Promise.all(
    [buyer, maker].map((client) => client.list(itemsInterface, 'item', 'order', order)),
  );
  return [...new Map([...(there ?? []), ...(here ?? [])].map((item) => [item.id, item])).values()];
}

/** The outcomes of statements that were not accepted, with their places. */
export function refusedOn(home: string, size: number): readonly string[] {
  using view = viewLedger(homePaths(tourPaths(home).origin).ledger);
  return Array.from({ length: size }, (_, index) => view.entry(index))
    .filter(({ kind, outcome }) => kind === 'statement' && outcome !== 'accepted')
    .map(({ outcome }) => outcome);
}

/** What must hold of every input. */
export function assertHeld(found: Records, home: string): void {
  const { order, plan, items, builds, tally, licence, deletions, version, account, money } = found;
  const units = items.length;
  assert.deepEqual([order.state, order.quantity, plan.state], ['closed', units, 'agreed']);
  assert.equal(order.totalCents, units * order.unitPriceCents);
  const released = items.filter(({ state }) => state === 'released');
  assert.equal(order.acceptedQuantity, released.length);
  assert.deepEqual(
    [money.paidCents, money.returnedCents, money.heldCents],
    [released.length * order.unitPriceCents, (units - released.length) * order.unitPriceCents, 0],
  );
  const spentCents = money.paidCents + (order.feeCents ?? 0);
  assert.deepEqual([account.heldCents, account.balanceCents], [0, 2 * units * RESERVE_CENTS - spentCents]);
  assert.equal(order.feeCents, Math.floor((order.totalCents * 50) / 10_000));
  for (const { owner, custodian, state } of items) {
    const holder = state === 'released' ? 'northwind' : 'harbour';
    assert.deepEqual([owner, custodian], [holder, holder]);
  }
  assert.deepEqual([found.shipment.route, found.shipment.state], [['harbour', 'transit', 'northwind'], 'accepted']);
  assert.deepEqual(found.bids.map(({ bidder, state }) => [bidder, state]).sort(), [
    ['alpen', 'lost'],
    ['baltic', 'lost'],
    ['harbour', 'won'],
  ]);
  assert.ok(builds.every(({ materials }) => materials.length === 1 && materials[0]?.lot === found.lot));
  assert.equal(found.restocked.length, 1);
  assert.equal(new Set(items.map(({ number }) => number)).size, units);
  assert.deepEqual([builds.length, new Set(builds.map(({ item }) => item)).size], [units, units]);
  assert.deepEqual([tally.built, tally.permitsUsed, licence.builds], [units, units, units]);
  assert.equal(tally.owedCents, units * licence.royaltyCents);
  assert.equal(
    builds.reduce((sum, { royaltyCents }) => sum + royaltyCents, 0),
    tally.owedCents,
  );
  const programs = version.files.filter(({ role }) => role === 'program');
  assert.deepEqual([deletions.length, found.keysLeft], [programs.length, 0]);
  assert.ok(deletions.every(({ label }) => label === 'attested, not enforceable'));
  const stopped = builds.filter(({ programVerdict }) => programVerdict !== 'matches');
  assert.deepEqual(found.buildDecisions.map(({ build }) => build).sort(), stopped.map(({ id }) => id).sort());
  assert.ok(builds.every((build) => build.state === (stopped.includes(build) ? 'accepted' : 'proven')));
  assert.ok(items.every(({ state }) => state === 'released' || state === 'rejected'));
  for (const { id, state, reasons, decision } of found.reviews) {
    assert.equal(items.find((item) => item.id === id)?.state, state === 'rejected' ? 'rejected' : 'released');
    // Nothing is waved through: where there is a reason there is a decision, by a person, with a reason of its own.
    assert.equal(decision === undefined, reasons.length === 0);
    const signed = found.decisions.find((one) => one.id === decision);
    assert.equal(signed?.by, decision === undefined ? undefined : 'northwind/quality');
  }
  assert.deepEqual(refusedOn(home, found.size), [
    'sourcing.sealing_over',
    'sourcing.commitment_differs',
    'designs.licence_used_up',
    'shipping.not_next',
  ]);
}

/** The ledger's figures of one laboratory are those that another program counts in its file. */
export function assertCounted({ results }: Records, laboratory: string, counted: QifCount): void {
  const own = results.filter((result) => result.laboratory === laboratory);
  const values = own.flatMap((result) => result.values);
  const sum = (of: (counts: Static<typeof Result>['counts']) => number) =>
    own.reduce((total, { counts }) => total + of(counts), 0);
  const said = (verdict: string) => values.filter(({ fileVerdict }) => fileVerdict === verdict).length;
  assert.equal(own.length, counted.units);
  assert.deepEqual(
    { pass: said('pass'), fail: said('fail'), open: said('undefined') },
    { pass: counted.said.PASS, fail: counted.said.FAIL, open: counted.said.UNDEFINED ?? 0 },
  );
  assert.deepEqual(
    {
      inside: sum(({ inside }) => inside),
      outside: sum(({ outside }) => outside),
      open: sum((counts) => counts.noLimit + counts.impossible + counts.notComparable),
    },
    { inside: counted.recomputed.inside, outside: counted.recomputed.outside, open: counted.recomputed.open ?? 0 },
  );
}

/** Units by their number, as their serial number ends, whose item has this state. */
export function unitsThatAre({ items }: Records, state: string): readonly number[] {
  return items
    .filter((item) => item.state === state)
    .map(({ number }) => Number(number.slice(-3)))
    .sort((a, b) => a - b);
}
