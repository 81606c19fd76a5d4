// What a machine's hours always keep: by the arithmetic alone, against minutes counted one by one, and on the ledger,
// whatever is published, booked, released, withdrawn or reported in whatever order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isDown, isReady } from '#contracts/production/mills.fixture.ts';
import { MACHINE } from '#contracts/production/workshop.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { newId } from '#core/id.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import { act, book, deskWorld, MINUTE_MS, publish, register, release, slot } from './desk.fixture.ts';
import { between, covers, finishOf, firstSlot, isSlot, join, minutesOf, nextMinute, without } from './hours.ts';
import type { Slot } from './records.ts';

const RUNS = { numRuns: 1000, seed: 42 };
/** Minutes of the test that are looked at. */
const MINUTES = 60;

const Minute = fc.nat(MINUTES);
const AnySlot = fc
  .tuple(Minute, fc.integer({ min: 1, max: 12 }))
  .map(([from, length]) => slot(from, Math.min(from + length, MINUTES + 12)));
const Slots = fc.array(AnySlot, { maxLength: 12 });

/** The minutes of slots, one by one. */
function minutesAt(slots: readonly Slot[]): ReadonlySet<number> {
  const minutes = new Set<number>();
  for (const { fromMs, untilMs } of slots) for (let at = fromMs; at < untilMs; at += MINUTE_MS) minutes.add(at);
  return minutes;
}

const sorted = (minutes: Iterable<number>): number[] => [...minutes].sort((a, b) => a - b);

/** In order and apart. */
function isJoined(slots: readonly Slot[]): boolean {
  return slots.every((one, i) => isSlot(one) && one.fromMs > (slots[i - 1]?.untilMs ?? -1));
}

test('joining, taking out and cutting slots is what it is for their minutes one by one', () => {
  fc.assert(
    fc.property(Slots, Slots, AnySlot, fc.nat(MINUTE_MS), (some, others, window, past) => {
      const joined = join(some);
      assert.ok(isJoined(joined));
      assert.deepEqual(sorted(minutesAt(joined)), sorted(minutesAt(some)));
      const taken = minutesAt(others);
      const left = without(joined, others);
      assert.ok(isJoined(left));
      assert.deepEqual(
        sorted(minutesAt(left)),
        sorted(minutesAt(some)).filter((at) => !taken.has(at)),
      );
      const from = window.fromMs + past;
      const cut = between(joined, from, window.untilMs + past);
      assert.deepEqual(
        sorted(minutesAt(cut)),
        sorted(minutesAt(some)).filter((at) => at >= from && at + MINUTE_MS <= window.untilMs + past),
      );
      assert.equal(minutesOf(joined), minutesAt(some).size);
      const whole = sorted(minutesAt([window])).every((at) => minutesAt(some).has(at));
      assert.equal(covers(joined, window), whole);
    }),
    RUNS,
  );
});

test('the finish is the end of the last minute that is needed, and a slot without a break is the first there is', () => {
  fc.assert(
    fc.property(Slots, fc.integer({ min: 1, max: 40 }), (some, minutes) => {
      const joined = join(some);
      const last = sorted(minutesAt(some))[minutes - 1];
      assert.equal(finishOf(joined, minutes), last === undefined ? undefined : last + MINUTE_MS);
      const all = minutesAt(some);
      const first = sorted(all).find((at) => {
        for (let i = 0; i < minutes; i++) if (!all.has(at + i * MINUTE_MS)) return false;
        return true;
      });
      assert.equal(firstSlot(joined, minutes * MINUTE_MS)?.fromMs, first);
      assert.equal(nextMinute(START_MS + minutes) - START_MS, MINUTE_MS);
      assert.equal(nextMinute(START_MS), START_MS);
    }),
    RUNS,
  );
});

const Command = fc.oneof(
  fc.record({ do: fc.constantFrom('publish', 'withdraw', 'book', 'lapsing'), at: AnySlot }),
  fc.record({ do: fc.constantFrom('release', 'releaseLapsed'), place: fc.nat(6) }),
  fc.record({ do: fc.constantFrom('down', 'up') }),
  fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 8 * MINUTE_MS }) }),
);
type Command = typeof Command extends fc.Arbitrary<infer C> ? C : never;

/** What the ledger should say, kept minute by minute. */
type Model = { readonly free: Set<number>; readonly live: Map<string, Slot & { readonly lapses: boolean }> };

