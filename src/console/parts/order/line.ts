// The way of an order as a line of stations: what was ordered, each step of its bill of process, judgement, delivery,
// acceptance, end. How far each is follows from the records of production, inspection and shipping; a station says whom
// it waits for. Nothing here is more than those records say.

import { lineTexts } from '../../texts/orders.ts';
import type { Build, Job, Order, OrderFacts, PlanStep, Progress } from './facts.ts';

/** Whose turn it is. */
export type Turn = {
  readonly member: string;
  readonly role: string | undefined;
  readonly sentence: string;
  /** The record to look at, with its kind `contract/record`. */
  readonly at?: { readonly kind: string; readonly id: string };
};
/** How many of an order's units are where at a station. */
export type Tally = {
  readonly done: number;
  readonly of: number;
  readonly running: number;
  readonly deciding: number;
  readonly failed: number;
};
/** `untold`: the ledger keeps no record by which it could be counted, or the reader may not see it. */
export type StationState = 'done' | 'part' | 'running' | 'decide' | 'ahead' | 'untold' | 'stopped';
/** One station. */
export type Station = {
  readonly key: string;
  readonly name: string;
  /** The member that does it. */
  readonly by: string;
  readonly role: string | undefined;
  /** Which evidence it asks for, in words. */
  readonly asks: readonly string[];
  readonly decides: { readonly member: string; readonly role: string } | undefined;
  readonly tally: Tally | undefined;
  readonly state: StationState;
  readonly turn: Turn | undefined;
};
/** The line; `waits` is the place of the station that everything waits for. */
export type Line = { readonly stations: readonly Station[]; readonly waits: number | undefined };

const ENDED = ['declined', 'cancelled', 'withdrawn', 'closed'];
const NONE = { running: 0, deciding: 0, failed: 0 } as const;

/** The stations of an order. */
export function lineOf(facts: OrderFacts): Line {
  const { order, progress } = facts;
  // What came to nothing goes no further.
  if (ENDED.includes(order.state) && order.state !== 'closed') return { stations: [ordered(facts)], waits: undefined };
  const isPlanned = facts.plan !== undefined || (isBinding(order.state) && progress !== undefined);
  const head = [ordered(facts), ...(isPlanned ? [planned(facts)] : [])];
  const steps = facts.plan?.steps.map((step) => stepStation(facts, step)) ?? withoutPlan(facts);
  const tail = progress === undefined ? [] : [...judged(facts), delivered(facts), accepted(facts)];
  const stations = [...head, ...steps, ...tail, closed(facts)].map((station) =>
    ENDED.includes(order.state) ? { ...station, turn: undefined } : station,
  );
  return { stations, waits: waitsAt(stations, order.state) };
}

/** The line as far as an order and its counts alone say it, for lists. */
export function shortLineOf(order: Order, progress: Progress | undefined): readonly Station[] {
  const none = { items: [], jobs: [], builds: [], results: [], reviews: [], shipments: [] };
  const { stations } = lineOf({ ...none, order, progress, units: undefined, plan: undefined });
  return stations.filter(({ key }) => key !== 'planned');
}

/** A line in words: `made 4 of 4, accepted 3 of 4`. */
export function spoken(stations: readonly Station[], words: { readonly [state in StationState]: string }): string {
  return stations
    .map(({ name, tally, state }) =>
      tally === undefined ? `${name}: ${words[state]}` : `${name} ${lineTexts.count(tally.done, tally.of)}`,
    )
    .join(', ');
}

/** A person's decision goes before all else; then the first station that is not done. */
function waitsAt(stations: readonly Station[], state: string): number | undefined {
  if (state === 'closing') return stations.length - 1;
  const found = [
    stations.findIndex(({ state: own, turn }) => own === 'decide' && turn !== undefined),
    stations.findIndex(({ state: own, turn }) => own !== 'done' && turn !== undefined),
  ].find((at) => at >= 0);
  return found;
}

function isBinding(state: string): boolean {
  return state === 'accepted' || state === 'closing' || state === 'closed';
}

function ordered({ order: { id, buyer, seller, state } }: OrderFacts): Station {
  const at = { kind: 'procurement/order', id };
  const turns: { readonly [state: string]: Turn } = {
    awaitsSecond: { member: buyer, role: undefined, sentence: lineTexts.confirms, at },
    placed: { member: seller, role: 'sales', sentence: lineTexts.answers, at },
  };
  const turn = turns[state];
  const isStopped = ENDED.includes(state) && state !== 'closed';
  return station('ordered', lineTexts.ordered, seller, {
    state: turn !== undefined ? 'decide' : isStopped ? 'stopped' : 'done',
    turn,
  });
}

