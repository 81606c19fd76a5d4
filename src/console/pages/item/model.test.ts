import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordSeen } from '#sdk/index.ts';
import { possibleActions } from './possible.ts';
import { type AboutItem, storyOf } from './story.ts';

const seen = (id: string, value: RecordSeen['value']): RecordSeen => ({ id, value, entry: 1 });
const NOTHING: AboutItem = {
  ...{ builds: [], results: [], decisions: [], handovers: [], partsOf: [], usedIn: [], acceptances: [], legs: [] },
  passport: undefined,
};
const ITEM = seen('plate', { documents: [{ kind: 'conformity', by: 'harbour', atMs: 40, commitment: 'c' }] });
const PART = seen('part-1', { part: 'lot', of: 'plate', quantity: 1, unit: 'piece', atMs: 10 });
const RESULT = seen('plate:calibra', {
  laboratory: 'calibra',
  verdict: 'fail',
  atMs: 20,
  counts: { inside: 6, outside: 1 },
});
const DECISION = seen('d', { by: 'northwind/quality', verdict: 'concession', atMs: 30 });
const handover = (id: string, from: string, to: string, state: string, at: number) =>
  seen(id, { from, to, passes: 'custody', state, offeredAtMs: at, ...(state === 'open' ? {} : { endedAtMs: at + 1 }) });
const ACCEPTANCE = seen('s', { buyer: 'northwind', atMs: 90, accepted: ['plate'], refused: ['other'] });

test('the story is told from the oldest step on, each with who did it and what came of it', () => {
  const about = { ...NOTHING, results: [RESULT], decisions: [DECISION], partsOf: [PART], acceptances: [ACCEPTANCE] };
  assert.deepEqual(
    storyOf(ITEM, about).map(({ timeMs, words, by, to, state }) => [timeMs, words, by ?? to, state]),
    [
      [10, '1 piece went in of', undefined, undefined],
      [20, 'Measured by', 'calibra', 'fail'],
      [30, 'Decided by', 'northwind/quality', 'concession'],
      [40, 'Attached: conformity', 'harbour', undefined],
      [90, 'Accepted: title passed to', 'northwind', 'accepted'],
    ],
  );
});

test('custody that comes from someone who is not seen to have got it is a gap, once', () => {
  const handovers = [
    handover('h2', 'transit', 'northwind', 'accepted', 60),
    handover('h3', 'northwind', 'calibra', 'accepted', 70),
  ];
  const told = storyOf(ITEM, { ...NOTHING, handovers }).filter(({ isGap }) => isGap === true);
  assert.deepEqual(
    told.map(({ words }) => words),
    ['How it came to transit is not shown to you.'],
  );
});

test('a maker hands on what it is seen to have made, and an offer that is open passes nothing', () => {
  const handovers = [
    handover('h1', 'harbour', 'transit', 'accepted', 50),
    handover('h2', 'transit', 'northwind', 'open', 60),
  ];
  const told = storyOf(ITEM, { ...NOTHING, partsOf: [PART], handovers });
  assert.equal(
    told.some(({ isGap }) => isGap === true),
    false,
  );
  assert.deepEqual(told.at(-1), {
    key: 'h2',
    by: 'transit',
    to: 'northwind',
    record: ['items/handover', 'h2'],
    timeMs: 60,
    words: 'Custody offered',
    state: 'open',
  });
});

test('an acceptance that names another item says nothing of this one', () => {
  const about = { ...NOTHING, acceptances: [seen('s', { buyer: 'b', atMs: 1, accepted: ['x'], refused: [] })] };
  assert.deepEqual(storyOf(seen('plate', { documents: [] }), about), []);
});

test('a leg that is seen closes the gap, and is not told twice', () => {
  const legs = [
    seen('leg-1', { from: 'harbour', to: 'transit', atMs: 51 }),
    seen('leg-2', { from: 'transit', to: 'northwind', atMs: 61 }),
  ];
  const handovers = [handover('h2', 'transit', 'northwind', 'accepted', 60)];
  const told = storyOf(ITEM, { ...NOTHING, partsOf: [PART], handovers, legs });
  assert.deepEqual(
    told.filter(({ words }) => words === 'Custody passed').map(({ key }) => key),
    ['leg-1', 'h2'],
  );
  assert.equal(
    told.some(({ isGap }) => isGap === true),
    false,
  );
});

test('a custodian works with a thing, its owner shows it, and others do nothing with it', () => {
  const plate = seen('plate', { owner: 'northwind', custodian: 'harbour', state: 'released', kind: 'serial' });
  assert.deepEqual(possibleActions(plate, false, 'northwind'), ['changeState', 'publishPassport']);
  assert.deepEqual(possibleActions(plate, false, 'harbour'), [
    'attachIdentifier',
    'attachDocument',
    'consume',
    'changeState',
  ]);
  assert.deepEqual(possibleActions(plate, true, 'transit'), []);
});
