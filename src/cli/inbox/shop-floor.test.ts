// Results and machine logs: each unit and each log becomes a statement about the right thing, however the file names it,
// and nothing of a file is left out in silence.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { logRootOf } from '#connectors/mtconnect/build-facts.ts';
import { limits, MILLIMETRES, type SampleUnit, sampleText } from '#connectors/qif/sample.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import {
  measuring,
  newPlant,
  openShop,
  orderInTheMaking,
  type Plant,
  planJob,
  sizeOf,
  TestInbox,
} from './inbox.fixture.ts';

const LOG = new URL('../../../samples/plate-order/machine-log/BRACKET-PLATE-1of4.txt', import.meta.url);
const PROGRAM = 'BRACKET-PLATE-1.NC';
const HOLE = { kind: 'Diameter', limitFrom: 'absolute', lower: '3.9', upper: '4.1', unit: 'mm' };
let plant: Plant;

before(async () => {
  plant = await newPlant();
  await openShop(plant);
});
after(() => plant[Symbol.asyncDispose]());

/** An inbox of borealis’ machine. */
function shop(name: string, config: object): TestInbox {
  return new TestInbox(plant, name, 'borealis/machine', config);
}

function qif(...units: readonly SampleUnit[]): string {
  const characteristics = [{ kind: 'Diameter', name: 'Hole', nominal: '4', tolerance: limits('3.9', '4.1') }];
  return sampleText({ fileUnits: MILLIMETRES, characteristics, units });
}

function measured(serial: string, value: string): SampleUnit {
  return { serial, status: 'PASS', values: [['Hole', value, 'PASS']] };
}

describe('results', () => {
  const ways = ['serial', 'mapping', 'list'] as const;
  for (const way of ways) {
    test(`of units that are named by ${way} are recorded on these units, values as written`, async () => {
      const serials = [`${way}-1`, `${way}-2`];
      const { order, items } = await orderInTheMaking(plant, serials);
      await measuring(plant, order, [{ id: '3000', ...HOLE }]);
      const [first = '', second = ''] = serials.map((serial) => items.get(serial) ?? '');
      const labels = way === 'serial' ? serials : [`${way} A`, `${way} B`];
      const units = [first, second].map((item, i) => ({ item, label: labels[i] ?? '' }));
      if (way === 'mapping') {
        await plant.server.client('acme/quality').do(inspectionInterface, 'signMapping', {
          ...{ order, laboratories: { seller: 'borealis' }, labels: { seller: [], buyer: [] } },
          groups: [{ name: 'Hole', kind: 'Diameter', seller: ['3000'], buyer: [] }],
          units: units.map(({ item, label }) => ({ item, labels: { seller: label } })),
        });
      }
      const list = units.map(({ item, label }) => ({ serial: label, item }));
      const rule = way === 'serial' ? { units: way } : { order, units: way, ...(way === 'list' ? { list } : {}) };
      const inbox = shop(`results-${way}`, { results: { files: [{ endsWith: '.qif', ...rule }] } });
      inbox.drop('results/cmm.qif', qif(measured(labels[0] ?? '', '4.010'), measured(labels[1] ?? '', '4.20')));
      await inbox.work();
      const outcome = inbox.outcome('results/done/cmm.qif');
      assert.equal(outcome.state, 'accepted');
      const recorded = await plant.server.client('borealis/sales').list(inspectionInterface, 'result', 'order', order);
      const said = recorded.map(({ item, values, verdict, label }) => [item, values[0]?.value, verdict, label]);
      const expected = [
        [first, '4.010', 'pass', labels[0]],
        [second, '4.20', 'fail', labels[1]],
      ];
      assert.deepEqual(said.sort(), expected.sort());
    });
  }

  test('of which one unit is recorded already are refused for that one alone', async () => {
    const { order } = await orderInTheMaking(plant, ['again-1', 'again-2']);
    await measuring(plant, order, [{ id: '3000', ...HOLE }]);
    const inbox = shop('again', { results: { files: [{ units: 'serial' }] } });
    inbox.drop('results/a.qif', qif(measured('again-1', '4.0')));
    await inbox.work();
    inbox.drop('results/b.qif', qif(measured('again-1', '4.05'), measured('again-2', '4.0')));
    await inbox.work();
    const { state, code, statements } = inbox.outcome('results/rejected/b.qif');
    assert.deepEqual([state, code], ['refused', 'inspection.result_recorded']);
    assert.deepEqual(
      statements.map((one) => one.state),
      ['refused', 'accepted'],
    );
  });

  const wrong: readonly (readonly [what: string, file: string, code: string, sentence: RegExp])[] = [
    [
      'a unit without a serial number',
      qif({ values: [] }),
      'unit_unnamed',
      /line \d+: expected a unit with one serial/,
    ],
    ['another file', '<a/>', 'qif_not_qif', /line 1/],
    ['a file that breaks off', qif(measured('s', '4')).slice(0, 900), 'xml_malformed', /\d+:\d+: unclosed/],
    [
      'a value of no characteristic',
      qif(measured('s', '4')).replace('<CharacteristicItemId>3000', '<CharacteristicItemId>9'),
      'measurement_unclear',
      /line \d+: expected a value of one of the file's 1 characteristics/,
    ],
  ];
  for (const [what, file, code, sentence] of wrong) {
    test(`with ${what} fail, and nothing is signed`, async () => {
      const inbox = shop(`wrong-${code}`, { results: { files: [{ units: 'serial' }] } });
      const size = sizeOf(plant);
      inbox.drop('results/a.qif', file);
      await inbox.work();
      const outcome = inbox.outcome('results/rejected/a.qif');
      assert.deepEqual([outcome.state, outcome.code], ['failed', code], outcome.sentence);
      assert.match(outcome.sentence, sentence);
      assert.equal(sizeOf(plant), size);
    });
  }
});

