// How units are made. The seller proposes a bill of process, the buyer agrees. For each unit and step a job names the
// machine, the program and the permit to run it; the machine itself signs what it built, with the root of its log. A
// log that does not name exactly the permitted program, or a program without a licence, proves nothing: a person decides.
//
//   plan:   proposed ──agreePlan──▶ agreed
//   job:    planned ──startJob──▶ running ──recordBuild──▶ done | awaitsDecision ──decideBuild──▶ decided
//              └──────────┴─────┬──cancelJob──▶ cancelled
//     its machine goes down ────┴─▶ planned on another, or awaitsMachine ──moveJob, or a machine is back──▶ planned
//   build:  proven, or awaitsDecision ──decideBuild──▶ accepted | rejected
//
// Invariants: at most one build per permit and per job; a licence's royalties are its builds times its rate; a build
// that awaits a decision never becomes proven, and its item stays planned until the decision; the time of an open job is
// booked on its own machine, and a job that awaits a machine holds none.

import { isMember } from '#contracts/membership/operations.ts';
import { orderOf } from '#contracts/procurement/operations.ts';
import { defineContract } from '#core/contract.ts';
import { recordBuild } from './build.ts';
import { declareMade, declareMadeIfHeld } from './made.ts';
import { attachPermit, cancelJob, planJob, startJob } from './plan-job.ts';
import { moveJob, replanJobs, reportMachineState } from './replan.ts';
import { productionInterface } from './schema.ts';

type Parties = {
  readonly buyer: string;
  readonly seller: string;
  readonly maker: string;
  readonly decides: { readonly member: string };
};

/** The production contract. */
export const production = defineContract(productionInterface, {
  visibleTo: {
    plan: ({ buyer, seller, steps }) => [
      ...new Set([buyer, seller, ...steps.flatMap(({ member, decides }) => [member, decides?.member ?? member])]),
    ],
    job: readers,
    replan: readers,
    build: readers,
    decision: readers,
  },
  actions: {
    proposePlan: {
      run(ctx, { order: id, steps }) {
        const order = ctx.call(orderOf, { id });
        if (order === undefined) return ctx.refuse('order_unknown', { order: id });
        const { buyer, seller } = order;
        if (ctx.caller.member !== seller) return ctx.refuse('not_seller', { seller });
        if (ctx.get('plan', id)?.state === 'agreed') return ctx.refuse('plan_agreed', { order: id });
        const names = new Set<string>();
        for (const { name, evidence, member, decides } of steps) {
          if (names.has(name)) return ctx.refuse('step_repeated', { step: name });
          names.add(name);
          if (evidence.length === 0 && decides === undefined) return ctx.refuse('step_needs_decision', { step: name });
          for (const who of [member, decides?.member ?? member]) {
            if (!ctx.call(isMember, { member: who })) return ctx.refuse('member_unknown', { step: name, member: who });
          }
        }
        ctx.put('plan', id, { id, order: id, buyer, seller, state: 'proposed', steps });
        ctx.emit('planProposed', { order: id, steps: steps.length });
      },
    },
    agreePlan: {
      run(ctx, { order }) {
        const plan = ctx.get('plan', order);
        if (plan === undefined) return ctx.refuse('plan_unknown', { order });
        if (ctx.caller.member !== plan.buyer) return ctx.refuse('not_buyer', { buyer: plan.buyer });
        if (plan.state === 'agreed') return ctx.refuse('plan_agreed', { order });
        ctx.put('plan', order, { ...plan, state: 'agreed' });
        ctx.emit('planAgreed', { order });
      },
    },
    planJob: { run: planJob },
    startJob: {
      free: 'to start binds nobody; the permit was asked for before, and the build is signed after',
      run: startJob,
    },
    cancelJob: { run: cancelJob },
    attachPermit: { run: attachPermit },
    moveJob: { run: moveJob },
    reportMachineState: {
      free: 'how a machine is binds nobody, and where its work goes follows from the hours that its shop published',
      run: reportMachineState,
    },
    replanJobs: {
      free: 'where the work goes follows from the hours that the shop published',
      run: replanJobs,
    },
    recordBuild: {
      commits: () => ({ what: 'production.recordBuild', unit: 'build', amount: 1 }),
      run: recordBuild,
    },
    decideBuild: {
      run(ctx, { build: id, verdict, reason }) {
        const build = ctx.get('build', id);
        if (build === undefined) return ctx.refuse('build_unknown', { build: id });
        const { member, role, actor: by } = ctx.caller;
        const { decides, job, item, order, buyer, seller, maker } = build;
        if (decides.member !== member || decides.role !== role) return ctx.refuse('not_decider', decides);
        if (build.state !== 'awaitsDecision') return ctx.refuse('not_awaiting', { state: build.state });
        const decision = ctx.newId('decision');
        const about = { order, buyer, seller, maker, decides, build: id, item };
        ctx.put('decision', decision, { id: decision, ...about, verdict, reason, by, atMs: ctx.timeMs });
        ctx.put('build', id, { ...build, state: verdict === 'accept' ? 'accepted' : 'rejected', decision });
        const planned = ctx.get('job', job);
        if (planned !== undefined) ctx.put('job', job, { ...planned, state: 'decided' });
        ctx.emit('buildDecided', { build: id, item, decision, verdict });
        declareMadeIfHeld(ctx, order, item);
      },
    },
    declareMade: {
      free: 'the custodian’s machine says what the builds show, and nothing else',
      run: (ctx, { item }) => declareMade(ctx, item),
    },
  },
});

function readers({ buyer, seller, maker, decides }: Parties): readonly string[] {
  return [...new Set([buyer, seller, maker, decides.member])];
}