test('no minute of a machine is booked twice, and what is free was published and is not booked', () => {
  fc.assert(
    fc.property(fc.array(Command, { minLength: 10, maxLength: 30 }), (commands) => {
      const world = deskWorld();
      world.ok(register());
      world.ok(publish(0, 20));
      const model: Model = { free: new Set(minutesAt([slot(0, 20)])), live: new Map() };
      for (const command of commands) follow(world, model, command);
    }),
    { ...RUNS, numRuns: 500 },
  );
});

function follow(world: World, model: Model, command: Command): void {
  if (command.do === 'wait' && 'ms' in command) {
    world.timeMs += command.ms;
    check(world, model);
    return;
  }
  const target = 'place' in command ? [...model.live.keys()][command.place] : undefined;
  const step = stepOf(command, target);
  if (step === undefined) return;
  const isReadyNow = world.get('capacity/machine', MACHINE)?.state === 'ready';
  const done = world.do(step);
  const isAccepted = done.outcome === 'accepted';
  if (command.do === 'publish' && 'at' in command) {
    const booked = minutesAt([...model.live.values()]);
    assert.equal(isAccepted, command.at.untilMs > world.timeMs);
    if (isAccepted) for (const at of minutesAt([command.at])) if (!booked.has(at)) model.free.add(at);
  } else if (command.do === 'withdraw' && 'at' in command) {
    assert.ok(isAccepted);
    for (const at of minutesAt([command.at])) model.free.delete(at);
  } else if ((command.do === 'book' || command.do === 'lapsing') && 'at' in command) {
    const isFree = [...minutesAt([command.at])].every((at) => at >= world.timeMs && model.free.has(at));
    assert.equal(isAccepted, isFree && isReadyNow, `${done.outcome} where the time is ${isFree ? '' : 'not '}free`);
    if (isAccepted) {
      for (const at of minutesAt([command.at])) model.free.delete(at);
      model.live.set(newId(done, 'booking', 0), { ...command.at, lapses: command.do === 'lapsing' });
    }
  } else if (target !== undefined) {
    const booking = model.live.get(target);
    assert.equal(isAccepted, command.do === 'release' || booking?.lapses === true, done.outcome);
    if (isAccepted && booking !== undefined) {
      model.live.delete(target);
      for (const at of minutesAt([booking])) model.free.add(at);
    }
  }
  check(world, model);
}

function stepOf(command: Command, target: string | undefined): Step | undefined {
  if ('at' in command) {
    const { fromMs, untilMs } = command.at;
    const [from, until] = [(fromMs - START_MS) / MINUTE_MS, (untilMs - START_MS) / MINUTE_MS];
    if (command.do === 'publish') return publish(from, until);
    if (command.do === 'withdraw') return act('withdrawHours', { machine: MACHINE, hours: [command.at] });
    return book(from, until, command.do === 'lapsing' ? { lapsesMs: START_MS } : {});
  }
  if (command.do === 'down') return isDown();
  if (command.do === 'up') return isReady();
  if (target === undefined) return undefined;
  return command.do === 'release' ? release(target) : act('releaseLapsed', { booking: target });
}

function check(world: World, { free, live }: Model): void {
  const hours = (kind: string, field: string): readonly Slot[] => {
    const found = world.get(`capacity/${kind}`, MACHINE)?.[field];
    // Written by the schema of the record.
    return (found ?? []) as unknown as readonly Slot[];
  };
  const open = between(hours('calendar', 'free'), world.timeMs, Number.MAX_SAFE_INTEGER);
  assert.ok(isJoined(hours('calendar', 'free')));
  assert.deepEqual(
    sorted(minutesAt(open)),
    sorted(free).filter((at) => at >= world.timeMs),
  );
  const bookings = world.all('capacity/booking').filter(({ state }) => state === 'live');
  const minutes = bookings.flatMap((booking) => [...minutesAt([slotOf(booking)])]);
  assert.equal(new Set(minutes).size, minutes.length, 'a minute is booked twice');
  assert.deepEqual(sorted(minutes), sorted(minutesAt([...live.values()])));
  assert.ok(!minutes.some((at) => minutesAt(open).has(at)), 'a booked minute is free');
}

function slotOf({ fromMs, untilMs }: JsonObject): Slot {
  return { fromMs: Number(fromMs), untilMs: Number(untilMs) };
}
