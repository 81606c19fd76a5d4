// What the plan of a shop always keeps, whatever drops out in whatever order: an open job has its time on its own
// machine or awaits one, no machine is booked twice, and no job ends in a state without a way out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { HOUR_MS, isDown, isReady, publishHours, SECOND, slotAt, THIRD, TWO_MILLS } from './mills.fixture.ts';
import { FACTS, hash, MACHINE, orderOfWorld, PROGRAM, play, requestPermit, unit } from './workshop.fixture.ts';

const MILLS = [MACHINE, SECOND, THIRD] as const;
const OPEN = ['planned', 'running', 'awaitsMachine'];
const start = play(new World(), [...TWO_MILLS, requestPermit('2')]).state.dump();

function startedWorld(): World {
  const world = new World();
  world.state.apply(start.map(([kind, id, after]) => ({ kind, id, before: undefined, after })));
  return world;
}

const Mill = fc.constantFrom(...MILLS);
const Place = fc.nat(4);
const ASlot = fc.option(
  fc.tuple(fc.nat(10), fc.integer({ min: 1, max: 3 })).map(([from, hours]) => slotAt(from, from + hours)),
  { nil: undefined, freq: 6 },
);
const Command = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constant('plan'),
      number: fc.nat(3),
      mill: Mill,
      slot: ASlot,
      licensed: fc.boolean(),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('down'),
      mill: Mill,
      backInHours: fc.option(fc.integer({ min: 1, max: 6 })),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ do: fc.constant('up'), mill: Mill }), weight: 2 },
  fc.record({ do: fc.constant('replan'), mill: Mill }),
  fc.record({ do: fc.constantFrom('start', 'build', 'cancel'), place: Place }),
  fc.record({ do: fc.constant('move'), place: Place, mill: Mill, slot: ASlot }),
  fc.record({ do: fc.constant('attach'), place: Place, permit: fc.nat(2) }),
  fc.record({ do: fc.constant('publish'), mill: Mill, from: fc.nat(12) }),
  fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 2 * HOUR_MS }) }),
);
type Command = typeof Command extends fc.Arbitrary<infer C> ? C : never;

test('no order of breakdowns and repairs books a machine twice, loses a job, or leaves one without a way out', () => {
  const seen = { moved: 0, waiting: 0, back: 0 };
  fc.assert(
    fc.property(fc.array(Command, { minLength: 10, maxLength: 30 }), (commands) => {
      const world = startedWorld();
      for (const command of commands) {
        const before = new Set(world.all('production/replan').map(({ id }) => id));
        const step = stepOf(world, command);
        if (step === undefined) continue;
        const { outcome } = world.do(step);
        if (outcome === 'accepted' && command.do === 'down') checkLeft(world, command.mill);
        check(world);
        for (const replan of world.all('production/replan')) if (!before.has(replan.id)) count(seen, replan);
      }
      leave(world);
    }),
    { numRuns: 600, seed: 42 },
  );
  assert.ok(seen.moved > 100 && seen.waiting > 100 && seen.back > 20, JSON.stringify(seen));
});

function stepOf(world: World, command: Command): Step | undefined {
  if (command.do === 'wait' && 'ms' in command) world.timeMs += command.ms;
  if (command.do === 'plan' && 'number' in command) return planOf(world, command);
  if (command.do === 'down' && 'backInHours' in command) {
    const { mill, backInHours: hours } = command;
    return isDown(mill, hours === null ? {} : { expectedReturnMs: world.timeMs + hours * HOUR_MS });
  }
  if (command.do === 'publish' && 'from' in command) return publishHours(command.mill, command.from, command.from + 2);
  if (!('place' in command)) {
    if (!('mill' in command)) return undefined;
    return command.do === 'up'
      ? isReady(command.mill)
      : { by: 'borealis/operator', action: 'production.replanJobs', input: { machine: command.mill } };
  }
  const job = world.all('production/job')[command.place];
  if (job === undefined) return undefined;
  const input = { job: String(job.id) };
  if ('mill' in command) {
    const { mill: machine, slot } = command;
    const moved = { ...input, machine, reason: hash('reason'), ...(slot === undefined ? {} : { slot }) };
    return { by: 'borealis/engineer', action: 'production.moveJob', input: moved };
  }
  if ('permit' in command) {
    const permit = String(world.all('designs/permit')[command.permit]?.id ?? 'permit-none');
    return { by: 'borealis/engineer', action: 'production.attachPermit', input: { ...input, permit } };
  }
  const by = String(job.machine);
  if (command.do === 'start') return { by, action: 'production.startJob', input };
  if (command.do === 'build') return { by, action: 'production.recordBuild', input: { ...input, ...FACTS } };
  return { by: 'borealis/engineer', action: 'production.cancelJob', input };
}

type Plan = {
  readonly number: number;
  readonly mill: string;
  readonly slot: JsonObject | undefined;
  readonly licensed: boolean;
};

