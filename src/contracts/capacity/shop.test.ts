// The stories of a shop: its hours, its machines, and what a buyer's question finds.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { person } from '#contracts/membership/newcomer.fixture.ts';
import { enrolMill, isDown, isReady, SECOND } from '#contracts/production/mills.fixture.ts';
import { hash, MACHINE, play, the } from '#contracts/production/workshop.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  act,
  book,
  DAY_MS,
  deskWorld,
  HOUR_MS,
  MILL,
  MINUTE_MS,
  publish,
  register,
  release,
  slot,
} from './desk.fixture.ts';
import { qualify, type ShopFacts } from './match.ts';
import { MACHINES_PER_POOL } from './schema.ts';
import { ASKED } from './shops.fixture.ts';

const free = (world: World, machine: string = MACHINE) => world.get('capacity/calendar', machine)?.free;
const machineOf = (world: World, machine: string = MACHINE) => world.get('capacity/machine', machine);
const onlyBooking = (world: World): string => the(world, 'capacity/booking', { state: 'live' });
const ON_OFFER = [register(), publish(0, 600)];

describe('the hours of a machine', () => {
  test('are free once, however often they are published, and a booking cuts them', () => {
    const world = play(deskWorld(), [...ON_OFFER, publish(300, 700), book(100, 160), publish(0, 700)]);
    assert.deepEqual(free(world), [slot(0, 100), slot(160, 700)]);
    assert.deepEqual(world.get('capacity/schedule', MACHINE)?.booked, [slot(100, 160)]);
  });

  test('are given back as far as they are still to come', () => {
    const world = play(deskWorld(), [...ON_OFFER, book(0, 120)]);
    world.timeMs += 59 * MINUTE_MS + 1;
    play(world, [release(onlyBooking(world))]);
    assert.deepEqual(free(world), [slot(60, 600)], 'the minute that has begun is gone');
    assert.deepEqual(world.get('capacity/schedule', MACHINE)?.booked, []);
  });

  test('stay booked where they are withdrawn, and are free again when the booking is released', () => {
    const withdraw = act('withdrawHours', { machine: MACHINE, hours: [slot(0, 600)] });
    const world = play(deskWorld(), [...ON_OFFER, book(100, 160), withdraw]);
    assert.deepEqual(free(world), []);
    play(world, [release(onlyBooking(world))]);
    assert.deepEqual(free(world), [slot(100, 160)]);
  });

  test('of the past are not booked, to the minute', () => {
    const world = play(deskWorld(), ON_OFFER);
    world.timeMs += 1;
    assert.equal(world.do(book(0, 10)).outcome, 'capacity.not_free');
    play(world, [book(1, 10)]);
  });

  test('are published for what is not over yet, up to 366 days ahead', () => {
    const world = play(deskWorld(), ON_OFFER);
    world.timeMs += 10 * MINUTE_MS;
    const last = world.timeMs + 366 * DAY_MS;
    const offer = (untilMs: number) =>
      act('publishHours', { machine: MACHINE, hours: [{ fromMs: START_MS, untilMs }] });
    assert.equal(world.do(offer(world.timeMs)).outcome, 'capacity.hours_outside');
    assert.equal(world.do(offer(last + MINUTE_MS)).outcome, 'capacity.hours_outside');
    play(world, [offer(last)]);
    assert.deepEqual(free(world), [{ fromMs: world.timeMs, untilMs: last }]);
  });

  test('go to the first of two desks that book them in the same moment', () => {
    const world = play(deskWorld(), [...ON_OFFER, book(0, 60)]);
    const second = world.do({ ...book(59, 61), by: 'borealis/agent' });
    assert.equal(second.outcome, 'mandate_missing');
    assert.equal(world.do({ ...book(59, 61), by: 'borealis/engineer' }).outcome, 'capacity.not_free');
    play(world, [book(60, 61)]);
  });

  test('a full calendar still gives back what is booked', () => {
    const windows = Array.from({ length: 510 }, (_, i) => slot(10 * i, 10 * i + 3));
    const steps: Step[] = [];
    for (let at = 0; at < windows.length; at += 100)
      steps.push(act('publishHours', { machine: MACHINE, hours: windows.slice(at, at + 100) }));
    const world = play(deskWorld(), [register(), ...steps, book(1, 2)]);
    assert.equal(world.do(book(11, 12)).outcome, 'capacity.calendar_full');
    play(world, [release(onlyBooking(world)), book(11, 12)]);
    // Withdrawing what is around a booking leaves its release a window of its own.
    play(world, [act('withdrawHours', { machine: MACHINE, hours: [slot(10, 13)] }), release(onlyBooking(world))]);
    assert.deepEqual((free(world) as readonly JsonObject[] | undefined)?.[1], slot(11, 12));
  });

  test('an agent publishes hours within its mandate, counted in minutes', () => {
    const line = { what: 'capacity.publishHours', unit: 'minute', mostEach: 600, mostPerPeriod: 900, periodMs: DAY_MS };
    const mandate = [{ ...line, untilMs: START_MS + DAY_MS }];
    const by = 'borealis/agent';
    const world = play(deskWorld(), [
      register(),
      { by: 'borealis/admin', action: 'membership.setMandate', input: { actor: by, mandate } },
      { ...publish(0, 600), by },
    ]);
    assert.equal(world.do({ ...publish(600, 901), by }).outcome, 'mandate_exceeded');
    assert.equal(world.do({ ...publish(0, 601), by }).outcome, 'mandate_exceeded');
    play(world, [{ ...publish(600, 900), by }]);
  });
});

