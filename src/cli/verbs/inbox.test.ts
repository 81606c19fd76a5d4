// `touchmark inbox` as a plant runs it: the inbox.json files of docs/inbox.md, the sample's files, key files, exit codes.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { programmeOf } from '#connectors/qif/inspection-input.ts';
import { readQif } from '#connectors/qif/read.ts';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import { readInboxConfig } from '../inbox/config.ts';
import {
  measuring,
  newPlant,
  openShop,
  orderInTheMaking,
  type Plant,
  planJob,
  quantitiesOrdered,
  setMandate,
} from '../inbox/inbox.fixture.ts';
import type { FileOutcome } from '../inbox/outcome.ts';
import { type Surroundings, touchmark } from '../io.fixture.ts';

const PASSPHRASE = 'a passphrase for this test';
const DOCS = readFileSync(new URL('../../../docs/inbox.md', import.meta.url), 'utf8');
const SAMPLES = fileURLToPath(new URL('../../../samples/plate-order', import.meta.url));
const ITEMS = { 'item-…1': 'item-1', 'item-…2': 'item-2' };
let plant: Plant;

before(async () => {
  plant = await newPlant();
  await openShop(plant);
  for (const [actor, role] of [
    ['acme/erp', 'agent'],
    ['borealis/cell', 'machine'],
  ] as const)
    await plant.enrol(actor, role, await createKeyFile(plant.folder.file(`${role}.key`), actor, PASSPHRASE));
  await plant.allow('acme/erp', 5_000_000);
  const type = { partNumber: 'BRACKET-PLATE', name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
  await plant.server.client('acme/buyer').do(itemsInterface, 'registerType', type);
});
after(() => plant[Symbol.asyncDispose]());

/** The examples of inbox.json in the page. @param ids stand for the ones that the page leaves open */
function examples(ids: { readonly [open: string]: string }): readonly string[] {
  const blocks = [...DOCS.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, json = '']) => json);
  return blocks.map((json) =>
    Object.entries(ids).reduce((text, [open, id]) => text.replaceAll(`"${open}"`, `"${id}"`), json),
  );
}

function inboxOf(name: string, config: string): string {
  const folder = plant.folder.file(name);
  for (const kind of ['orders', 'results', 'machine-logs']) mkdirSync(join(folder, kind), { recursive: true });
  writeFileSync(join(folder, 'inbox.json'), config);
  return folder;
}

function runInbox(name: string, key: string, args: readonly string[], more: Partial<Surroundings> = {}) {
  const { server, folder } = plant;
  const clock = (): number => server.clock.nowMs;
  const env = { TOUCHMARK_PASSPHRASE: PASSPHRASE, TOUCHMARK_URL: server.url, TOUCHMARK_LEDGER: server.node.ledger.id };
  const words = ['inbox', '--folder', name, '--as', key, '--pause', '1', ...args];
  return touchmark(words, { cwd: folder.path, env, clock, ...more });
}

function outcome(folder: string, path: string): FileOutcome {
  return JSON.parse(readFileSync(join(folder, path, 'outcome.json'), 'utf8'));
}

describe('the examples of docs/inbox.md', () => {
  test('place the sample’s order, as the page says', async () => {
    const [buyers = ''] = examples({ 'type-…': 'type-none' });
    const folder = inboxOf('buyer', buyers);
    copyFileSync(join(SAMPLES, 'order.csv'), join(folder, 'orders/4711.csv'));
    const { code, out, err } = await runInbox('buyer', 'agent.key', ['--once']);
    assert.equal(code, 0, out + err);
    assert.match(
      out,
      /^orders\/4711\.csv: accepted: 1 statement accepted, entry \d+; order-\w+; orders\/done\/4711\.csv$/,
    );
    assert.ok((await quantitiesOrdered(plant)).includes(4));
  });

  test('record the sample’s measurements and logs, as the page says', async () => {
    const serials = ['BP-001', 'BP-002', 'BP-003', 'BP-004'];
    const { order, items } = await orderInTheMaking(plant, serials);
    const file = new Uint8Array(readFileSync(join(SAMPLES, 'inspection/incoming_results.qif')));
    await measuring(plant, order, programmeOf({ document: await readQif(file) }));
    const { client } = plant.server;
    const machine = { actor: 'borealis/cell', process: 'separating', name: 'Cell' } as const;
    await client('borealis/engineer').do(capacityInterface, 'registerMachine', { ...machine, materials: [] });
    await setMandate(plant.server, 'borealis/cell', { what: 'production.recordBuild', unit: 'build', mostEach: 1 });
    const [, shops = ''] = examples({ 'order-…': order, ...ITEMS });
    const folder = inboxOf('shop', shops);
    copyFileSync(join(SAMPLES, 'inspection/incoming_results.qif'), join(folder, 'results/incoming_results.qif'));
    for (const [i, serial] of serials.entries()) {
      await planJob(plant, order, items.get(serial) ?? '', `BRACKET-PLATE-${i + 1}.NC`, 'borealis/cell');
      const log = join(SAMPLES, `machine-log/BRACKET-PLATE-${i + 1}of4.txt`);
      copyFileSync(log, join(folder, `machine-logs/mill4_${serial}.txt`));
    }
    const { code, out, err } = await runInbox('shop', 'machine.key', ['--once', '--json']);
    assert.equal(code, 0, out + err);
    const lines = out.split('\n').map((line) => JSON.parse(line) as FileOutcome & { readonly path: string });
    assert.deepEqual(
      lines.map(({ path, state, statements }) => [path, state, statements.length]),
      [
        ['results/done/incoming_results.qif', 'accepted', 4],
        ...serials.map((serial) => [`machine-logs/done/mill4_${serial}.txt`, 'accepted', 1]),
      ],
    );
    const builds = await client('borealis/sales').list(productionInterface, 'build', 'order', order);
    const results = await client('borealis/sales').list(inspectionInterface, 'result', 'order', order);
    assert.deepEqual([builds.length, results.length], [4, 4]);
  });

  test('are all that the page shows, and each is valid', () => {
    const all = examples({ 'order-…': 'order', 'type-…': 'type', ...ITEMS });
    assert.equal(all.length, 2);
    for (const [i, config] of all.entries()) readInboxConfig(inboxOf(`valid-${i}`, config));
  });
});

