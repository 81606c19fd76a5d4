// What inspection always keeps: verdicts equal those of whole numbers, a review without a reason has every value inside
// an agreed limit, and what awaits a decision ends by a decision alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Step, World } from '#test/world.ts';
import { countValues, judge, verdictOf } from './judge.ts';
import {
  APPOINTED,
  BUYER_CHARACTERISTICS,
  BUYER_VALUES,
  decide,
  hash,
  MADE,
  mapping,
  orderIn,
  plate,
  play,
  programme,
  results,
  reviewItem,
  SELLER_CHARACTERISTICS,
  SELLER_VALUES,
  type Value,
} from './plates.fixture.ts';
import type { CharacteristicOf, ValueOf } from './records.ts';

const RUNS = { numRuns: 1000, seed: 42 };
const SCALE = 8;

/** A number of 10^-8 and one of its many texts. */
const Written = fc
  .record({
    units: fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -(10 ** 11), max: 10 ** 11 })),
    plus: fc.boolean(),
    zeros: fc.nat(3),
    exponent: fc.integer({ min: -3, max: 3 }),
    bare: fc.boolean(),
  })
  .map(({ units, plus, zeros, exponent, bare }) => {
    const digits = String(units < 0 ? -units : units).padStart(SCALE + exponent + 1, '0');
    const point = digits.length - SCALE - exponent;
    const whole = digits.slice(0, point);
    const sign = units < 0 ? '-' : plus ? '+' : '';
    const shown = bare && /^0+$/.test(whole) ? '' : whole;
    const written = `${sign}${shown}.${digits.slice(point)}${'0'.repeat(zeros)}`;
    return { units: BigInt(units), text: exponent === 0 ? written : `${written}e${exponent}` };
  });
const End = fc.option(Written, { nil: undefined });
const LimitFrom = fc.constantFrom('absolute', 'deviation', 'zone', 'none', 'unclear');

test('a value is judged as whole numbers of the last decimal say', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(Written, End, End, End, LimitFrom, (value, nominal, lower, upper, limitFrom) => {
      const characteristic: CharacteristicOf = {
        id: 'c',
        kind: 'Diameter',
        limitFrom,
        ...(nominal === undefined ? {} : { nominal: nominal.text }),
        ...(lower === undefined ? {} : { lower: lower.text }),
        ...(upper === undefined ? {} : { upper: upper.text }),
      };
      const found = judge({ characteristic: 'c', value: value.text, fileVerdict: 'none' }, characteristic);
      assert.equal(found, model(value.units, nominal?.units, lower?.units, upper?.units, limitFrom));
      seen.set(found, (seen.get(found) ?? 0) + 1);
    }),
    { ...RUNS, numRuns: 5000 },
  );
  assert.deepEqual([...seen.keys()].sort(), ['impossible', 'inside', 'noLimit', 'notComparable', 'outside']);
});

function model(
  value: bigint,
  nominal: bigint | undefined,
  lower: bigint | undefined,
  upper: bigint | undefined,
  limitFrom: CharacteristicOf['limitFrom'],
): string {
  if (limitFrom === 'none') return 'noLimit';
  if (limitFrom === 'unclear' || (limitFrom === 'deviation' && nominal === undefined)) return 'notComparable';
  const from = limitFrom === 'deviation' ? (nominal ?? 0n) : 0n;
  const least = limitFrom === 'zone' ? 0n : lower === undefined ? undefined : from + lower;
  const most = upper === undefined ? undefined : from + upper;
  if (least !== undefined && most !== undefined && least > most) return 'impossible';
  const inside = (least === undefined || value >= least) && (most === undefined || value <= most);
  return inside ? 'inside' : 'outside';
}

const FileVerdict = fc.constantFrom('pass', 'fail', 'undefined', 'none');

test('the longest measures that a statement can hold are judged', () => {
  const least = {
    id: 'c',
    kind: 'k',
    limitFrom: 'deviation' as const,
    nominal: '-999999999999.99999999999999999999e9',
  };
  const characteristic = {
    ...least,
    lower: '-999999999999.99999999999999999999e-19',
    upper: '-.99999999999999999999e-19',
  };
  const judged = (value: string) => judge({ characteristic: 'c', value, fileVerdict: 'none' }, characteristic);
  assert.equal(judged('-999999999999.99999999999999999999e9'), 'outside');
  assert.equal(judged('-999999999999999999999.99999999999'), 'outside');
});

test('the counts of a result add up to its values and to the characteristics that it lacks', () => {
  const characteristics: readonly CharacteristicOf[] = [
    { id: 'a', kind: 'Diameter', limitFrom: 'absolute', lower: '-1', upper: '1' },
    { id: 'b', kind: 'Diameter', limitFrom: 'none' },
    { id: 'c', kind: 'Flatness', limitFrom: 'zone', upper: '-1' },
  ];
  const Value_ = fc
    .record({ characteristic: fc.constantFrom('a', 'b', 'c'), value: End, fileVerdict: FileVerdict })
    .map(({ value, ...rest }): ValueOf => ({ ...rest, ...(value === undefined ? {} : { value: value.text }) }));
  fc.assert(
    fc.property(fc.array(Value_, { maxLength: 12 }), (values) => {
      const { differsFromFile, ...counts } = countValues(characteristics, values);
      const absent = characteristics.filter(({ id }) => values.every(({ characteristic }) => characteristic !== id));
      assert.equal(
        Object.values(counts).reduce((sum, count) => sum + count, 0),
        values.length + absent.length,
      );
      assert.ok(differsFromFile <= values.length);
      const all = { differsFromFile, ...counts };
      assert.equal(verdictOf(all) === 'fail', counts.outside > 0);
      assert.equal(verdictOf(all) === 'pass', counts.inside > 0 && counts.inside === values.length + absent.length);
    }),
    RUNS,
  );
});