describe('a booking', () => {
  test('is released by its shop from the moment it lapses, and by nobody else', () => {
    const lapsesMs = START_MS + 5 * MINUTE_MS;
    const world = play(deskWorld(), [...ON_OFFER, book(10, 60, { lapsesMs })]);
    const lapsed = (by: string) => act('releaseLapsed', { booking: onlyBooking(world) }, by);
    world.timeMs = lapsesMs - 1;
    assert.equal(world.do(lapsed('borealis/sales')).outcome, 'capacity.booking_holds');
    world.timeMs = lapsesMs;
    assert.equal(world.do(lapsed('carter/sales')).outcome, 'capacity.booking_foreign');
    play(world, [lapsed('borealis/sales')]);
    assert.deepEqual(free(world), [slot(5, 600)]);
  });

  test('that never lapses waits for its contract', () => {
    const world = play(deskWorld(), [...ON_OFFER, book(10, 60)]);
    world.timeMs += DAY_MS;
    assert.equal(world.do(act('releaseLapsed', { booking: onlyBooking(world) })).outcome, 'capacity.booking_holds');
  });

  test('is seen by its parties; free hours are seen by members, taken ones by the shop', () => {
    const world = play(deskWorld(), [...ON_OFFER, book(10, 60, { parties: ['acme', 'borealis'] })]);
    const readers = (kind: string, id: string) => createRegistry().readers(kind, world.state.get(kind, id) ?? '');
    assert.deepEqual(readers('capacity/booking', onlyBooking(world)), ['borealis', 'acme']);
    assert.equal(readers('capacity/calendar', MACHINE), 'members');
    assert.deepEqual(readers('capacity/schedule', MACHINE), ['borealis']);
  });
});

