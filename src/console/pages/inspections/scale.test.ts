import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lane } from './model.ts';
import { clustersOf, domainOf, placeOf } from './scale.ts';

function lane(limits: Partial<Lane['limits']>, values: readonly string[]): Lane {
  const characteristic = { id: '1', kind: 'Diameter', limitFrom: 'absolute' as const };
  return {
    ...{ laboratory: 'metrica', side: 'seller', limits: { state: 'known', ...limits } },
    judged: values.map((value, i) => ({
      ...{ item: `item-${i}`, characteristic, judgement: 'inside', differs: false },
      value: { characteristic: '1', value, fileVerdict: 'none' as const },
    })),
  };
}

test('limits have room beside them, and a value a little outside is drawn to scale', () => {
  const { from, to } = domainOf([lane({ lower: '4', upper: '6' }, ['5', '7'])]);
  assert.deepEqual([from, to], [3.5, 7.2]);
});

test('a value far outside stands at the edge, and does not squeeze the limits', () => {
  const domain = domainOf([lane({ lower: '4', upper: '6' }, ['5', '500'])]);
  assert.deepEqual(domain, { from: 3.5, to: 6.5 });
  assert.deepEqual(placeOf(500, domain, 300), { x: 300, beyond: 'right' });
  assert.deepEqual(placeOf(-1, domain, 300), { x: 0, beyond: 'left' });
  assert.equal(placeOf(5, domain, 300).x, 150);
});

test('values without limits, equal values and no values at all have a scale too', () => {
  for (const lanes of [[lane({}, ['0.1', '0.2'])], [lane({}, ['3', '3'])], [lane({}, ['0'])], [lane({}, [])], []]) {
    const { from, to } = domainOf(lanes);
    assert.ok(from < to && Number.isFinite(from) && Number.isFinite(to), JSON.stringify({ from, to }));
  }
});

test('what lies far apart has scales of its own', () => {
  const holes = [lane({ lower: '4.9', upper: '5.1' }, ['5']), lane({ lower: '11.9', upper: '12.1' }, ['12'])];
  assert.equal(clustersOf(holes).length, 2);
  assert.equal(clustersOf([...holes, lane({ lower: '4.8', upper: '5.2' }, [])]).length, 2);
});
