// A machine drops out, or is back: its open jobs are planned anew on the shop's qualified machines, each where it is
// finished first, never before the time it was planned for and before the order's needed-by date. What fits nowhere
// awaits a machine, and the engineer of the maker decides. Each change is a record that the order's parties see.
//
// A statement plans at most JOBS_AT_ONCE jobs, so that it keeps within its budget; `replanJobs` goes on.

import { firstPlace, machineOf, type Placing, reportOf, setMachineState } from '#contracts/capacity/operations.ts';
import type { Machine, Report, Slot } from '#contracts/capacity/records.ts';
import { licenceOf, permitOf } from '#contracts/designs/operations.ts';
import { orderOf } from '#contracts/procurement/operations.ts';
import type { Context } from '#core/contract.ts';
import { checkMachine, ownJob, permitOn, stepOf, withoutTime, withTime } from './plan-job.ts';
import type { Job, Replan } from './records.ts';
import type { productionInterface } from './schema.ts';

/** Jobs that one statement plans anew, and those of a queue that it looks at. */
const JOBS_AT_ONCE = 8;
const JOBS_LOOKED_AT = 100;

type Ctx = Context<typeof productionInterface>;
type Place = { readonly machine: string; readonly slot?: Slot };
type Cause = Pick<Replan, 'why' | 'stateReason' | 'reason'>;

/** Action `reportMachineState`. */
export function reportMachineState(ctx: Ctx, input: Pick<Report, 'machine' | 'state' | 'reason' | 'expectedReturnMs'>) {
  ctx.call(setMachineState, input);
  replanQueue(ctx, input.machine, '');
}

/** Action `replanJobs`. */
export function replanJobs(ctx: Ctx, input: { readonly machine: string; readonly after?: string }) {
  const { machine: id, after = '' } = input;
  const machine = ctx.call(machineOf, { id });
  if (machine === undefined) return ctx.refuse('machine_unknown', { machine: id });
  if (machine.member !== ctx.caller.member) return ctx.refuse('not_shop', { member: machine.member });
  replanQueue(ctx, id, after);
}

/** Action `moveJob`: the engineer's decision, also to another time on the same machine, or to none. */
export function moveJob(
  ctx: Ctx,
  input: { readonly job: string; readonly machine: string; readonly slot?: Slot; readonly reason: string },
) {
  const { job: id, machine, slot, reason } = input;
  const job = ownJob(ctx, id);
  checkMachine(ctx, machine, stepOf(ctx, job));
  const place = { machine, ...(slot === undefined ? {} : { slot }) };
  move(ctx, job, place, { cause: { why: 'decision', reason }, tried: [] });
}

function replanQueue(ctx: Ctx, id: string, after: string) {
  const machine = ctx.call(machineOf, { id });
  if (machine === undefined) return;
  const looked = ctx.list('job', 'queuedOn', id, { after, limit: JOBS_LOOKED_AT }).map(([, job]) => job);
  const needing = looked.filter((job) => needsPlace(job, machine, ctx.timeMs));
  const now = needing.slice(0, JOBS_AT_ONCE);
  const cause = causeOf(ctx, machine);
  let waiting = 0;
  for (const job of [...now].sort(earlier)) if (!replan(ctx, job, machine, cause)) waiting++;
  const last = needing.length > now.length ? now.at(-1) : looked[JOBS_LOOKED_AT - 1];
  const next = last === undefined ? {} : { next: last.id };
  ctx.emit('queueReplanned', { machine: id, placed: now.length - waiting, waiting, ...next });
}

/** A planned job whose time begins after its machine is expected back stays where it is, until the machine is late. */
function needsPlace({ state, slot }: Job, machine: Machine, nowMs: number): boolean {
  if (state === 'awaitsMachine') return true;
  if (machine.state === 'ready') return false;
  const { expectedReturnMs: backMs } = machine;
  const stays = slot !== undefined && backMs !== undefined && nowMs < backMs && backMs <= slot.fromMs;
  return state === 'running' || !stays;
}

