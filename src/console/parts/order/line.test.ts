import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lineTexts } from '../../texts/orders.ts';
import type { Build, Job, Order, OrderFacts, Plan, Progress, Result, Review, Shipment } from './facts.ts';
import { lineOf, shortLineOf, spoken } from './line.ts';

/** As the tour's order has them. */
const ORDER: Order = {
  ...{ id: 'order-a', buyer: 'northwind', seller: 'harbour', itemType: 'type-a', quantity: 4, unit: 'EUR' },
  ...{ unitPriceCents: 18_500, totalCents: 74_000, neededByMs: 1_901_059_199_999, deliveryPlace: 'Zx49', terms: [] },
  ...{ assumed: [], payment: 'hold', state: 'accepted' },
};
const PROGRESS: Progress = {
  ...{ order: 'order-a', buyer: 'northwind', seller: 'harbour', placedAtMs: 1_795_864_639_256 },
  ...{
    built: 0,
    inspected: 0,
    delivered: 0,
    late: 0,
    rejected: 0,
    accepted: 0,
    acceptedSigned: 0,
    acceptedSilently: 0,
  },
};
const DECIDES = { member: 'northwind', role: 'quality' } as const;
const PLAN: Plan = {
  ...{ id: 'order-a', order: 'order-a', buyer: 'northwind', seller: 'harbour', state: 'agreed' },
  steps: [
    {
      name: 'milling',
      process: 'separating',
      doneBy: 'machine',
      member: 'harbour',
      evidence: ['machineLog'],
      decides: DECIDES,
    },
    {
      name: 'by the maker',
      process: 'inspection',
      doneBy: 'quality',
      member: 'metrica',
      evidence: ['qifResults'],
      decides: DECIDES,
    },
    {
      name: 'by the buyer',
      process: 'inspection',
      doneBy: 'quality',
      member: 'calibra',
      evidence: ['qifResults'],
      decides: DECIDES,
    },
  ],
};
const UNITS = { order: 'order-a', buyer: 'northwind', seller: 'harbour', planned: 4 };
const ITEMS = ['item-1', 'item-2', 'item-3', 'item-4'];

// Of these records the line reads only what is given here.
const job = (item: string, state: Job['state']): Job =>
  ({ id: `job ${item}`, item, state, step: 'milling', machine: 'harbour/machine', decides: DECIDES }) as Job;
const build = (item: string, state: Build['state'], atMs = 1): Build =>
  ({ id: `build ${item} ${atMs}`, item, state, atMs, step: 'milling', decides: DECIDES }) as Build;
const result = (item: string, laboratory: string): Result =>
  ({ id: `${item}:${laboratory}`, item, laboratory }) as Result;
const review = (id: string, state: Review['state']): Review =>
  ({ id, state, ...(state === 'awaitsDecision' ? { decides: { ...DECIDES, untilMs: 9 } } : {}) }) as Review;
const shipment = (state: Shipment['state'], rest: Partial<Shipment> = {}): Shipment =>
  ({
    id: 'shipment-a',
    state,
    quantity: 3,
    items: ITEMS.slice(0, 3),
    route: ['harbour', 'transit', 'northwind'],
    at: 0,
    offered: [],
    ...rest,
  }) as Shipment;

const facts = (rest: Partial<OrderFacts> = {}): OrderFacts => ({
  ...{ order: ORDER, progress: PROGRESS, units: UNITS, plan: PLAN },
  ...{ items: [], jobs: [], builds: [], results: [], reviews: [], shipments: [], ...rest },
});
const measured = ['metrica', 'calibra'].flatMap((laboratory) => ITEMS.map((item) => result(item, laboratory)));
const built = ITEMS.map((item) => build(item, 'proven'));
const judged = [...ITEMS.slice(0, 3).map((item) => review(item, 'concession')), review('item-4', 'rejected')];

/** A line in one text: each station with its count, and whom it waits for. */
function told(given: OrderFacts): string {
  const { stations, waits } = lineOf(given);
  const words = stations.map(({ name, tally, state }, i) => {
    const count = tally === undefined ? state : `${tally.done}/${tally.of} ${state}`;
    return `${i === waits ? '>' : ''}${name} ${count}`;
  });
  const turn = waits === undefined ? undefined : stations[waits]?.turn;
  return `${words.join(', ')}${turn === undefined ? '' : ` | ${turn.member} ${turn.role ?? '-'}: ${turn.sentence}`}`;
}

