// Planning a job: the step as agreed, on a machine of the member that does it, with a program that its permit names, at
// a time that is booked where one is named. A job that leaves its machine leaves the permit that binds it.

import { misfits } from '#contracts/capacity/match.ts';
import { bookTime, machineOf, releaseTime } from '#contracts/capacity/operations.ts';
import type { Slot } from '#contracts/capacity/records.ts';
import { permitOf } from '#contracts/designs/operations.ts';
import { itemOf } from '#contracts/items/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Job, Plan } from './records.ts';
import type { productionInterface } from './schema.ts';

/** Jobs of one item or permit that are looked at; cancelled ones stay. */
const JOBS_LOOKED_AT = 500;

type Ctx = Context<typeof productionInterface>;
type Step = Plan['steps'][number];
type Planned = Pick<Job, 'order' | 'item' | 'step' | 'machine' | 'program' | 'permit'>;
type Input = Planned & { readonly slot?: Slot };

/** Action `planJob`. Without a permit the program may still be the maker's own; that is looked at when it is built. */
export function planJob(ctx: Ctx, { slot, ...input }: Input) {
  const { order, item, step: name, machine, permit } = input;
  const plan = ctx.get('plan', order);
  if (plan?.state !== 'agreed') return ctx.refuse('plan_not_agreed', { order });
  const step = plan.steps.find((found) => found.name === name);
  if (step === undefined) return ctx.refuse('step_unknown', { step: name });
  const { buyer, seller } = plan;
  const { member: maker, decides = { member: buyer, role: 'quality' } } = step;
  if (ctx.caller.member !== maker) return ctx.refuse('step_foreign', { member: maker });
  if (ctx.call(itemOf, { id: item })?.order !== order) return ctx.refuse('item_foreign', { item });
  checkMachine(ctx, machine, step);
  if (hasJob(ctx, item, name)) return ctx.refuse('job_exists', { item, step: name });
  if (permit !== undefined) checkPermit(ctx, permit, input);
  const id = ctx.newId('job');
  const job: Job = { id, buyer, seller, maker, ...input, state: 'planned', queuedOn: machine, decides };
  ctx.put('job', id, withTime(ctx, job, slot));
  ctx.emit('jobPlanned', { job: id, item, machine });
}

/** Action `startJob`: the machine still does what the step asks for. */
export function startJob(ctx: Ctx, { job: id }: { readonly job: string }) {
  const job = knownJob(ctx, id);
  if (job.machine !== ctx.caller.actor) return ctx.refuse('not_job_machine', { machine: job.machine });
  if (job.state !== 'planned') return ctx.refuse('job_not_open', { state: job.state });
  const { formerPermit: permit } = job;
  if (permit !== undefined) return ctx.refuse('permit_needed', { permit });
  checkMachine(ctx, job.machine, stepOf(ctx, job));
  ctx.put('job', id, { ...job, state: 'running' });
  ctx.emit('jobStarted', { job: id });
}

/** Action `cancelJob`: before it is built, also where no machine does it. */
export function cancelJob(ctx: Ctx, { job: id }: { readonly job: string }) {
  const job = ownJob(ctx, id);
  ctx.put('job', id, ended(ctx, job, 'cancelled'));
  ctx.emit('jobCancelled', { job: id });
}

/** Action `attachPermit`: for a job that was moved, or planned before its machine had the permit. */
export function attachPermit(ctx: Ctx, { job: id, permit }: { readonly job: string; readonly permit: string }) {
  const { formerPermit: _, ...job } = ownJob(ctx, id);
  checkPermit(ctx, permit, job);
  ctx.put('job', id, { ...job, permit });
  ctx.emit('permitAttached', { job: id, permit });
}

/** The job with this id. */
function knownJob(ctx: Ctx, id: string): Job {
  return ctx.get('job', id) ?? ctx.refuse('job_unknown', { job: id });
}

/** The caller's job with this id, which is neither built nor cancelled. */
export function ownJob(ctx: Ctx, id: string): Job {
  const job = knownJob(ctx, id);
  if (job.maker !== ctx.caller.member) return ctx.refuse('step_foreign', { member: job.maker });
  if (job.queuedOn === undefined) return ctx.refuse('job_not_open', { state: job.state });
  return job;
}