describe('a machine', () => {
  test('keeps its state and its hours when what it holds is said anew', () => {
    const changed = { machine: MACHINE, process: 'joining', name: 'Welder', materials: [], toleranceMicrometres: 50 };
    const world = play(deskWorld(), [...ON_OFFER, isDown(), act('changeMachine', changed)]);
    const { process, pool, state, serial, toleranceMicrometres, report } = machineOf(world) ?? {};
    assert.deepEqual(
      [process, pool, state, serial, toleranceMicrometres, report],
      ['joining', 'borealis joining', 'down', undefined, 50, the(world, 'capacity/report')],
    );
    assert.deepEqual(free(world), [slot(0, 600)]);
  });

  test('is changed and retired by its own member only', () => {
    const world = play(deskWorld(), ON_OFFER);
    const foreign = [
      act('changeMachine', { machine: MACHINE, ...MILL }, 'carter/engineer'),
      act('retireMachine', { machine: MACHINE }, 'carter/engineer'),
      act('publishHours', { machine: MACHINE, hours: [slot(0, 1)] }, 'carter/operator'),
      act('withdrawHours', { machine: MACHINE, hours: [slot(0, 1)] }, 'carter/operator'),
      act('registerMachine', { actor: MACHINE, ...MILL }, 'carter/engineer'),
    ];
    for (const step of foreign) assert.equal(world.do(step).outcome, 'capacity.machine_foreign');
  });

  test('makes room among those of its process when it is retired', () => {
    const mills = Array.from({ length: MACHINES_PER_POOL }, (_, i) => `borealis/mill-${i}`);
    const world = play(
      deskWorld(),
      mills.flatMap((actor) => [enrolMill(actor), act('registerMachine', { actor, ...MILL })]),
    );
    assert.equal(world.do(register()).outcome, 'capacity.pool_full');
    play(world, [act('retireMachine', { machine: 'borealis/mill-7' }), register()]);
    play(world, [act('setProfile', { country: 'FI', exportZones: ['EU'], takesOrders: true }, 'borealis/sales')]);
    const exclusions = ask(world, { certificates: [] }).exclusions as readonly string[];
    assert.equal(exclusions.length, MACHINES_PER_POOL * 3, 'each lacks workspace, tolerance and hours');
  });

  test('that is down says since when, also where it says so again, and until when', () => {
    const world = play(deskWorld(), [register(), isDown(), { ...isDown(), afterMs: HOUR_MS }]);
    assert.deepEqual([machineOf(world)?.state, machineOf(world)?.sinceMs], ['down', START_MS]);
    const expectedReturnMs = world.timeMs + HOUR_MS;
    play(world, [isDown(MACHINE, { expectedReturnMs, reason: 'maintenance' }, 'borealis/operator')]);
    assert.equal(machineOf(world)?.expectedReturnMs, expectedReturnMs);
    const { by, action, input } = isReady(MACHINE, 'borealis/engineer');
    const expected = { by, action, input: { ...input, expectedReturnMs } };
    assert.equal(world.do(expected).outcome, 'capacity.return_wrong', 'what is ready is not expected back');
    play(world, [isReady(MACHINE, 'borealis/engineer')]);
    assert.deepEqual([machineOf(world)?.state, machineOf(world)?.expectedReturnMs], ['ready', undefined]);
    const report = world.state.get('capacity/report', String(machineOf(world)?.report)) ?? '';
    assert.deepEqual(createRegistry().readers('capacity/report', report), ['borealis']);
  });

  test('does not speak for another machine of its shop', () => {
    const world = play(deskWorld(), [register(), enrolMill(SECOND)]);
    assert.equal(world.do(isDown(MACHINE, {}, SECOND)).outcome, 'capacity.not_reporter');
  });

  test('is not spoken for by an agent, whatever its role', () => {
    const by = 'borealis/scheduler';
    const input = { ...person(by, 'operator'), kind: 'agent' };
    const world = play(deskWorld(), [register(), { by: 'borealis/admin', action: 'membership.enrolActor', input }]);
    assert.equal(world.do(isDown(MACHINE, {}, by)).outcome, 'capacity.not_reporter');
  });
});

/** A shop that does all that is asked, on the ledger. */
const SHOP: readonly Step[] = [
  register({ envelopeMicrometres: { x: 50_000, y: 400_000, z: 250_000 }, toleranceMicrometres: 10 }),
  publish(0, 1200),
  act('setProfile', { country: 'FI', exportZones: ['EU'], takesOrders: true }, 'borealis/sales'),
  certify('delta/quality', 'ISO 9001', START_MS + DAY_MS),
];

function certify(by: string, kind: string, validUntilMs: number): Step {
  const input = { subject: 'borealis', kind, validFromMs: START_MS, validUntilMs, evidence: hash('certificate') };
  return { by, action: 'membership.issueCredential', input };
}