describe('touchmark inbox', () => {
  const config = (): string => examples({ 'type-…': 'type-none' })[0] ?? '';
  const order = (quantity: number): string => {
    const sample = readFileSync(join(SAMPLES, 'order.csv'), 'utf8');
    return sample.replace('BRACKET-PLATE,4', `BRACKET-PLATE,${quantity}`);
  };

  test('--once exits with 1 where a file failed or waits, and says which and why', async () => {
    const folder = inboxOf('wrong', config());
    writeFileSync(join(folder, 'orders/none.csv'), 'no order');
    writeFileSync(join(folder, 'orders/much.csv'), order(500_000));
    const { code, out } = await runInbox('wrong', 'agent.key', ['--once']);
    assert.equal(code, 1);
    assert.match(
      out,
      /^orders\/much\.csv: waiting: 0 of 1 statement accepted, 1 waiting; line 2: .*\(mandate_exceeded\)/m,
    );
    assert.match(out, /^orders\/none\.csv: failed: line 1.*\(csv_header\); orders\/rejected\/none\.csv$/m);
    assert.match(
      outcome(folder, 'orders/waiting/much.csv').do ?? '',
      /touchmark call membership setMandate --actor acme\/erp/,
    );
  });

  test('--once exits with 4 where the node is not reached, and the file waits', async () => {
    const folder = inboxOf('unreached', config());
    writeFileSync(join(folder, 'orders/order.csv'), order(5));
    const { code, err } = await runInbox('unreached', 'agent.key', ['--once', '--node', 'http://127.0.0.1:1']);
    assert.equal(code, 4);
    assert.match(err, /\(node_unreachable\)/);
    assert.equal((await runInbox('unreached', 'agent.key', ['--once'])).code, 0);
    assert.equal(outcome(folder, 'orders/done/order.csv').state, 'accepted');
  });

  test('runs until it is stopped, and takes what is dropped meanwhile', async () => {
    const folder = inboxOf('running', config());
    const stop = new AbortController();
    const dropped = [6, 7].map(
      (quantity) => () => writeFileSync(join(folder, `orders/${quantity}.csv`), order(quantity)),
    );
    const onLine = (line: string): void => {
      if (!line.startsWith('touchmark inbox: acme/erp works on') && !line.startsWith('orders/')) return;
      const next = dropped.shift();
      if (next === undefined) stop.abort();
      else next();
    };
    const { code, out } = await runInbox('running', 'agent.key', [], { stop: stop.signal, onLine });
    assert.equal(code, 0);
    assert.deepEqual(
      out.split('\n').map((line) => line.replace(/ .*/, '')),
      ['orders/6.csv:', 'orders/7.csv:'],
    );
  });

  test('wants a pinned ledger, a node and an agent’s key', async () => {
    inboxOf('usage', config());
    const env = { TOUCHMARK_PASSPHRASE: PASSPHRASE };
    const at = { cwd: plant.folder.path, env };
    const id = plant.server.node.ledger.id;
    const rows = [
      [['inbox'], 2, /--folder <folder> is missing/],
      [['inbox', '--folder', 'nowhere'], 4, /inbox\.json: there is no such file/],
      [['inbox', '--folder', 'usage'], 2, /--ledger <id> is missing/],
      [['inbox', '--folder', 'usage', '--ledger', id], 2, /--node <url> is missing/],
      [['inbox', '--folder', 'usage', '--ledger', id, '--node', 'http://127.0.0.1:1'], 2, /--as <key file> is missing/],
      [['inbox', '--folder', 'usage', '--pause', '0.5'], 2, /--pause takes a whole number/],
    ] as const;
    for (const [args, expected, sentence] of rows) {
      const { code, err } = await touchmark(args, at);
      assert.equal(code, expected, args.join(' '));
      assert.match(err, sentence);
    }
  });
});
