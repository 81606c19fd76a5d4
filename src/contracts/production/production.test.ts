// Production: one row for each refusal.

import { type RefusalTable, testRefusals } from '#test/refusals.ts';
import { START_MS, type World } from '#test/world.ts';
import { isDown, SECOND, slotAt, TWO_MILLS } from './mills.fixture.ts';
import { productionInterface } from './schema.ts';
import {
  decideBuild,
  hash,
  jobOf,
  LICENCE,
  MACHINE,
  MILLING,
  ORDER,
  orderOfWorld,
  PLAN,
  PROGRAM,
  planJob,
  planUnlicensedJob,
  proposePlan,
  READY,
  recordBuild,
  registerMachine,
  requestPermit,
  the,
  unit,
} from './workshop.fixture.ts';

const agreePlan = (world: World) => ({
  by: 'acme/engineer',
  action: 'production.agreePlan',
  input: { order: orderOfWorld(world) },
});
const job = (action: string, number: string, by: string) => (world: World) => ({
  by,
  action: `production.${action}`,
  input: { job: jobOf(world, number) },
});
const unknownJob = { by: MACHINE, action: 'production.startJob', input: { job: 'job-none' } };
const declareMade =
  (number: string, by = 'borealis/operator') =>
  (world: World) => ({
    by,
    action: 'production.declareMade',
    input: { item: unit(world, number) },
  });
const planned = [...READY, planJob('1')];
const unlicensed = [...ORDER, ...LICENCE, ...PLAN, planUnlicensedJob('1'), recordBuild('1')];

const table: RefusalTable<typeof productionInterface> = {
  order_unknown: {
    refused: {
      by: 'borealis/engineer',
      action: 'production.proposePlan',
      input: { order: 'order-none', steps: [MILLING] },
    },
  },
  not_seller: { given: ORDER, refused: (world) => ({ ...proposePlan(world, [MILLING]), by: 'acme/engineer' }) },
  not_buyer: {
    given: [...ORDER, (world) => proposePlan(world, [MILLING])],
    refused: (world) => ({ ...agreePlan(world), by: 'borealis/engineer' }),
  },
  member_unknown: { given: ORDER, refused: (world) => proposePlan(world, [{ ...MILLING, member: 'nobody' }]) },
  step_repeated: { given: ORDER, refused: (world) => proposePlan(world, [MILLING, MILLING]) },
  step_needs_decision: { given: ORDER, refused: (world) => proposePlan(world, [{ ...MILLING, evidence: [] }]) },
  plan_unknown: { given: ORDER, refused: agreePlan },
  plan_agreed: { given: [...ORDER, ...PLAN], refused: (world) => proposePlan(world, [MILLING]) },
  plan_not_agreed: {
    given: [...ORDER, ...LICENCE, (world) => proposePlan(world, [MILLING]), registerMachine(), requestPermit('1')],
    refused: planJob('1'),
  },
  machine_unknown: { given: READY, refused: planJob('1', { machine: 'borealis/agent' }) },
  machine_foreign: {
    given: [...READY, registerMachine('carter/machine', 'carter/engineer')],
    refused: planJob('1', { machine: 'carter/machine' }),
  },
  machine_unfit: {
    given: [
      ...ORDER,
      ...LICENCE,
      (world) => proposePlan(world, [MILLING]),
      agreePlan,
      registerMachine(MACHINE, 'borealis/engineer', 'powderBedFusion'),
      requestPermit('1'),
    ],
    refused: planJob('1'),
  },
  machine_down: { given: [...READY, isDown()], refused: planJob('1') },
  not_shop: {
    given: [registerMachine()],
    refused: { by: 'carter/engineer', action: 'production.replanJobs', input: { machine: MACHINE } },
  },
  permit_needed: {
    given: [...TWO_MILLS, planJob('1', { slot: slotAt(1, 2) }), isDown()],
    refused: job('startJob', '1', SECOND),
  },
  step_unknown: { given: READY, refused: planJob('1', { step: 'polishing' }) },
  step_foreign: { given: READY, refused: planJob('1', {}, 'acme/engineer') },
  item_foreign: { given: READY, refused: planJob('1', { item: 'item-none' }) },
  permit_unknown: { given: READY, refused: planJob('1', { permit: 'permit-none' }) },
  permit_other: { given: READY, refused: planJob('1', { program: { name: PROGRAM, commitment: hash('another') } }) },
  permit_not_open: {
    given: [
      ...READY,
      (world) => ({
        by: 'carter/designer',
        action: 'designs.voidPermit',
        input: { permit: the(world, 'designs/permit') },
      }),
    ],
    refused: planJob('1'),
  },
  permit_taken: {
    given: [
      ...ORDER,
      ...LICENCE,
      (world) => proposePlan(world, [MILLING, { ...MILLING, name: 'second side' }]),
      agreePlan,
      registerMachine(),
      requestPermit('1'),
      planJob('1'),
    ],
    refused: planJob('1', { step: 'second side' }),
  },
  job_exists: { given: [...ORDER, ...PLAN, planUnlicensedJob('1')], refused: planUnlicensedJob('1') },
  job_unknown: { refused: unknownJob },
  job_not_open: { given: [...planned, recordBuild('1')], refused: job('startJob', '1', MACHINE) },
  not_job_machine: {
    given: [...planned, registerMachine('carter/machine', 'carter/engineer')],
    refused: job('startJob', '1', 'carter/machine'),
  },
  item_not_held: {
    given: [
      ...ORDER,
      ...LICENCE,
      (world) => proposePlan(world, [{ ...MILLING, member: 'carter' }]),
      agreePlan,
      registerMachine('carter/machine', 'carter/engineer'),
      (world) => ({
        by: 'carter/engineer',
        action: 'production.planJob',
        input: {
          order: orderOfWorld(world),
          item: unit(world, '1'),
          step: 'milling',
          machine: 'carter/machine',
          program: { name: PROGRAM, commitment: hash(PROGRAM) },
        },
      }),
      {
        by: 'carter/admin',
        action: 'membership.setMandate',
        input: { actor: 'carter/machine', mandate: [buildLine()] },
      },
    ],
    refused: recordBuild('1', {}, 'carter/machine'),
  },
  times_wrong: { given: planned, refused: recordBuild('1', { startedMs: START_MS, endedMs: START_MS - 1 }) },
  log_contradicts: { given: planned, refused: recordBuild('1', { unreadable: { count: 2, firstLines: [7] } }) },
  log_unreadable: {
    given: planned,
    refused: recordBuild('1', { logLines: 100, unreadable: { count: 2, firstLines: [7, 8] } }),
  },
  build_unknown: {
    refused: {
      by: 'acme/quality',
      action: 'production.decideBuild',
      input: { build: 'build-none', verdict: 'accept', reason: hash('reason') },
    },
  },
  not_awaiting: { given: [...planned, recordBuild('1')], refused: decideBuild('1', 'accept') },
  not_decider: { given: unlicensed, refused: decideBuild('1', 'accept', 'borealis/quality') },
  builds_incomplete: { given: unlicensed, refused: declareMade('1') },
};

testRefusals(productionInterface, table);

function buildLine() {
  return {
    what: 'production.recordBuild',
    unit: 'build',
    mostEach: 1,
    mostPerPeriod: 10,
    periodMs: 86_400_000,
    untilMs: START_MS + 86_400_000,
  };
}