describe('the line of an order', () => {
  const TOLD: readonly (readonly [when: string, facts: OrderFacts, line: string])[] = [
    [
      'placed: the seller answers',
      facts({ order: { ...ORDER, state: 'placed' }, plan: undefined }),
      '>ordered decide, delivered 0/4 ahead, accepted 0/4 ahead, closed ahead | harbour sales: accept the order as it stands, or decline it',
    ],
    [
      'accepted without a bill of process: the seller proposes one',
      facts({ plan: undefined }),
      'ordered done, >steps agreed ahead, made 0/4 ahead, inspected 0/4 ahead, delivered 0/4 ahead, accepted 0/4 ahead, closed ahead | harbour engineer: propose how the order is made',
    ],
    [
      'units without numbers',
      facts({ units: { ...UNITS, planned: 1 } }),
      'ordered done, >steps agreed part, milling 0/4 ahead, by the maker 0/4 ahead, by the buyer 0/4 ahead, judged 0/4 ahead, delivered 0/4 ahead, accepted 0/4 ahead, closed ahead | harbour sales: give 3 units their numbers',
    ],
    [
      'a machine runs',
      facts({ jobs: [job('item-1', 'done'), job('item-2', 'running')], builds: [build('item-1', 'proven')] }),
      'ordered done, steps agreed done, >milling 1/4 running, by the maker 0/4 ahead, by the buyer 0/4 ahead, judged 0/4 ahead, delivered 0/4 ahead, accepted 0/4 ahead, closed ahead | harbour machine: it runs on harbour/machine',
    ],
    [
      'a person’s decision goes before work that goes on',
      facts({ builds: built, results: measured.slice(0, 5), reviews: [review('item-1', 'awaitsDecision')] }),
      'ordered done, steps agreed done, milling 4/4 done, by the maker 4/4 done, by the buyer 1/4 part, >judged 0/4 decide, delivered 0/4 ahead, accepted 0/4 ahead, closed ahead | northwind quality: decide about 1 unit: the measurements leave it open',
    ],
    [
      'a unit that was rejected is not waited for',
      facts({ builds: built, results: measured, reviews: judged }),
      'ordered done, steps agreed done, milling 4/4 done, by the maker 4/4 done, by the buyer 4/4 done, judged 3/4 done, >delivered 0/3 ahead, accepted 0/3 ahead, closed ahead | harbour logistics: pack 3 units',
    ],
    [
      'what a carrier is offered, it takes',
      facts({
        builds: built,
        results: measured,
        reviews: judged,
        shipments: [shipment('packed', { offered: ['handover-a'] })],
      }),
      'ordered done, steps agreed done, milling 4/4 done, by the maker 4/4 done, by the buyer 4/4 done, judged 3/4 done, >delivered 0/3 running, accepted 0/3 ahead, closed ahead | transit logistics: take over what harbour offers',
    ],
    [
      'what arrived waits for the buyer',
      facts({
        builds: built,
        results: measured,
        reviews: judged,
        progress: { ...PROGRESS, delivered: 3 },
        shipments: [shipment('received')],
      }),
      'ordered done, steps agreed done, milling 4/4 done, by the maker 4/4 done, by the buyer 4/4 done, judged 3/4 done, delivered 3/3 done, >accepted 0/3 decide, closed ahead | northwind quality: accept 3 units that arrived, or refuse them',
    ],
    [
      'a proposed end waits for the other side',
      facts({ order: { ...ORDER, state: 'closing', closing: { by: 'northwind', payCents: 55_500 } } }),
      'ordered done, steps agreed done, milling 0/4 ahead, by the maker 0/4 ahead, by the buyer 0/4 ahead, judged 0/4 ahead, delivered 0/4 ahead, accepted 0/4 ahead, >closed decide | harbour -: agree to close the order as northwind proposes, or decline',
    ],
    [
      'an order that was declined waits for nobody',
      facts({ order: { ...ORDER, state: 'declined' }, plan: undefined }),
      'ordered stopped',
    ],
    [
      'who only releases a part of the price sees the two ends',
      facts({ progress: undefined, units: undefined, plan: undefined }),
      'ordered done, closed ahead',
    ],
  ];
  for (const [when, given, line] of TOLD) test(when, () => assert.equal(told(given), line));

  test('a step that no record counts is said to be that', () => {
    const steps = [{ ...PLAN.steps[0], name: 'deburring', evidence: ['photo' as const] }] as Plan['steps'];
    const [, , step] = lineOf(facts({ plan: { ...PLAN, steps } })).stations;
    assert.deepEqual([step?.name, step?.state, step?.asks, step?.turn], ['deburring', 'untold', ['photo'], undefined]);
  });

  test('a rejected build counts no more once the unit was built again', () => {
    const again = [build('item-1', 'rejected', 1), build('item-1', 'proven', 2)];
    for (const builds of [again, again.toReversed()]) {
      const milling = lineOf(facts({ builds })).stations[2];
      assert.deepEqual([milling?.tally?.done, milling?.tally?.failed], [1, 0]);
    }
  });

  test('replaced units are to be made, and to be delivered', () => {
    const { stations } = lineOf(facts({ units: { ...UNITS, planned: 5, remade: 1 }, reviews: judged }));
    const of = Object.fromEntries(stations.map(({ key, tally }) => [key, tally?.of]));
    assert.deepEqual([of['step milling'], of.delivered], [5, 4]);
  });

  test('in a list it is what the order and its counts say', () => {
    const stations = shortLineOf(
      { ...ORDER, state: 'closed' },
      { ...PROGRESS, built: 4, inspected: 3, delivered: 3, accepted: 3 },
    );
    assert.equal(
      spoken(stations, lineTexts.states),
      'ordered: done, made 4 of 4, inspected 3 of 4, delivered 3 of 4, accepted 3 of 4, closed: done',
    );
    assert.equal(
      spoken(shortLineOf({ ...ORDER, state: 'placed' }, undefined), lineTexts.states),
      'ordered: a person decides, closed: not begun',
    );
  });
});
