// What production always keeps, whatever is done in whatever order: one build per permit, royalties that are builds
// times the rate, and no build that leaves its wait for a decision without one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Step, World } from '#test/world.ts';
import { findingsOf, isProven, isReadable, logAgrees, programVerdict } from './rules.ts';
import {
  decideBuild,
  FACTS,
  hash,
  LICENCE,
  MACHINE,
  ORDER,
  orderOfWorld,
  PLAN,
  PROGRAM,
  play,
  ROYALTY_CENTS,
  requestPermit,
  the,
  unit,
} from './workshop.fixture.ts';

const RUNS = { numRuns: 1000, seed: 42 };
const start = play(new World(), [...ORDER, ...LICENCE, ...PLAN]).state.dump();

/** A world as after the set-up, without doing the steps again. */
function startedWorld(): World {
  const world = new World();
  world.state.apply(start.map(([kind, id, after]) => ({ kind, id, before: undefined, after })));
  return world;
}

const Number_ = fc.constantFrom('1', '2', '3', '4');
const Command = fc.oneof(
  fc.record({ do: fc.constant('permit'), number: Number_ }),
  fc.record({ do: fc.constant('void'), place: fc.nat(3), by: fc.constantFrom('carter/designer', 'borealis/engineer') }),
  fc.record({
    do: fc.constant('plan'),
    number: Number_,
    place: fc.nat(1),
    licensed: fc.boolean(),
    stray: fc.nat(9).map((n) => n === 0),
  }),
  fc.record({ do: fc.constant('start'), place: fc.nat(2) }),
  fc.record({ do: fc.constant('cancel'), place: fc.nat(2) }),
  fc.record({ do: fc.constant('build'), place: fc.nat(2), name: fc.constantFrom(PROGRAM, 'OTHER.NC') }),
  fc.record({ do: fc.constant('decide'), number: Number_, verdict: fc.constantFrom('accept', 'reject') }),
  fc.record({ do: fc.constant('made'), number: Number_ }),
);
type Command = typeof Command extends fc.Arbitrary<infer C> ? C : never;

test('no order of steps gives two builds of a permit, a wrong royalty, or a proof without a decision', () => {
  fc.assert(
    fc.property(fc.array(Command, { minLength: 8, maxLength: 24 }), (commands) => {
      const world = startedWorld();
      for (const command of commands) {
        const before = new Map(world.all('production/build').map((build) => [build.id, build.state]));
        const step = stepOf(world, command);
        if (step !== undefined) world.do(step);
        check(world, before, command);
      }
    }),
    RUNS,
  );
});

function stepOf(world: World, command: Command): Step | undefined {
  const at = (kind: string, place: number): string | undefined => {
    const found = world.all(kind)[place];
    return found === undefined ? undefined : String(found.id);
  };
  if (command.do === 'permit' && 'number' in command) return given(world, requestPermit(command.number));
  if (command.do === 'void' && 'by' in command) {
    const permit = at('designs/permit', command.place);
    return permit === undefined ? undefined : { by: command.by, action: 'designs.voidPermit', input: { permit } };
  }
  if (command.do === 'plan' && 'licensed' in command) {
    const permit = command.licensed ? at('designs/permit', command.place) : undefined;
    const permitted = permit === undefined || command.stray ? undefined : world.get('designs/permit', permit)?.item;
    const input = {
      order: orderOfWorld(world),
      item: permitted ?? unit(world, command.number),
      step: 'milling',
      machine: MACHINE,
      program: { name: PROGRAM, commitment: hash(PROGRAM) },
    };
    return {
      by: 'borealis/engineer',
      action: 'production.planJob',
      input: permit === undefined ? input : { ...input, permit },
    };
  }
  if (command.do === 'made' && 'number' in command) {
    return { by: 'borealis/operator', action: 'production.declareMade', input: { item: unit(world, command.number) } };
  }
  if (command.do === 'decide' && 'verdict' in command) {
    const item = unit(world, command.number);
    const builds = world.all('production/build').filter((build) => build.item === item);
    return builds.length === 1 ? given(world, decideBuild(command.number, command.verdict)) : undefined;
  }
  const job = 'place' in command ? at('production/job', command.place) : undefined;
  if (job === undefined) return undefined;
  if (command.do === 'start') return { by: MACHINE, action: 'production.startJob', input: { job } };
  if (command.do === 'cancel') return { by: 'borealis/engineer', action: 'production.cancelJob', input: { job } };
  const loggedNames = 'name' in command ? [command.name] : [];
  return { by: MACHINE, action: 'production.recordBuild', input: { job, ...FACTS, loggedNames } };
}