const start = play(new World(), [
  ...APPOINTED,
  ...MADE,
  programme('carter', SELLER_CHARACTERISTICS),
  programme('delta', BUYER_CHARACTERISTICS),
  mapping(),
]).state.dump();

const Hole = fc.constantFrom('3.75', '4', '4.0', '4.25', '4.25', '3.7499999999999999999', '4.2500000000000000001');
const Verdict = fc.constantFrom('pass', 'pass', 'pass', 'pass', 'fail', 'none');
const SellerValues = fc
  .tuple(fc.constantFrom('1', '2'), Hole, Hole, Verdict)
  .map(([label, d1, d2, verdict]): readonly Value[] => [
    ['n', label],
    ['d1', d1, verdict],
    ['d2', d2],
    ['f', '0.1'],
  ]);
const BuyerValues = fc
  .tuple(fc.array(Hole, { minLength: 1, maxLength: 3 }), Verdict)
  .map(([holes, verdict]): readonly Value[] => [...holes.map((hole): Value => ['D', hole, verdict]), ['F', '0.5']]);
const OnUnit = fc.constantFrom('pass', 'pass', 'pass', 'fail');
const Command = fc.oneof(
  fc.record({ do: fc.constant('seller' as const), values: SellerValues, fileVerdict: OnUnit }),
  fc.record({ do: fc.constant('buyer' as const), values: BuyerValues, fileVerdict: OnUnit }),
  fc.record({
    do: fc.constant('seller' as const),
    values: fc.constant(SELLER_VALUES),
    fileVerdict: fc.constant('pass'),
  }),
  fc.record({ do: fc.constant('buyer' as const), values: fc.constant(BUYER_VALUES), fileVerdict: fc.constant('pass') }),
  fc.record({
    do: fc.constant('review' as const),
    by: fc.constantFrom('acme/quality', 'borealis/agent', 'delta/machine'),
  }),
  fc.record({
    do: fc.constant('decide' as const),
    by: fc.constantFrom('acme/quality', 'borealis/quality', 'acme/agent'),
    verdict: fc.constantFrom('accept', 'concession', 'reject'),
    covers: fc.boolean(),
  }),
  fc.record({ do: fc.constant('apply' as const), by: fc.constantFrom('borealis/logistics', 'acme/logistics') }),
  fc.record({ do: fc.constant('remap' as const), label: fc.constantFrom('A01', 'A01', 'A01', 'A02') }),
);
type Command = typeof Command extends fc.Arbitrary<infer C> ? C : never;

test('what awaits a decision is accepted, conceded or rejected by the buyer’s quality alone', () => {
  fc.assert(
    fc.property(fc.array(Command, { minLength: 6, maxLength: 16 }), (commands) => {
      const world = new World();
      world.state.apply(start.map(([kind, id, after]) => ({ kind, id, before: undefined, after })));
      for (const command of commands) {
        const before = world.get('inspection/review', plate(world));
        const { outcome } = world.do(stepOf(world, command));
        check(world, before?.state, command, outcome);
      }
    }),
    RUNS,
  );
});

function stepOf(world: World, command: Command): Step {
  const made = given(world, command);
  return 'by' in command ? { ...made, by: command.by } : made;
}

function given(world: World, command: Command): Step {
  const of = (step: Step | ((world: World) => Step)) => (typeof step === 'function' ? step(world) : step);
  const { values, fileVerdict } = 'values' in command ? command : { values: [], fileVerdict: 'pass' };
  if (command.do === 'seller') return of(results('carter', values, { fileVerdict }));
  if (command.do === 'buyer') return of(results('delta', values, { fileVerdict }));
  if (command.do === 'review') return of(reviewItem());
  if (command.do === 'remap') {
    return of(mapping({ units: [{ item: plate(world), labels: { seller: '1', buyer: command.label } }] }));
  }
  if (command.do === 'apply') {
    return { by: command.by, action: 'inspection.applyReview', input: { item: plate(world) } };
  }
  const reasons = world.get('inspection/review', plate(world))?.reasons;
  const covers = command.covers && Array.isArray(reasons) ? reasons.map(coverOf) : [];
  return of(decide(command.verdict, covers));
}

function coverOf({ code, laboratory }: { readonly code: string; readonly laboratory?: string }) {
  return laboratory === undefined ? { code } : { code, laboratory };
}

function check(world: World, before: unknown, command: Command, outcome: string): void {
  const review = world.get('inspection/review', plate(world));
  const itemState = world.get('items/item', plate(world))?.state;
  const after = review?.state;
  const isOpen = before === undefined || before === 'awaitsDecision';
  if (!isOpen) assert.equal(after, before, 'an ended review never changes');
  if (after !== before && after !== 'awaitsDecision' && after !== 'passes') {
    assert.ok(command.do === 'decide' && command.by === 'acme/quality' && outcome === 'accepted');
    assert.equal(world.all('inspection/decision').length, 1);
    assert.equal(world.all('inspection/decision')[0]?.reason, hash('reason'));
  }
  if (after === 'passes') {
    assert.deepEqual(review?.reasons, []);
    const found = world.all('inspection/result');
    assert.deepEqual(
      found.map(({ verdict }) => verdict),
      ['pass', 'pass'],
    );
    assert.ok(found.every(({ fileVerdict }) => fileVerdict === 'pass'));
  }
  if (after === 'passes' || after === 'accepted') assert.equal(review?.outside, 0);
  if (itemState === 'released') assert.ok(after === 'passes' || after === 'accepted' || after === 'concession');
  if (itemState === 'rejected') assert.equal(after, 'rejected');
  assert.ok(after === undefined || review?.order === orderIn(world));
}