function planOf(world: World, { number, mill, slot, licensed }: Plan): Step {
  const permit = licensed ? world.all('designs/permit')[number] : undefined;
  const input = {
    order: orderOfWorld(world),
    item: String(permit?.item ?? unit(world, String(number + 1))),
    step: 'milling',
    machine: String(permit?.machine ?? mill),
    program: { name: PROGRAM, commitment: hash(PROGRAM) },
    ...(permit === undefined ? {} : { permit: String(permit.id) }),
    ...(slot === undefined ? {} : { slot }),
  };
  return { by: 'borealis/engineer', action: 'production.planJob', input };
}

function check(world: World): void {
  const jobs = world.all('production/job');
  const live = world.all('capacity/booking').filter(({ state }) => state === 'live');
  for (const mill of MILLS) {
    const taken = live.filter(({ machine }) => machine === mill).sort((a, b) => Number(a.fromMs) - Number(b.fromMs));
    taken.forEach(({ fromMs }, i) => {
      assert.ok(Number(fromMs) >= Number(taken[i - 1]?.untilMs ?? 0), `${mill} is booked twice`);
    });
  }
  for (const { id, machine, fromMs, untilMs } of live) {
    const [job, second] = jobs.filter(({ booking }) => booking === id);
    assert.ok(job !== undefined && second === undefined, 'a live booking is one job’s');
    assert.deepEqual([job.machine, job.slot], [machine, { fromMs, untilMs }]);
    assert.ok(job.state === 'planned' || job.state === 'running');
  }
  for (const job of jobs) {
    const { id, state, machine, queuedOn, booking, permit, formerPermit } = job;
    assert.equal(queuedOn, OPEN.includes(String(state)) ? machine : undefined);
    if (booking !== undefined)
      assert.ok(
        live.some((one) => one.id === booking),
        `${id} has a booking that is live`,
      );
    if (state === 'running') assert.equal(formerPermit, undefined);
    assert.ok(permit === undefined || formerPermit === undefined);
    if (permit !== undefined) assert.equal(world.get('designs/permit', String(permit))?.machine, machine);
  }
  const open = jobs.filter(({ state, permit }) => permit !== undefined && state !== 'cancelled');
  assert.equal(new Set(open.map(({ permit }) => permit)).size, open.length, 'one job per permit');
}

/** On a machine that is down lies nothing but what waits for it. */
function checkLeft(world: World, mill: string): void {
  const backMs = world.get('capacity/machine', mill)?.expectedReturnMs;
  for (const { queuedOn, state, slot } of world.all('production/job')) {
    if (queuedOn !== mill || state === 'awaitsMachine') continue;
    assert.equal(state, 'planned');
    assert.ok(backMs !== undefined && slot !== undefined);
    assert.ok(
      Number((slot as JsonObject).fromMs) >= Number(backMs),
      'a job stays only where its machine is back in time',
    );
  }
}

function count(seen: { moved: number; waiting: number; back: number }, replan: JsonObject): void {
  // Written by the schema of the record.
  const { why, from, to, placeDecides } = replan as unknown as Replanned;
  assert.equal(placeDecides === undefined, to !== undefined, 'either a place or a person who decides');
  if (to === undefined) seen.waiting++;
  else if (why === 'machineDown') seen.moved++;
  else if (why === 'machineBack') seen.back++;
  if (why === 'decision' || to?.slot === undefined || from.slot === undefined) return;
  assert.equal(to.slot.untilMs - to.slot.fromMs, from.slot.untilMs - from.slot.fromMs);
  assert.ok(to.slot.fromMs >= from.slot.fromMs, 'never before it was planned');
  assert.ok(to.slot.untilMs <= START_MS + 30 * 24 * HOUR_MS, 'before the order is needed');
  if (why === 'machineDown') assert.notEqual(to.machine, from.machine);
}

type Replanned = {
  readonly why: string;
  readonly from: Where;
  readonly to?: Where;
  readonly placeDecides?: JsonObject;
};
type Where = { readonly machine: string; readonly slot?: { readonly fromMs: number; readonly untilMs: number } };

/** Whatever came: each open job can be moved to a mill that is ready, or cancelled, and then no time is taken. */
function leave(world: World): void {
  if (world.get('capacity/machine', THIRD)?.state === 'down') world.ok(isReady(THIRD));
  for (const { id, state } of world.all('production/job')) {
    if (!OPEN.includes(String(state))) continue;
    const input = { job: String(id) };
    const moved = { ...input, machine: THIRD, reason: hash('reason') };
    if (state === 'awaitsMachine') world.ok({ by: 'borealis/engineer', action: 'production.moveJob', input: moved });
    world.ok({ by: 'borealis/engineer', action: 'production.cancelJob', input });
  }
  const live = world.all('capacity/booking').filter(({ state }) => state === 'live');
  assert.deepEqual(live, []);
}
