// Reasons for which a review stops: a row for each, from results that would pass but for the one thing that it is about.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '#core/canonical-json.ts';
import { World } from '#test/world.ts';
import {
  APPOINTED,
  BUYER_CHARACTERISTICS,
  BUYER_VALUES,
  type Given,
  GROUPS,
  MAPPED,
  mapping,
  orderIn,
  PROGRAMMES,
  plate,
  play,
  programme,
  results,
  reviewItem,
  SELLER_CHARACTERISTICS,
  SELLER_VALUES,
  type Value,
} from './plates.fixture.ts';

const agree =
  (by: string, laboratory = 'carter'): Given =>
  (world) => ({ by, action: 'inspection.agreeProgramme', input: { order: orderIn(world), laboratory } });
const stopped: readonly Given[] = [...MAPPED, results('carter', SELLER_VALUES), reviewItem()];
const change = (all: readonly JsonObject[], id: string, changed: JsonObject, drop: readonly string[] = []) =>
  all.map((found) => {
    if (found.id !== id) return found;
    return Object.fromEntries(Object.entries({ ...found, ...changed }).filter(([name]) => !drop.includes(name)));
  });
const measuredWith = (options: {
  readonly seller?: readonly JsonObject[];
  readonly buyer?: readonly JsonObject[];
  readonly mapped?: JsonObject;
  readonly sellerValues?: readonly Value[];
  readonly buyerValues?: readonly Value[];
  readonly sellerFile?: JsonObject;
  readonly buyerFile?: JsonObject;
}): readonly Given[] => [
  ...APPOINTED,
  programme('carter', options.seller ?? SELLER_CHARACTERISTICS),
  programme('delta', options.buyer ?? BUYER_CHARACTERISTICS),
  mapping(options.mapped),
  results('carter', options.sellerValues ?? SELLER_VALUES, options.sellerFile),
  results('delta', options.buyerValues ?? BUYER_VALUES, options.buyerFile),
  reviewItem(),
];
const reasonsIn = (world: World) => {
  const reasons = world.get('inspection/review', plate(world))?.reasons;
  assert.ok(Array.isArray(reasons));
  return reasons.map(({ code, laboratory, groups, count }) =>
    [code, laboratory ?? '', groups.join(' '), count].join('|'),
  );
};
const open = { fileVerdict: 'undefined' };

