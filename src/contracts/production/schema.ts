// Production as clients see it: the bill of process of an order, machines, jobs, the builds that machines sign, and the
// decisions on builds that prove nothing by themselves.

import { Process } from '#contracts/shared/process.ts';
import { defineInterface, record } from '#core/contract.ts';
import { ActorId, Hash, object, oneOf, RecordId, Type, text } from '#core/schema.ts';
import { Build, BuildFacts, Decision, Job, Machine, Plan, Program } from './records.ts';

const input = {
  proposePlan: object({ order: RecordId, steps: Plan.properties.steps }),
  agreePlan: object({ order: RecordId }),
  registerMachine: object({
    actor: ActorId,
    process: Process,
    name: text(100),
    serial: Type.Optional(text(60)),
  }),
  planJob: object({
    order: RecordId,
    item: RecordId,
    step: text(60),
    machine: ActorId,
    program: Program,
    permit: Type.Optional(RecordId),
  }),
  jobId: object({ job: RecordId }),
  recordBuild: object({ job: RecordId, ...BuildFacts }),
  decideBuild: object({ build: RecordId, verdict: oneOf('accept', 'reject'), reason: Hash }),
  declareMade: object({ item: RecordId }),
};

/** The interface of the production contract. */
export const productionInterface = defineInterface({
  name: 'production',
  version: 1,
  records: {
    plan: record(Plan, { index: ['buyer', 'seller', 'state'] }),
    machine: record(Machine, { index: ['member', 'process'] }),
    job: record(Job, { index: ['order', 'item', 'machine', 'permit', 'state'] }),
    build: record(Build, { index: ['order', 'item', 'job', 'permit', 'machine', 'state'] }),
    decision: record(Decision, { index: ['build', 'order'] }),
  },
  refusals: {
    order_unknown: 'No order has this id.',
    not_seller: 'Only the seller of the order does this.',
    not_buyer: 'Only the buyer of the order does this.',
    member_unknown: 'Who does a step, or decides on it, is a member that takes part now.',
    step_repeated: 'Each step of a bill of process has a name of its own.',
    step_needs_decision: 'A step without evidence names the role that decides on it.',
    plan_unknown: 'The order has no bill of process.',
    plan_agreed: 'Buyer and seller have agreed on the bill of process.',
    plan_not_agreed: 'Buyer and seller must agree on the bill of process first.',
    machine_unknown: 'No machine is registered under this actor.',
    machine_foreign:
      'A member registers its own machines, and a step is done on a machine of the member that the plan names.',
    machine_registered: 'The machine is registered already.',
    not_machine: 'This is no live actor of the kind machine.',
    process_differs: 'The machine does another process than the step asks for.',
    step_unknown: 'The bill of process has no such step.',
    step_foreign: 'Only the member that the bill of process names does this step.',
    item_foreign: 'The item is no unit of this order.',
    permit_unknown: 'No permit has this id.',
    permit_other: 'The permit is for another item, machine or program.',
    permit_not_open: 'The permit is built or void.',
    permit_taken: 'Another job uses this permit.',
    job_exists: 'The item has a job of this step that is not cancelled or rejected.',
    job_unknown: 'No job has this id.',
    job_not_open: 'The job has been built or cancelled.',
    not_job_machine: 'Only the machine that the job names does this.',
    item_not_held: 'A machine builds only what its member holds.',
    times_wrong: 'A build starts before it ends, and has ended by now.',
    log_contradicts: 'Counts and line numbers of a log must fit its number of lines.',
    log_unreadable: 'At most one in a hundred lines of a log may be unreadable.',
    build_unknown: 'No build has this id.',
    not_awaiting: 'The build awaits no decision.',
    not_decider: 'Only the role and member that the build names decide on it.',
    builds_incomplete: 'Each step that is proven by a machine log needs a build that is proven or accepted.',
  },
  events: [
    'planProposed',
    'planAgreed',
    'machineRegistered',
    'jobPlanned',
    'jobStarted',
    'jobCancelled',
    'buildRecorded',
    'buildDecided',
  ],
  actions: {
    proposePlan: {
      input: input.proposePlan,
      says: 'Propose how order {order} is made',
      subject: ({ order }) => order,
      expects: ({ order }) => [
        ['procurement/order', order],
        ['plan', order],
      ],
      roles: ['engineer', 'sales', 'quality'],
    },
    agreePlan: {
      input: input.agreePlan,
      says: 'Agree to how order {order} is made',
      subject: ({ order }) => order,
      expects: ({ order }) => [['plan', order]],
      roles: ['engineer', 'buyer', 'quality'],
    },
    registerMachine: {
      input: input.registerMachine,
      says: 'Register our machine {actor}, {name}, for {process}',
      subject: ({ actor }) => actor,
      expects: { none: 'the machine has no record yet' },
      roles: ['engineer', 'admin'],
    },
    planJob: {
      input: input.planJob,
      says: 'Let {machine} do {step} on {item}',
      subject: ({ item }) => item,
      expects: ({ order, permit }) => [
        ['plan', order],
        ...(permit === undefined ? [] : [['designs/permit', permit] as const]),
      ],
      roles: ['engineer', 'operator'],
    },
    startJob: {
      input: input.jobId,
      says: 'Start the job {job}',
      subject: ({ job }) => job,
      expects: ({ job }) => [['job', job]],
      roles: ['machine'],
    },
    cancelJob: {
      input: input.jobId,
      says: 'Cancel the job {job} before it is built',
      subject: ({ job }) => job,
      expects: ({ job }) => [['job', job]],
      roles: ['engineer', 'operator'],
    },
    recordBuild: {
      input: input.recordBuild,
      says: 'I built the unit of job {job}; this is the root of my log: {logRoot}',
      subject: ({ job }) => job,
      expects: ({ job }) => [['job', job]],
      roles: ['machine'],
    },
    decideBuild: {
      input: input.decideBuild,
      says: 'Decide on the build {build}: {verdict}',
      subject: ({ build }) => build,
      expects: ({ build }) => [['build', build]],
      roles: ['engineer', 'quality'],
    },
    declareMade: {
      input: input.declareMade,
      says: 'Declare {item}, which we hold, to be made, as its builds show',
      subject: ({ item }) => item,
      expects: { none: 'it follows from the builds at its place' },
    },
  },
});