/** What the ledger answers about borealis. */
function ask(world: World, more: JsonObject = {}, reserved?: string): JsonObject {
  const input = {
    requirement: { ...ASKED, ...more },
    member: 'borealis',
    ...(reserved === undefined ? {} : { reserved }),
  };
  const answered = world.ok({ by: 'acme/buyer', action: 'desk.ask', input });
  return world.get('desk/answer', answered.id('answer')) ?? {};
}

describe('a requirement on the ledger', () => {
  test('finds the points that a client computes from the records that it sees', () => {
    const world = play(deskWorld(), SHOP);
    const facts: ShopFacts = {
      member: 'borealis',
      // Written by the schemas of the records.
      profile: world.get('capacity/profile', 'borealis') as unknown as NonNullable<ShopFacts['profile']>,
      machines: [{ ...machineOf(world), free: free(world) } as unknown as ShopFacts['machines'][number]],
      certificates: world.all('membership/credential').map(({ kind, issuer }) => ({
        kind: String(kind),
        issuer: String(issuer),
      })),
      nowMs: world.timeMs,
    };
    const { exclusions, scorePoints } = qualify(ASKED, facts);
    assert.deepEqual(ask(world), { exclusions, scorePoints });
    assert.equal(scorePoints, 6885);
  });

  const codes = (world: World, more: JsonObject = {}) => ask(world, more).exclusions;

  test('sees a certificate to the millisecond of its validity', () => {
    const world = play(deskWorld(), SHOP);
    const later = { machineMinutes: 1, neededByMs: START_MS + 9 * DAY_MS };
    play(world, [{ ...act('publishHours', { machine: MACHINE, hours: [slot(9000, 9100)] }), afterMs: DAY_MS - 1 }]);
    assert.deepEqual(codes(world, later), []);
    world.timeMs += 1;
    assert.deepEqual(codes(world, later), ['certificate_missing']);
  });

  test('does not count a certificate that was revoked, or one by an issuer that is not named', () => {
    const world = play(deskWorld(), [...SHOP, certify('carter/quality', 'ISO 9001', START_MS + DAY_MS)]);
    const id = the(world, 'membership/credential', { issuer: 'delta' });
    play(world, [{ by: 'delta/quality', action: 'membership.revokeCredential', input: { id } }]);
    assert.deepEqual(codes(world), ['certificate_missing']);
  });

  test('asks for each of several certificates', () => {
    const wanted = ['ISO 9001', 'AS9100', 'NADCAP'].map((kind) => ({ kind, issuers: ['acme', 'delta'] }));
    const world = play(deskWorld(), [...SHOP, certify('acme/quality', 'NADCAP', START_MS + DAY_MS)]);
    assert.deepEqual(codes(world, { certificates: wanted }), ['certificate_missing']);
    play(world, [certify('delta/quality', 'AS9100', START_MS + DAY_MS)]);
    assert.deepEqual(codes(world, { certificates: wanted }), []);
  });

  test('finds nothing of a member that is no shop', () => {
    const world = play(deskWorld(), SHOP);
    const input = { requirement: ASKED, member: 'carter' };
    const answered = world.ok({ by: 'acme/buyer', action: 'desk.ask', input });
    const { exclusions } = world.get('desk/answer', answered.id('answer')) ?? {};
    assert.deepEqual(exclusions, ['profile_missing', 'certificate_missing', 'machine_missing']);
  });

  test('counts the time that its own contract has reserved for it, while the reservation is live', () => {
    const world = play(deskWorld(), [...SHOP, book(0, 1000)]);
    const reserved = onlyBooking(world);
    assert.deepEqual(codes(world), ['hours_short']);
    assert.deepEqual(ask(world, {}, reserved), { exclusions: [], scorePoints: 6885 });
    play(world, [release(reserved), book(0, 1000)]);
    assert.deepEqual(ask(world, {}, reserved).exclusions, ['hours_short'], 'the first reservation is gone');
  });

  test('is not met by a machine that is down', () => {
    assert.deepEqual(codes(play(deskWorld(), [...SHOP, isDown()])), ['machine_down']);
    assert.deepEqual(codes(play(deskWorld(), [...SHOP, isDown(), isReady()])), []);
  });
});