/** The bill of process itself, and the numbers of the units: nothing is built without them. */
function planned({ order, plan, units }: OrderFacts): Station {
  const { id, buyer, seller, quantity } = order;
  const of = quantity + (units?.remade ?? 0);
  const isNumbered = units === undefined || units.planned >= of;
  const base = { role: 'engineer', decides: undefined };
  if (plan?.state === 'agreed') {
    const sentence = lineTexts.numbers(of - (units?.planned ?? 0));
    const turn = isNumbered ? undefined : { member: seller, role: 'sales', sentence };
    return station('planned', lineTexts.planned, seller, { ...base, state: isNumbered ? 'done' : 'part', turn });
  }
  const turn =
    plan === undefined
      ? { member: seller, role: 'engineer', sentence: lineTexts.proposes }
      : { member: buyer, role: 'engineer', sentence: lineTexts.agrees, at: { kind: 'production/plan', id } };
  return station('planned', lineTexts.planned, seller, {
    ...base,
    state: plan === undefined ? 'ahead' : 'decide',
    turn,
  });
}

/** A step of the bill of process. */
function stepStation(facts: OrderFacts, step: PlanStep): Station {
  const { name, member, doneBy, evidence, decides } = step;
  const base = { role: doneBy, decides, asks: evidence.map((kind) => lineTexts.evidence[kind]) };
  const key = `step ${name}`;
  if (evidence.includes('machineLog')) return station(key, name, member, { ...base, ...machined(facts, step) });
  if (evidence.includes('qifResults')) {
    const measured = new Set(facts.results.filter(({ laboratory }) => laboratory === member).map(({ item }) => item));
    const tally = { ...NONE, done: measured.size, of: totalOf(facts) };
    const turn = { member, role: doneBy, sentence: lineTexts.measures(tally.of - tally.done) };
    return station(key, name, member, { ...base, tally, turn });
  }
  return station(key, name, member, { ...base, state: 'untold', turn: undefined });
}

function machined(facts: OrderFacts, { name, member, decides }: PlanStep): Pick<Station, 'tally' | 'turn'> {
  const jobs = facts.jobs.filter(({ step, state }) => step === name && state !== 'cancelled');
  const latest = new Map<string, Build>();
  for (const build of facts.builds) {
    const known = latest.get(build.item);
    if (build.step === name && (known === undefined || known.atMs < build.atMs)) latest.set(build.item, build);
  }
  const builds = [...latest.values()];
  const running = jobs.filter(({ state }) => state === 'running');
  const stuck = jobs.filter(({ state }) => state === 'awaitsMachine');
  const undecided = builds.filter(({ state }) => state === 'awaitsDecision');
  const tally = {
    done: builds.filter(({ state }) => state === 'proven' || state === 'accepted').length,
    of: totalOf(facts),
    running: running.length,
    deciding: undecided.length + stuck.length,
    failed: builds.filter(({ state }) => state === 'rejected').length,
  };
  const [build, job, runs] = [undecided[0], stuck[0], running[0]];
  if (build !== undefined) {
    const at = { kind: 'production/build', id: build.id };
    return { tally, turn: { ...build.decides, sentence: lineTexts.decidesBuild(undecided.length), at } };
  }
  if (job !== undefined) {
    const at = { kind: 'production/job', id: job.id };
    return { tally, turn: { ...(decides ?? job.decides), sentence: lineTexts.noMachine(stuck.length), at } };
  }
  return { tally, turn: { member, ...machineTurn(jobs, runs, tally.of - tally.done) } };
}

function machineTurn(jobs: readonly Job[], runs: Job | undefined, left: number): Omit<Turn, 'member'> {
  if (runs !== undefined) {
    return { role: 'machine', sentence: lineTexts.runs(runs.machine), at: { kind: 'production/job', id: runs.id } };
  }
  const waiting = jobs.find(({ state }) => state === 'planned');
  if (waiting === undefined) return { role: 'engineer', sentence: lineTexts.plansJobs(left) };
  return { role: 'machine', sentence: lineTexts.starts, at: { kind: 'production/job', id: waiting.id } };
}

/** Without a bill of process the order's own counts say how far it is. */
function withoutPlan({ order: { seller, state, quantity }, progress }: OrderFacts): readonly Station[] {
  if (progress === undefined || !isBinding(state)) return [];
  const counts = [
    ['made', lineTexts.made, progress.built],
    ['inspected', lineTexts.inspected, progress.inspected],
  ] as const;
  return counts.map(([key, name, done]) =>
    station(key, name, seller, { tally: { ...NONE, done, of: quantity }, turn: undefined }),
  );
}

