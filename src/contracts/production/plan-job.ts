// Planning a job: the step as agreed, on a machine of the member that does it, with a program that its permit names.

import { permitOf } from '#contracts/designs/operations.ts';
import { itemOf } from '#contracts/items/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Job } from './records.ts';
import type { productionInterface } from './schema.ts';

/** Jobs of one item or permit that are looked at; cancelled ones stay. */
const JOBS_LOOKED_AT = 500;

type Ctx = Context<typeof productionInterface>;
type Input = Pick<Job, 'order' | 'item' | 'step' | 'machine' | 'program' | 'permit'>;

/** Action `planJob`. Without a permit the program may still be the maker's own; that is looked at when it is built. */
export function planJob(ctx: Ctx, input: Input) {
  const { order, item, step: name, machine, permit } = input;
  const plan = ctx.get('plan', order);
  if (plan?.state !== 'agreed') return ctx.refuse('plan_not_agreed', { order });
  const step = plan.steps.find((found) => found.name === name);
  if (step === undefined) return ctx.refuse('step_unknown', { step: name });
  const { buyer, seller } = plan;
  const { member: maker, process, decides = { member: buyer, role: 'quality' } } = step;
  if (ctx.caller.member !== maker) return ctx.refuse('step_foreign', { member: maker });
  if (ctx.call(itemOf, { id: item })?.order !== order) return ctx.refuse('item_foreign', { item });
  const registered = ctx.get('machine', machine);
  if (registered === undefined) return ctx.refuse('machine_unknown', { machine });
  if (registered.member !== maker) return ctx.refuse('machine_foreign', { member: registered.member });
  if (registered.process !== process) return ctx.refuse('process_differs', { process, machine: registered.process });
  if (hasJob(ctx, item, name)) return ctx.refuse('job_exists', { item, step: name });
  if (permit !== undefined) checkPermit(ctx, permit, input);
  const id = ctx.newId('job');
  ctx.put('job', id, { id, buyer, seller, maker, ...input, state: 'planned', decides });
  ctx.emit('jobPlanned', { job: id, item, machine });
}

function checkPermit(ctx: Ctx, id: string, { item, machine, program }: Input) {
  const permit = ctx.call(permitOf, { id });
  if (permit === undefined) return ctx.refuse('permit_unknown', { permit: id });
  const { name, commitment } = permit.program;
  const isSame = permit.item === item && permit.machine === machine;
  if (!isSame || name !== program.name || commitment !== program.commitment) {
    return ctx.refuse('permit_other', { item: permit.item, machine: permit.machine, program: name });
  }
  if (permit.state !== 'open') return ctx.refuse('permit_not_open', { state: permit.state });
  const used = ctx.list('job', 'permit', id, { limit: JOBS_LOOKED_AT }).find(([, job]) => job.state !== 'cancelled');
  if (used !== undefined) return ctx.refuse('permit_taken', { job: used[0] });
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