function given(world: World, step: Step | ((world: World) => Step)): Step {
  return typeof step === 'function' ? step(world) : step;
}

function check(world: World, before: ReadonlyMap<unknown, unknown>, command: Command): void {
  const builds = world.all('production/build');
  const permits = builds.flatMap(({ permit }) => permit ?? []);
  assert.equal(new Set(permits).size, permits.length, 'one build per permit');
  assert.equal(new Set(builds.map(({ job }) => job)).size, builds.length, 'one build per job');
  const tally = world.get('designs/tally', the(world, 'designs/licence'));
  assert.equal(tally?.owedCents, permits.length * ROYALTY_CENTS);
  assert.equal(
    builds.reduce((sum, { royaltyCents }) => sum + Number(royaltyCents), 0),
    tally?.owedCents,
  );
  for (const build of builds) {
    const earlier = before.get(build.id);
    if (earlier !== undefined && earlier !== build.state)
      assert.equal(command.do, 'decide', `${earlier} to ${build.state}`);
    if (build.state === 'proven') assert.ok(build.permit !== undefined && build.programVerdict === 'matches');
    if (build.state === 'accepted' || build.state === 'rejected') assert.ok(build.decision !== undefined);
    assert.ok(earlier !== 'awaitsDecision' || build.state !== 'proven');
  }
  for (const item of world.all('items/item').filter(({ state }) => state === 'made')) {
    const good = builds.filter(
      (build) => build.item === item.id && (build.state === 'proven' || build.state === 'accepted'),
    );
    assert.ok(good.length > 0, 'a made unit has a build that is proven or accepted');
  }
}

const Names = fc.uniqueArray(fc.constantFrom(PROGRAM, 'OTHER.NC', 'plate-1.nc', ''), { maxLength: 4 });
const Facts = fc
  .record({ logLines: fc.integer({ min: 1, max: 400 }), unreadable: fc.nat(30), gaps: fc.nat(60), loggedNames: Names })
  .map(({ logLines, unreadable, gaps, loggedNames }) => ({
    loggedNames,
    logLines,
    logRoot: hash('log'),
    unreadable: {
      count: unreadable,
      firstLines: Array.from({ length: Math.min(unreadable, 20) }, (_, i) => i + 1),
    },
    gaps: {
      limitMs: 1000,
      count: gaps,
      first: Array.from({ length: Math.min(gaps, 50) }, (_, i) => ({ line: i + 2, lengthMs: 1001 })),
    },
    holds: 0,
    partCounts: { repeats: 0, skips: 0 },
    startedMs: 0,
    endedMs: 1,
    materials: [],
  }));

test('a log is proof only where it names the permitted program alone and the program was licensed', () => {
  const Rights = fc.constantFrom('permit', 'permitOfAnotherVersion', 'ownDesign', 'none');
  fc.assert(
    fc.property(Facts, Rights, (facts, right) => {
      const names = [...facts.loggedNames];
      const alone = names.length === 1 && names[0] === PROGRAM;
      const licensed = right === 'permit' || right === 'ownDesign';
      assert.equal(isProven(findingsOf(facts, PROGRAM, right)), alone && licensed);
      assert.equal(programVerdict(names, PROGRAM) === 'matches', alone);
    }),
    RUNS,
  );
});

test('a log agrees with itself where its line numbers lie within it, and is readable up to one line in a hundred', () => {
  fc.assert(
    fc.property(Facts, (facts) => {
      const { logLines, unreadable, gaps } = facts;
      const listed = gaps.first.length === 0 || gaps.first.length + 1 <= logLines;
      const fits =
        unreadable.firstLines.length <= logLines && unreadable.count <= logLines && gaps.count < logLines && listed;
      assert.equal(logAgrees(facts), fits);
      assert.equal(
        isReadable(facts),
        BigInt(unreadable.count) * 100n <= BigInt(logLines) && unreadable.count < logLines,
      );
    }),
    RUNS,
  );
});