/** What the laboratories' results come to. */
function judged(facts: OrderFacts): readonly Station[] {
  const { plan, reviews, order, results } = facts;
  const isAsked = plan?.steps.some(({ evidence }) => evidence.includes('qifResults')) === true;
  if (!isAsked && reviews.length === 0) return [];
  const undecided = reviews.filter(({ state }) => state === 'awaitsDecision');
  const failed = reviews.filter(({ state }) => state === 'rejected').length;
  const tally = { ...NONE, done: reviews.length - undecided.length - failed, of: totalOf(facts) };
  const [first] = undecided;
  const by = first?.decides?.member ?? order.buyer;
  const turn: Turn =
    first === undefined
      ? { member: order.seller, role: 'quality', sentence: lineTexts.compares(tally.of - reviews.length) }
      : {
          ...{ member: by, role: first.decides?.role ?? 'quality', sentence: lineTexts.decidesUnits(undecided.length) },
          at: { kind: 'inspection/review', id: first.id },
        };
  const isDue = first !== undefined || results.length > 0;
  const decides = first?.decides;
  return [
    station('judged', lineTexts.judged, by, {
      ...{ role: 'quality', decides, tally: { ...tally, failed, deciding: undecided.length } },
      turn: isDue ? turn : undefined,
    }),
  ];
}

function delivered(facts: OrderFacts): Station {
  const { order, progress, shipments } = facts;
  const { seller } = order;
  const under = shipments.filter(({ state }) => state === 'underway' || state === 'packed');
  const running = under.reduce((sum, { quantity }) => sum + quantity, 0);
  const tally = { ...NONE, done: progress?.delivered ?? 0, of: deliverable(facts), running };
  const [first] = under;
  if (first === undefined) {
    const turn = { member: seller, role: 'logistics', sentence: lineTexts.packs(tally.of - tally.done) };
    return station('delivered', lineTexts.delivered, seller, { role: 'logistics', tally, turn });
  }
  const holder = first.route[first.at] ?? seller;
  const next = first.route[first.at + 1] ?? order.buyer;
  const at = { kind: 'shipping/shipment', id: first.id };
  const turn =
    first.offered.length > 0
      ? { member: next, role: 'logistics', sentence: lineTexts.takes(holder), at }
      : { member: holder, role: 'logistics', sentence: lineTexts.handsOn(next), at };
  return station('delivered', lineTexts.delivered, holder, { role: 'logistics', tally, turn });
}

function accepted(facts: OrderFacts): Station {
  const { order, progress, shipments } = facts;
  const tally = { ...NONE, done: progress?.accepted ?? 0, of: deliverable(facts) };
  const waiting = (progress?.delivered ?? 0) - tally.done;
  const received = shipments.find(({ state }) => state === 'received');
  const at = received === undefined ? {} : { at: { kind: 'shipping/shipment', id: received.id } };
  const turn = { member: order.buyer, role: 'quality', sentence: lineTexts.accepts(waiting), ...at };
  return station('accepted', lineTexts.accepted, order.buyer, {
    ...{ role: 'quality', tally: { ...tally, deciding: Math.max(0, waiting) } },
    turn: waiting > 0 ? turn : undefined,
  });
}

function closed(facts: OrderFacts): Station {
  const { id, buyer, seller, state, closing } = facts.order;
  const at = { kind: 'procurement/order', id };
  if (state === 'closed') return station('closed', lineTexts.closed, buyer, { state: 'done' });
  if (state === 'closing' && closing !== undefined) {
    const member = closing.by === buyer ? seller : buyer;
    const turn = { member, role: undefined, sentence: lineTexts.agreesClosing(closing.by), at };
    return station('closed', lineTexts.closed, member, { state: 'decide', turn });
  }
  const isAll = facts.progress !== undefined && facts.progress.accepted >= deliverable(facts);
  const turn = { member: buyer, role: 'buyer', sentence: lineTexts.closes, at };
  return station('closed', lineTexts.closed, buyer, {
    state: 'ahead',
    turn: isBinding(state) && isAll ? turn : undefined,
  });
}

/** Units that there are to be: those ordered, and those that replace rejected ones. */
function totalOf({ order, units }: OrderFacts): number {
  return order.quantity + (units?.remade ?? 0);
}

/** Units that can come: without those that were rejected and not replaced. */
function deliverable({ order, units, reviews }: OrderFacts): number {
  const rejected = reviews.filter(({ state }) => state === 'rejected').length;
  return order.quantity - Math.max(0, rejected - (units?.remade ?? 0));
}

type Rest = Partial<Omit<Station, 'key' | 'name' | 'by'>>;

function station(key: string, name: string, by: string, rest: Rest): Station {
  const { role, asks = [], decides, tally, turn, state = stateOf(tally) } = rest;
  // Where all is done nobody's turn it is.
  return { key, name, by, role, asks, decides, tally, state, turn: state === 'done' ? undefined : turn };
}

function stateOf(tally: Tally | undefined): StationState {
  if (tally === undefined) return 'untold';
  if (tally.deciding > 0) return 'decide';
  if (tally.done + tally.failed >= tally.of) return 'done';
  if (tally.running > 0) return 'running';
  return tally.done + tally.failed > 0 ? 'part' : 'ahead';
}
