// What a machine signs when a unit is built: its permit becomes a build with its royalty, the material goes into the
// item, and the log either proves the build or leaves it to a person.

import { completePermit, licenceOf, permitOf, versionOf } from '#contracts/designs/operations.ts';
import { consume, itemOf } from '#contracts/items/operations.ts';
import { orderOf } from '#contracts/procurement/operations.ts';
import type { Context } from '#core/contract.ts';
import { declareMadeIfHeld } from './made.ts';
import { ended } from './plan-job.ts';
import type { Build, Job, LogFacts } from './records.ts';
import { findingsOf, isProven, isReadable, logAgrees, programVerdict, type Right, timesFit } from './rules.ts';
import type { productionInterface } from './schema.ts';

type Ctx = Context<typeof productionInterface>;

/** Action `recordBuild`. */
export function recordBuild(ctx: Ctx, { job: jobId, ...facts }: LogFacts & { readonly job: string }) {
  const job = ctx.get('job', jobId);
  if (job === undefined) return ctx.refuse('job_unknown', { job: jobId });
  if (job.machine !== ctx.caller.actor) return ctx.refuse('not_job_machine', { machine: job.machine });
  if (job.state !== 'planned' && job.state !== 'running') return ctx.refuse('job_not_open', { state: job.state });
  const item = ctx.call(itemOf, { id: job.item });
  if (item?.custodian !== ctx.caller.member) return ctx.refuse('item_not_held', { item: job.item });
  if (!timesFit(facts, ctx.timeMs))
    return ctx.refuse('times_wrong', { startedMs: facts.startedMs, endedMs: facts.endedMs });
  if (!logAgrees(facts)) return ctx.refuse('log_contradicts', { logLines: facts.logLines });
  if (!isReadable(facts))
    return ctx.refuse('log_unreadable', { logLines: facts.logLines, unreadable: facts.unreadable.count });

  const findings = findingsOf(facts, job.program.name, rightOf(ctx, job));
  const isDone = isProven(findings);
  const id = ctx.newId('build');
  const { order, buyer, seller, maker, step, machine, program, permit, decides } = job;
  const build: Build = {
    id,
    order,
    buyer,
    seller,
    maker,
    job: jobId,
    step,
    item: job.item,
    machine,
    ...(permit === undefined ? {} : { permit }),
    program,
    ...facts,
    programVerdict: programVerdict(facts.loggedNames, program.name),
    findings,
    ...royaltyOf(ctx, permit),
    state: isDone ? 'proven' : 'awaitsDecision',
    decides,
    atMs: ctx.timeMs,
  };
  ctx.put('build', id, build);
  ctx.put('job', jobId, ended(ctx, job, isDone ? 'done' : 'awaitsDecision'));
  for (const { lot, quantity } of facts.materials) ctx.call(consume, { lot, into: job.item, quantity });
  const { programVerdict: verdict, royaltyCents } = build;
  ctx.emit('buildRecorded', {
    build: id,
    item: job.item,
    state: build.state,
    programVerdict: verdict,
    findings,
    royaltyCents,
  });
  declareMadeIfHeld(ctx, order, job.item);
}

/** By what right the program ran: a permit, or the design that the order names and the maker owns. */
function rightOf(ctx: Ctx, { permit, order, maker }: Job): Right {
  const version = ctx.call(orderOf, { id: order })?.designVersion;
  if (permit !== undefined) {
    const licence = ctx.call(licenceOf, { id: ctx.call(permitOf, { id: permit })?.licence ?? '' });
    return version === undefined || version === licence?.version ? 'permit' : 'permitOfAnotherVersion';
  }
  return version !== undefined && ctx.call(versionOf, { id: version })?.owner === maker ? 'ownDesign' : 'none';
}

function royaltyOf(ctx: Ctx, permit: string | undefined): Pick<Build, 'royaltyCents' | 'licence' | 'unit'> {
  return permit === undefined ? { royaltyCents: 0 } : ctx.call(completePermit, { permit });
}
