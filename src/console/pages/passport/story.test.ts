import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Passport } from '#sdk/index.ts';
import type { ItemRecords } from './records.ts';
import { storyOf } from './story.ts';

// As the tour has them, shortened.
const ITEM = 'item-agrcd2gwhzore2tz3dxx6iogsdyilgsny2ia';
const PASSPORT: Passport = {
  ...{ item: ITEM, type: 'type-1', kind: 'serial', maker: 'northwind', partNumber: 'PLATE', name: 'Plate' },
  ...{ number: 'PLATE-001', state: 'released', evidenceGrade: 0, publishedAtMs: 1_795_864_643_270 },
};
const PARTIES = { order: 'order-1', buyer: 'northwind', seller: 'harbour' };
const NOTHING: ItemRecords = {
  ...{ item: undefined, handovers: [], went: [], builds: [], results: [], review: undefined, decisions: [] },
  ...{ shipments: [], numbers: new Map() },
};
const leg = (id: string, from: string, to: string, entry: number) => ({
  value: {
    ...{ id, shipment: 's', from, to, takenBy: `${to}/logistics`, sealIntact: true, readers: [] },
    atMs: 1_795_864_642_000 + entry,
  },
  entry,
});
const handover = (from: string, to: string, entry: number, state: 'accepted' | 'open' = 'accepted') => ({
  value: {
    ...{ id: `handover-${entry}`, item: ITEM, from, to, passes: 'custody' as const, state },
    ...{ offeredAtMs: 1_795_864_642_000, endedAtMs: 1_795_864_642_000 + entry },
  },
  entry,
});
const RECEIPT = {
  value: {
    ...{ id: 's', ...PARTIES, readers: [], counted: 3, sealIntact: false, by: 'northwind/logistics' },
    exceptions: [{ item: ITEM, result: 'damaged' as const }],
    atMs: 1_795_864_642_923,
  },
  entry: 322,
};

test('anyone is told that it was made public, by whom once that is proven', () => {
  const [line, ...others] = storyOf(PASSPORT, undefined, undefined);
  assert.deepEqual([line?.by, line?.entry, others], [[], undefined, []]);
});

test('a leg of a shipment is said once, though it is a hand-over of each of its items, too', () => {
  const records: ItemRecords = {
    ...NOTHING,
    handovers: [
      handover('harbour', 'transit', 318),
      handover('transit', 'northwind', 322),
      handover('a', 'b', 400, 'open'),
    ],
    shipments: [
      {
        legs: [leg('1', 'harbour', 'transit', 318), leg('2', 'transit', 'northwind', 322)],
        receipt: RECEIPT,
        acceptance: undefined,
      },
    ],
  };
  const lines = storyOf(PASSPORT, undefined, records).filter(({ entry }) => entry !== undefined);
  assert.deepEqual(
    lines.map(({ what, by, more }) => [what, by, more]),
    [
      ['Handed on', ['harbour', 'transit'], ['The seal was whole.']],
      ['Received: damaged', ['transit', 'northwind/logistics'], ['The seal was broken.']],
    ],
  );
});

test('a hand-over outside of a shipment is a line, and the order is that of the log', () => {
  const records: ItemRecords = { ...NOTHING, handovers: [handover('b', 'c', 9), handover('a', 'b', 4)] };
  assert.deepEqual(
    storyOf(PASSPORT, undefined, records).map(({ by }) => by),
    [['a', 'b'], ['b', 'c'], []],
  );
});

test('what was refused on arrival is said to be that, and silence is no signature', () => {
  const accepted = { id: 's', ...PARTIES, accepted: [], refused: [ITEM], atMs: 5 };
  const shipment = { legs: [], receipt: undefined, acceptance: { value: accepted, entry: 9 } };
  const [line] = storyOf(PASSPORT, undefined, { ...NOTHING, shipments: [shipment] });
  assert.deepEqual([line?.what, line?.by], ['Refused by the buyer, by keeping silent', ['northwind']]);
});
