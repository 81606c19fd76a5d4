// What a buying agent asks for, and what it leaves to a person before it asks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START_MS } from '#test/world.ts';
import { asking, FAR_MS, limits, lineOf, need, policy, shop } from './asking.fixture.ts';
import { beginBuying } from './buying.ts';
import { asBuyingPolicy, asNeeds } from './buying-policy.ts';
import { BUYS, DAY_MS, HOUR_MS, mandate, policyWith } from './market.fixture.ts';
import { type Requesting, requestFor } from './requesting.ts';

const begins: readonly (readonly [name: string, expected: string, changes: Partial<Requesting>])[] = [
  ['a part that is not in the policy', 'person publishRfq: part_unknown', { need: { ...need, itemType: 'type-2' } }],
  [
    'too many',
    'person publishRfq: quantity_large',
    { need: { ...need, quantity: 51 }, policy: policyWith('type-1', { limits: { ...limits, mostOrderCents: 1e9 } }) },
  ],
  [
    'too dear',
    'person publishRfq: order_large',
    { policy: policyWith('type-1', { limits: { ...limits, mostOrderCents: 79_999 } }) },
  ],
  [
    'too near',
    'person publishRfq: need_near',
    { need: { ...need, neededByMs: START_MS + 5 * DAY_MS + 4 * HOUR_MS - 1 } },
  ],
  [
    'too few shops',
    'person publishRfq: shops_few',
    { shops: [shop('borealis'), shop('carter', { certificates: [] })] },
  ],
  ['no mandate to publish', 'person publishRfq: mandate_missing', { mandate: mandate({ award: 80_000 }, FAR_MS) }],
  [
    'no mandate to award what it asks for',
    'person publishRfq: mandate_exceeded',
    { mandate: mandate({ publishRfq: 0, award: 79_999 }, FAR_MS) },
  ],
  [
    'a mandate that is over at the award',
    'person publishRfq: mandate_missing',
    { mandate: mandate(BUYS, START_MS + 4 * HOUR_MS - 1) },
  ],
  ['what it may', 'act publishRfq: shop_qualifies', {}],
];
for (const [name, expected, changes] of begins)
  test(`asking: ${name}`, () => assert.equal(lineOf(beginBuying({ ...asking, ...changes })), expected));

test('a request asks the best of the approved shops that qualify, and tells why not the others', () => {
  const shops = [
    shop('borealis', { profile: { country: 'DE', exportZones: ['US'], takesOrders: true } }),
    shop('carter'),
    shop('delta'),
  ];
  const asked = requestFor({
    ...asking,
    shops,
    policy: policyWith('type-1', { shops: ['borealis', 'carter', 'delta'] }),
  });
  assert.ok('input' in asked);
  assert.deepEqual(asked.input.invited, ['carter', 'delta']);
  assert.equal(asked.input.requirement.machineMinutes, 300);
  assert.deepEqual(asked.input.toBuyer, { contestUntilMs: START_MS + 3 * HOUR_MS, reader: 'acme/agent' });
  assert.equal(asked.reasons.at(-1)?.sentence, 'borealis: it lies in US, asked is EU');
  const one = requestFor({ ...asking, policy: policyWith('type-1', { mostInvited: 1, toBuyer: false }) });
  assert.ok('input' in one);
  assert.deepEqual([one.input.invited, one.input.toBuyer], [['borealis'], undefined]);
  assert.equal(one.input.awardUntilMs, START_MS + 3 * HOUR_MS);
});

test('a policy or a need with a fault is refused, and the place is named', () => {
  const policies: readonly (readonly [object, RegExp])[] = [
    [{ weights: { price: 1, time: 1, shop: 1 } }, /^p: \/weights add up to 3, not to 10000$/],
    [{ shops: ['borealis', 'borealis'] }, /^p: \/shops\/1 is there already$/],
    [{ parts: [...policy.parts, ...policy.parts] }, /^p: \/parts\/1 is there already$/],
    [{ bondCents: -1 }, /^p: \/bondCents /],
  ];
  for (const [change, message] of policies)
    assert.throws(() => asBuyingPolicy('p', { ...policy, ...change }), { code: 'buying_policy_invalid', message });
  assert.throws(() => asNeeds('n', [need, need]), {
    code: 'needs_invalid',
    message: 'n: /1/reference is there already',
  });
  assert.throws(() => asNeeds('n', [{ ...need, quantity: 0 }]), {
    code: 'needs_invalid',
    message: /^n: \/0\/quantity /,
  });
});
