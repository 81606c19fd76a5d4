// What always holds of licences, whatever is asked for, built, voided and paid and in whatever order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import {
  accept,
  build,
  MACHINE,
  offerLicence,
  onLicence,
  readyToBuild,
  requestPermit,
  VALID_MS,
  versioned,
  voidPermit,
} from './designs.fixture.ts';

const SERIALS = ['S1', 'S2', 'S3', 'S4', 'S5'];
const BALANCE_CENTS = 1_000_000;
const money: readonly Step[] = [
  { by: 'delta/finance', action: 'accounts.createUnit', input: { code: 'EUR' } },
  { by: 'borealis/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
  { by: 'carter/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
  {
    by: 'delta/finance',
    action: 'accounts.issue',
    input: { to: 'borealis/EUR', amountCents: BALANCE_CENTS, reference: 'deposit-1' },
  },
];

/** Either a step, or the serial number of a unit whose build the machine signs. */
type Move = { readonly step: Later } | { readonly build: string; readonly by: string };

const serial = fc.constantFrom(...SERIALS);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: serial.map((one) => ({ step: requestPermit(one) })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(serial, fc.constantFrom(MACHINE, MACHINE, MACHINE, 'delta/machine'))
      .map(([build, by]) => ({ build, by })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(serial, fc.constantFrom('carter/designer', 'borealis/operator', MACHINE, 'delta/operator'))
      .map(([one, by]) => ({ step: voidPermit(by, one) })),
  },
  fc
    .integer({ min: 1, max: 2000 })
    .map((amountCents) => ({ step: onLicence('borealis/finance', 'payRoyalty', { amountCents }) })),
  fc
    .constantFrom(0, 1, 2, 3, 4, 5, 6, 7)
    .map((nth) => ({ step: onLicence(nth === 0 ? 'borealis/engineer' : 'carter/designer', 'withdrawLicence') })),
  fc.constant({ step: (world: World) => ({ ...accept(world), afterMs: VALID_MS / 10 }) }),
);

test('permits never exceed the licence, and royalty owed is the signed builds times the rate, to the cent', () => {
  const seen = { built: 0, usedUp: 0, givenBack: 0 };
  const property = fc.property(
    fc.integer({ min: 1, max: 3 }),
    fc.nat(1000),
    fc.array(move, { minLength: 6, maxLength: 20 }),
    (builds, royaltyCents, moves) => {
      const world = play([...money, ...versioned, offerLicence({ builds, royaltyCents }), accept, ...readyToBuild]);
      let [signed, forfeited] = [0, 0];
      for (const next of moves) {
        if ('build' in next) {
          if (build(world, next.build, next.by).outcome === 'accepted') signed++;
        } else {
          const step = next.step(world);
          const { outcome } = world.do(step);
          if (outcome === 'designs.licence_used_up') seen.usedUp++;
          if (outcome !== 'accepted' || step.action !== 'designs.voidPermit') continue;
          if (step.by.startsWith('carter')) seen.givenBack++;
          else forfeited++;
        }
        checkTally(world, { builds, royaltyCents, signed, forfeited });
      }
      seen.built += signed;
    },
  );
  fc.assert(property, { numRuns: 1000, seed: 42 });
  for (const [what, times] of Object.entries(seen)) assert.ok(times > 50, `${what}: ${times} times is too few`);
});

type Counts = {
  readonly builds: number;
  readonly royaltyCents: number;
  readonly signed: number;
  readonly forfeited: number;
};

function checkTally(world: World, { builds, royaltyCents, signed, forfeited }: Counts): void {
  const [tally = {}] = world.all('designs/tally');
  const permits = world.all('designs/permit');
  const count = (state: string) => permits.filter((permit) => permit.state === state).length;
  assert.equal(tally.built, signed);
  assert.equal(tally.built, count('built'));
  assert.equal(tally.owedCents, signed * royaltyCents);
  assert.equal(tally.permitsUsed, count('open') + count('built') + forfeited);
  assert.ok(Number(tally.permitsUsed) <= builds);
  assert.ok(Number(tally.paidCents) <= Number(tally.owedCents));
  assert.equal(world.get('accounts/account', 'carter/EUR')?.balanceCents, tally.paidCents);
  assert.equal(world.get('accounts/account', 'borealis/EUR')?.balanceCents, BALANCE_CENTS - Number(tally.paidCents));
  const live = permits.flatMap(({ item, state }: JsonObject) => (state === 'void' ? [] : [item]));
  assert.equal(new Set(live).size, live.length, 'an item has at most one permit that is not void');
}