describe('a machine log', () => {
  for (const names of ['serial', 'item', 'job'] as const) {
    test(`whose name holds the ${names} becomes the build of that job, with the root over its lines`, async () => {
      const { order, items } = await orderInTheMaking(plant, [`log-${names}`]);
      const item = items.get(`log-${names}`) ?? '';
      const job = await planJob(plant, order, item, PROGRAM);
      const named = { serial: `log-${names}`, item, job }[names];
      const rule = { startsWith: 'mill_', endsWith: '.txt', names, step: 'milling' };
      const inbox = shop(`log-${names}`, { machineLogs: { gapLimitMs: 60_000, files: [rule] } });
      const log = new Uint8Array(readFileSync(LOG));
      inbox.drop(`machine-logs/mill_${named}.txt`, log);
      await inbox.work();
      const outcome = inbox.outcome(`machine-logs/done/mill_${named}.txt`);
      assert.equal(outcome.state, 'accepted', outcome.sentence);
      const [build] = await plant.server.client('borealis/sales').list(productionInterface, 'build', 'order', order);
      assert.deepEqual(
        [build?.job, build?.logRoot, build?.programVerdict, build?.machine],
        [job, logRootOf(log), 'matches', 'borealis/machine'],
      );
    });
  }

  test('whose job is not planned yet waits for it', async () => {
    const { order, items } = await orderInTheMaking(plant, ['early']);
    const rule = { endsWith: '.txt', names: 'serial', step: 'milling' };
    const inbox = shop('early', { machineLogs: { gapLimitMs: 60_000, files: [rule] } });
    inbox.drop('machine-logs/early.txt', readFileSync(LOG));
    await inbox.work();
    assert.equal(inbox.outcome('machine-logs/waiting/early.txt').code, 'job_unclear');
    await planJob(plant, order, items.get('early') ?? '', PROGRAM);
    await inbox.work();
    assert.equal(inbox.outcome('machine-logs/done/early.txt').state, 'accepted');
  });

  test('that fits no rule, or is none, fails', async () => {
    const rule = { startsWith: 'mill_', names: 'job' };
    const inbox = shop('none', { machineLogs: { gapLimitMs: 60_000, files: [rule] } });
    inbox.drop('machine-logs/lathe.txt', readFileSync(LOG));
    inbox.drop('machine-logs/mill_1.txt', 'no log\n');
    inbox.drop(`machine-logs/mill_ spaced job`, readFileSync(LOG));
    inbox.drop('orders/order.csv', 'x');
    await inbox.work();
    assert.equal(inbox.outcome('machine-logs/rejected/lathe.txt').code, 'file_unnamed');
    assert.equal(inbox.outcome('machine-logs/rejected/mill_1.txt').code, 'log_no_readable_line');
    assert.equal(inbox.outcome('machine-logs/rejected/mill_ spaced job').code, 'input_unfit');
    assert.equal(inbox.outcome('orders/rejected/order.csv').code, 'kind_not_configured');
  });
});