describe('a review stops where', () => {
  const rows: readonly (readonly [why: string, steps: readonly Given[], reasons: readonly string[]])[] = [
    ['a laboratory has not measured the plate', stopped, ['unit_missing|delta||1']],
    ['the file does not name the plate', measuredWith({ buyerFile: { label: 'A02' } }), ['unit_unnamed|delta||1']],
    [
      'the label in the file is another plate’s',
      measuredWith({ sellerValues: [['n', '2'], ...SELLER_VALUES.slice(1)] }),
      ['label_differs|carter||1'],
    ],
    [
      'the file passes what is outside, and the other laboratory has it inside',
      measuredWith({ buyerValues: [['D', '3.7499'], ...BUYER_VALUES.slice(1)] }),
      ['file_differs|delta||1', 'file_differs|delta|0|1', 'laboratories_disagree||0|1', 'outside_limit|delta|0|1'],
    ],
    [
      'both have values outside, but not as many',
      measuredWith({
        sellerValues: [
          ['n', '1'],
          ['d1', '9', 'fail'],
          ['d2', '9', 'fail'],
          ['f', '0'],
        ],
        buyerValues: [
          ['D', '9', 'fail'],
          ['D', '4'],
          ['F', '0'],
        ],
        sellerFile: { fileVerdict: 'fail' },
        buyerFile: { fileVerdict: 'fail' },
      }),
      ['laboratories_disagree||0|1', 'outside_limit|carter|0|2', 'outside_limit|delta|0|1'],
    ],
    [
      'a zone is below zero',
      measuredWith({
        buyer: change(BUYER_CHARACTERISTICS, 'F', { upper: '-0.13' }),
        buyerValues: [...BUYER_VALUES.slice(0, 2), ['F', '0.047', 'undefined']],
        buyerFile: open,
      }),
      ['limit_impossible|delta|1|1', 'limit_not_agreed||1|2'],
    ],
    [
      'neither laboratory has a limit',
      measuredWith({
        seller: change(SELLER_CHARACTERISTICS, 'f', { limitFrom: 'none' }, ['upper']),
        buyer: change(BUYER_CHARACTERISTICS, 'F', { limitFrom: 'none' }, ['upper']),
        sellerValues: [...SELLER_VALUES.slice(0, 3), ['f', '1', 'none']],
        buyerValues: [...BUYER_VALUES.slice(0, 2), ['F', '1', 'none']],
        sellerFile: open,
        buyerFile: open,
      }),
      ['limit_missing|carter|1|1', 'limit_missing|delta|1|1'],
    ],
    [
      'deviations have no nominal',
      measuredWith({
        buyer: change(BUYER_CHARACTERISTICS, 'D', {}, ['nominal']),
        buyerValues: [
          ['D', '4', 'none'],
          ['F', '0.047'],
        ],
        buyerFile: open,
      }),
      ['limit_not_agreed||0|3', 'limit_unclear|delta|0|1', 'not_comparable|delta|0|1'],
    ],
    [
      'the laboratories’ limits are not the same',
      measuredWith({ buyer: change(BUYER_CHARACTERISTICS, 'D', { upper: '0.254' }) }),
      ['limit_not_agreed||0|3'],
    ],
    [
      'only one laboratory allows for the material condition',
      measuredWith({ buyer: change(BUYER_CHARACTERISTICS, 'F', { materialCondition: 'maximum' }) }),
      ['limit_not_agreed||1|2'],
    ],
    [
      'the laboratories measure in other units',
      measuredWith({ buyer: change(BUYER_CHARACTERISTICS, 'F', { unit: 'inch' }) }),
      ['limit_not_agreed||1|2'],
    ],
    [
      'one laboratory says no unit of measure',
      measuredWith({ seller: SELLER_CHARACTERISTICS.map(({ unit: _, ...rest }) => rest) }),
      ['unit_of_measure_missing|carter|0 1|3'],
    ],
    [
      'only one laboratory measures a group',
      measuredWith({
        mapped: {
          groups: [
            { name: 'holes', kind: 'Diameter', seller: ['d1', 'd2'], buyer: [] },
            { name: 'hole', kind: 'Diameter', seller: [], buyer: ['D'] },
            ...GROUPS.slice(1),
          ],
        },
      }),
      ['limit_not_agreed|carter|0|2', 'limit_not_agreed|delta|1|1'],
    ],
    [
      'a value is in another unit than its limit',
      [
        ...MAPPED,
        results('carter', SELLER_VALUES),
        results('delta', [], {
          values: [
            { characteristic: 'D', value: '4', fileVerdict: 'pass' },
            { characteristic: 'F', value: '0.1', unit: 'inch', fileVerdict: 'none' },
          ],
          fileVerdict: 'none',
        }),
        reviewItem(),
      ],
      ['not_comparable|delta|1|1'],
    ],
    [
      'a label that the mapping names is not in the file',
      measuredWith({ sellerValues: SELLER_VALUES.slice(1), sellerFile: open }),
      ['not_measured|carter||1'],
    ],
    [
      'a characteristic was not measured, by word or by silence',
      measuredWith({
        sellerValues: [
          ['n', '1'],
          ['d1', undefined, 'none'],
          ['f', '0.1'],
        ],
        sellerFile: open,
      }),
      ['not_measured|carter|0|2'],
    ],
  ];
  for (const [why, steps, reasons] of rows) {
    test(why, () => {
      const world = play(new World(), steps);
      const found = reasonsIn(world);
      const merged = mergeWhole(reasons);
      assert.deepEqual(found, merged);
      assert.equal(world.get('inspection/review', plate(world))?.state, 'awaitsDecision');
    });
  }

  test('but not for a group of one laboratory to whose programme both parties agreed', () => {
    const groups = [
      { name: 'holes', kind: 'Diameter', seller: ['d1', 'd2'], buyer: [] },
      { name: 'hole', kind: 'Diameter', seller: [], buyer: ['D'] },
      ...GROUPS.slice(1),
    ];
    const both = (laboratory: string) => [agree('acme/quality', laboratory), agree('borealis/quality', laboratory)];
    const world = play(new World(), [
      ...PROGRAMMES,
      ...both('carter'),
      agree('acme/quality', 'delta'),
      mapping({ groups }),
      results('carter', SELLER_VALUES),
      results('delta', BUYER_VALUES),
      reviewItem(),
    ]);
    assert.deepEqual(reasonsIn(world), ['limit_not_agreed|delta|1|1'], 'one agreement is none');
    play(world, [agree('borealis/quality', 'delta'), reviewItem()]);
    assert.deepEqual(reasonsIn(world), []);
  });
});

/** Rows name a reason about the unit and one about groups apart; a review has one line for each code and laboratory. */
function mergeWhole(reasons: readonly string[]): readonly string[] {
  const merged = new Map<string, { groups: string; count: number }>();
  for (const reason of reasons) {
    const [code, laboratory, groups = '', count] = reason.split('|');
    const key = `${code}|${laboratory}`;
    const earlier = merged.get(key) ?? { groups: '', count: 0 };
    merged.set(key, { groups: earlier.groups === '' ? groups : earlier.groups, count: earlier.count + Number(count) });
  }
  return [...merged].map(([key, { groups, count }]) => `${key}|${groups}|${count}`);
}