/** The step of a job, as agreed. */
export function stepOf(ctx: Ctx, { order, step }: Pick<Job, 'order' | 'step'>): Step {
  const steps = ctx.get('plan', order)?.steps;
  return steps?.find(({ name }) => name === step) ?? ctx.refuse('step_unknown', { step });
}

/** Refuses a machine that is not the maker's, does not do the step, or is down. */
export function checkMachine(ctx: Ctx, id: string, { member, process, needs = {} }: Step) {
  const machine = ctx.call(machineOf, { id });
  if (machine === undefined) return ctx.refuse('machine_unknown', { machine: id });
  if (machine.member !== member) return ctx.refuse('machine_foreign', { member: machine.member });
  const [misfit] = misfits({ process, ...needs }, machine);
  if (misfit !== undefined) return ctx.refuse('machine_unfit', { why: misfit.code });
  if (machine.state !== 'ready') return ctx.refuse('machine_down', { machine: id, state: machine.state });
}

/** The job with its time booked, where there is one. */
export function withTime(ctx: Ctx, job: Job, slot: Slot | undefined): Job {
  if (slot === undefined) return job;
  const { id, machine, maker, buyer, seller, decides } = job;
  const parties = [...new Set([maker, buyer, seller, decides.member])];
  return { ...job, slot, booking: ctx.call(bookTime, { machine, ...slot, subject: id, parties }) };
}

/** The job without a booking: what was booked is released. */
export function withoutTime(ctx: Ctx, { booking, ...job }: Job): Job {
  if (booking !== undefined) ctx.call(releaseTime, { booking });
  return job;
}

/** The job out of its machine's queue, its time released. */
export function ended(ctx: Ctx, job: Job, state: Job['state']): Job {
  const { queuedOn: _, ...rest } = withoutTime(ctx, job);
  return { ...rest, state };
}

/**
 * The permit of a job on a machine: the one it has or had where that binds this machine, is open and no other job's;
 * otherwise that one is left, and the job needs another.
 */
export function permitOn(ctx: Ctx, job: Job, machine: string): Pick<Job, 'permit' | 'formerPermit'> {
  const id = job.permit ?? job.formerPermit;
  if (id === undefined) return {};
  const permit = ctx.call(permitOf, { id });
  const isOurs = permit?.machine === machine && permit.state === 'open' && userOf(ctx, id, job.id) === undefined;
  return isOurs ? { permit: id } : { formerPermit: id };
}

function checkPermit(ctx: Ctx, id: string, job: Planned & { readonly id?: string }) {
  const { item, machine, program } = job;
  const permit = ctx.call(permitOf, { id });
  if (permit === undefined) return ctx.refuse('permit_unknown', { permit: id });
  const { name, commitment } = permit.program;
  const isSame = permit.item === item && permit.machine === machine;
  if (!isSame || name !== program.name || commitment !== program.commitment) {
    return ctx.refuse('permit_other', { item: permit.item, machine: permit.machine, program: name });
  }
  if (permit.state !== 'open') return ctx.refuse('permit_not_open', { state: permit.state });
  const used = userOf(ctx, id, job.id);
  if (used !== undefined) return ctx.refuse('permit_taken', { job: used });
}

/** Another job under this permit. */
function userOf(ctx: Ctx, permit: string, own: string | undefined): string | undefined {
  const jobs = ctx.list('job', 'permit', permit, { limit: JOBS_LOOKED_AT });
  return jobs.find(([id, { state }]) => state !== 'cancelled' && id !== own)?.[0];
}

/** A cancelled job makes room for another, and so does one whose build was rejected. */
function hasJob(ctx: Ctx, item: string, step: string): boolean {
  const rejected = new Set(
    ctx
      .list('build', 'item', item, { limit: JOBS_LOOKED_AT })
      .flatMap(([, { job, state }]) => (state === 'rejected' ? [job] : [])),
  );
  return ctx
    .list('job', 'item', item, { limit: JOBS_LOOKED_AT })
    .some(([id, job]) => job.step === step && job.state !== 'cancelled' && !rejected.has(id));
}
