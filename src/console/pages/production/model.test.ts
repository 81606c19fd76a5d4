import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Build, Job, Machine } from '#sdk/index.ts';
import { firstLook, lanesOf, pausesOf, type Shop } from './model.ts';

const START = Date.UTC(2025, 9, 6, 8);
const MINUTE = 60_000;
const PARTIES = { order: 'order-1', buyer: 'northwind', seller: 'harbour', maker: 'harbour' };
const COMMON = {
  ...{ ...PARTIES, step: 'milling', machine: 'harbour/machine', item: 'item-1' },
  program: { name: 'PLATE-1.NC', commitment: 'c' },
  decides: { member: 'northwind', role: 'quality' as const },
};

function job(id: string, state: Job['state'], more: Partial<Job> = {}): Job {
  return { ...COMMON, id, state, ...more };
}

/** The second unit of the sample order: six minutes stand still before line 65 of 105. */
function build(of: string, startedMs = START, more: Partial<Build> = {}): Build {
  return {
    ...{ ...COMMON, id: `build-${of}`, job: of, loggedNames: ['PLATE-1.NC'], logRoot: 'r', logLines: 105, holds: 1 },
    unreadable: { count: 0, firstLines: [] },
    gaps: { limitMs: MINUTE, count: 1, first: [{ line: 65, lengthMs: 372_000 }] },
    partCounts: { first: 43, last: 43, repeats: 0, skips: 0 },
    ...{ startedMs, endedMs: startedMs + 10 * MINUTE, materials: [], programVerdict: 'matches', atMs: 1 },
    ...{ findings: ['gaps', 'holds'], royaltyCents: 950, unit: 'EUR', state: 'proven' },
    ...more,
  };
}

function machine(id: string, more: Partial<Machine> = {}): Machine {
  const [member = ''] = id.split('/');
  return { id, member, process: 'separating', name: id, materials: [], state: 'ready', sinceMs: 1, ...more };
}

const EMPTY: Shop = {
  ...{ machines: [], calendars: [], jobs: [], builds: [] },
  ...{ booked: new Map(), started: new Map() },
};

test('a built job has the times of its log, a planned one those of its plan, a running one goes on until now', () => {
  const slot = { fromMs: START, untilMs: START + MINUTE };
  const shop: Shop = {
    ...EMPTY,
    jobs: [
      job('a', 'done'),
      job('b', 'planned', { slot }),
      job('c', 'running'),
      job('d', 'planned'),
      job('e', 'cancelled'),
    ],
    builds: [build('a')],
    started: new Map([['c', START - MINUTE]]),
  };
  const [lane] = lanesOf(shop, START + 5 * MINUTE);
  assert.deepEqual(
    lane?.bars.map((bar) => [bar.job, bar.by, (bar.fromMs - START) / MINUTE, (bar.toMs - START) / MINUTE]),
    [
      ['c', 'running', -1, 5],
      ['a', 'log', 0, 10],
      ['b', 'plan', 0, 1],
    ],
  );
  assert.deepEqual(
    lane?.untimed.map(({ id }) => id),
    ['d'],
  );
  assert.equal(lane?.rows, 3);
});

test('a pause has the length of the log, a place by its line, and stays within its build', () => {
  const [pause] = pausesOf(build('a'));
  assert.ok(pause !== undefined);
  assert.equal(pause.toMs - pause.fromMs, 372_000);
  assert.ok(pause.fromMs > START && pause.toMs < START + 10 * MINUTE);
  const gaps = { limitMs: 1, count: 1, first: [{ line: 105, lengthMs: Number.MAX_SAFE_INTEGER }] };
  const [long] = pausesOf(build('a', START, { gaps }));
  assert.deepEqual([long?.fromMs, long?.toMs], [START, START + 10 * MINUTE]);
});

test('machines with work stand first, one that is down until nobody knows is down beyond now', () => {
  const down = machine('alpen/machine', { state: 'down', sinceMs: START });
  const lanes = lanesOf({ ...EMPTY, machines: [down, machine('harbour/machine')], jobs: [job('d', 'planned')] }, START);
  assert.deepEqual(
    lanes.map((lane) => lane.machine),
    ['harbour/machine', 'alpen/machine'],
  );
  assert.ok((lanes[1]?.down?.toMs ?? 0) > START);
});

test('the first look is at the last stretch of work, not at what lies months before it', () => {
  const old = START - 90 * 86_400_000;
  const shop = { ...EMPTY, jobs: [job('a', 'done'), job('b', 'done')], builds: [build('a'), build('b', old)] };
  assert.deepEqual(
    firstLook(lanesOf(shop, START)).map(({ fromMs }) => fromMs),
    [START],
  );
});
