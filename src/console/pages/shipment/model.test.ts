import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextOfShipment, type Shipment } from '../../parts/shipment.ts';
import { isOverdue, type Leg, lanesOf } from './custody.ts';

const SHIPMENT: Shipment = {
  ...{ id: 's', order: 'o', buyer: 'northwind', seller: 'harbour', items: ['a', 'b'], dueMs: 9 },
  ...{ seal: { kind: 'printedCode', grade: 0, code: '7' }, route: ['harbour', 'transit', 'northwind'] },
  ...{ at: 0, offered: [], state: 'packed' },
};
const leg = (from: string, to: string, atMs: number): Leg => ({
  ...{ id: `leg-${atMs}`, from, to, takenBy: `${to}/logistics`, sealIntact: true, atMs, entry: 1 },
});
const LEGS = [leg('harbour', 'transit', 10), leg('transit', 'northwind', 20)];
const ACCEPTANCE = { accepted: ['a', 'b'], refused: [], by: 'northwind/quality', atMs: 30 };

const STEPS: readonly (readonly [state: string, at: number, isOffered: boolean, step: string | undefined])[] = [
  ['packed', 0, false, 'harbour shipping.offer'],
  ['packed', 0, true, 'transit shipping.take'],
  ['underway', 1, false, 'transit shipping.offer'],
  ['underway', 1, true, 'northwind shipping.receive'],
  ['received', 2, false, 'northwind shipping.accept'],
  ['accepted', 2, false, undefined],
  ['lost', 1, false, undefined],
  ['unpacked', 0, false, undefined],
];

describe('the next step of a shipment', () => {
  for (const [state, at, isOffered, expected] of STEPS) {
    test(`${state} at ${at}${isOffered ? ', offered' : ''}: ${expected ?? 'nobody'}`, () => {
      const step = nextOfShipment({ ...SHIPMENT, state, at, offered: isOffered ? ['h'] : [] });
      assert.equal(step === undefined ? undefined : `${step.member} ${step.action}`, expected);
    });
  }
});

describe('custody and title', () => {
  test('move apart: custody by each leg, the title by the acceptance', () => {
    const { columns, custody, title } = lanesOf({ ...SHIPMENT, at: 2, state: 'accepted' }, LEGS, ACCEPTANCE);
    assert.equal(columns, 4);
    assert.deepEqual(
      custody.map(({ member, sinceMs, untilMs, kind }) => [member, sinceMs, untilMs, kind]),
      [
        ['harbour', undefined, 10, 'done'],
        ['transit', 10, 20, 'done'],
        ['northwind', 20, undefined, 'now'],
      ],
    );
    assert.deepEqual(
      title.map(({ member, from, until, sinceMs }) => [member, from, until, sinceMs]),
      [
        ['harbour', 0, 3, undefined],
        ['northwind', 3, 4, 30],
      ],
    );
  });

  test('who is still to hold it is expected, and the title has not moved', () => {
    const { custody, title } = lanesOf(SHIPMENT, [], undefined);
    assert.deepEqual(
      custody.map(({ member, kind }) => [member, kind]),
      [
        ['harbour', 'now'],
        ['transit', 'expected'],
        ['northwind', 'expected'],
      ],
    );
    assert.deepEqual(
      title.map(({ member, until }) => [member, until]),
      [['harbour', 3]],
    );
  });

  test('a leg that is not shown is a gap', () => {
    const { custody } = lanesOf({ ...SHIPMENT, at: 2, state: 'received' }, LEGS.slice(1), undefined);
    assert.deepEqual(
      custody.map(({ member, kind }) => [member, kind]),
      [
        ['harbour', 'done'],
        [undefined, 'gap'],
        ['transit', 'done'],
        ['northwind', 'now'],
      ],
    );
    const { custody: blind } = lanesOf({ ...SHIPMENT, at: 2, state: 'received' }, [], undefined);
    assert.deepEqual(
      blind.map(({ member }) => member),
      ['harbour', undefined, 'northwind'],
    );
  });

  test('where all was refused, the title stays', () => {
    const refused = { ...ACCEPTANCE, accepted: [], refused: ['a', 'b'], reason: 'r' };
    const { title } = lanesOf({ ...SHIPMENT, at: 2, state: 'accepted' }, LEGS, refused);
    assert.deepEqual(
      title.map(({ member, until }) => [member, until]),
      [['harbour', 4]],
    );
  });
});

test('a carrier is not shown what the buyer took, and is not told that nothing was decided', () => {
  const { custody, title } = lanesOf({ ...SHIPMENT, at: 2, state: 'accepted' }, LEGS, undefined);
  assert.deepEqual(
    title.map(({ member, kind }) => [member, kind]),
    [
      ['harbour', 'done'],
      [undefined, 'gap'],
    ],
  );
  assert.equal(custody.at(-1)?.until, 4);
});

test('a shipment is given up a week after it was due, once it has left', () => {
  const dueMs = 1_000;
  const week = 7 * 86_400_000;
  assert.equal(isOverdue({ ...SHIPMENT, at: 1, dueMs }, dueMs + week), true);
  assert.equal(isOverdue({ ...SHIPMENT, at: 1, dueMs }, dueMs + week - 1), false);
  assert.equal(isOverdue({ ...SHIPMENT, at: 0, dueMs }, dueMs + week), false);
});