/** Plans one job anew. @returns whether a machine does it */
function replan(ctx: Ctx, job: Job, machine: Machine, cause: Cause): boolean {
  const { place, tried } = placeFor(ctx, job, machine);
  if (place !== undefined) {
    move(ctx, job, place, { cause, tried });
    return true;
  }
  if (job.state === 'awaitsMachine') return false;
  ctx.put('job', job.id, { ...withoutTime(ctx, job), state: 'awaitsMachine' });
  putReplan(ctx, job, { cause, tried, placeDecides: { member: job.maker, role: 'engineer' } });
  ctx.emit('jobAwaitsMachine', { job: job.id });
  return false;
}

function placeFor(ctx: Ctx, job: Job, machine: Machine): { readonly place?: Place; readonly tried: Placing['tried'] } {
  const { slot, order } = job;
  // Without a planned time nobody knows how long it takes: only its own machine does it without being asked.
  if (slot === undefined)
    return machine.state === 'ready' ? { place: { machine: machine.id }, tried: [] } : { tried: [] };
  const needed = ctx.call(orderOf, { id: order });
  if (needed === undefined) return { tried: [] };
  const { member, process, needs = {} } = stepOf(ctx, job);
  const only = licensedFor(ctx, job);
  return ctx.call(firstPlace, {
    member,
    needs: { process, ...needs },
    lengthMs: slot.untilMs - slot.fromMs,
    fromMs: Math.max(slot.fromMs, ctx.timeMs),
    beforeMs: needed.neededByMs,
    ...(only === undefined ? {} : { only }),
  });
}

/** The machines that may run the program at all, where it has a permit. */
function licensedFor(ctx: Ctx, { permit, formerPermit }: Job): readonly string[] | undefined {
  const id = permit ?? formerPermit;
  if (id === undefined) return undefined;
  return ctx.call(licenceOf, { id: ctx.call(permitOf, { id })?.licence ?? '' })?.machines;
}

type Details = {
  readonly cause: Cause;
  readonly tried: Placing['tried'];
  readonly placeDecides?: NonNullable<Replan['placeDecides']>;
};

function move(ctx: Ctx, job: Job, { machine, slot }: Place, details: Details): void {
  const { permit: _, formerPermit: __, slot: ___, ...freed } = withoutTime(ctx, job);
  const permits = permitOn(ctx, job, machine);
  const moved: Job = { ...freed, ...permits, machine, queuedOn: machine, state: 'planned' };
  ctx.put('job', job.id, withTime(ctx, moved, slot));
  const to = { machine, ...(slot === undefined ? {} : { slot }) };
  const { formerPermit: permitLeft } = permits;
  putReplan(ctx, job, { ...details, to, ...(permitLeft === undefined ? {} : { permitLeft }) });
  ctx.emit('jobMoved', { job: job.id });
}

function putReplan(ctx: Ctx, job: Job, { cause, tried, ...rest }: Details & Pick<Replan, 'to' | 'permitLeft'>): void {
  const { id: jobId, order, buyer, seller, maker, decides, item, step, machine, slot } = job;
  const id = ctx.newId('replan');
  ctx.put('replan', id, {
    ...{ id, order, buyer, seller, maker, decides, job: jobId, item, step },
    ...cause,
    from: { machine, ...(slot === undefined ? {} : { slot }) },
    ...rest,
    tried: [...tried],
    by: ctx.caller.actor,
    atMs: ctx.timeMs,
  });
}

function causeOf(ctx: Ctx, { state, report }: Machine): Cause {
  const reason = report === undefined ? undefined : ctx.call(reportOf, { id: report })?.reason;
  const why = state === 'ready' ? 'machineBack' : 'machineDown';
  return { why, ...(reason === undefined ? {} : { stateReason: reason }) };
}

/** Whose time comes first is placed first. */
function earlier(a: Job, b: Job): number {
  const at = ({ slot }: Job): number => slot?.fromMs ?? Number.MAX_SAFE_INTEGER;
  return at(a) - at(b) || (a.id < b.id ? -1 : 1);
}
