// The package of the SDK, installed in an empty project: its types, and docs/sdk.md's first example against a real node,
// in Node and in Chromium.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import type { Enrolment } from '#sdk/new-key.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { installSdk, type Project } from './installed.ts';
import { CHROMIUM, openPage, servePages } from './page.ts';

const folder = temporaryFolder();
let project: Project;
let pages: Awaited<ReturnType<typeof servePages>>;
let server: TestServer;
let itemType: string;

before(async () => {
  project = await installSdk(folder.path);
  pages = await servePages(project.folder);
  server = await newServer(folder.file('home'), { corsOrigins: [pages.origin] });
  // Those programs live now.
  server.clock.nowMs = Date.now();
  const type = { partNumber: 'PLATE-1', name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
  itemType = (await server.client('acme/designer').do(itemsInterface, 'registerType', type)).id('type');
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await pages.close();
  folder[Symbol.dispose]();
});

async function enrol(actor: string, { key, encryptionKey }: Enrolment): Promise<void> {
  const own = { id: actor, key, encryptionKey, mandate: [] };
  await server.client('acme/admin').do(membershipInterface, 'enrolActor', { ...own, kind: 'person', role: 'buyer' });
}

type Ordered = { readonly order: string; readonly totalCents: number; readonly entry: number; readonly state: string };

async function assertOrdered({ order, totalCents, entry, state }: Ordered): Promise<void> {
  assert.deepEqual([totalCents, state], [50_000, 'durable']);
  assert.equal(server.node.ledger.head.size > entry, true);
  assert.ok((await server.client('borealis/buyer').transport.record('procurement/order', order))?.includes('"placed"'));
}

const USE = `
import { connect, procurementInterface, type Signer } from '@touchmark/sdk';
import { openKeyFile } from '@touchmark/sdk/node';
export async function use(signer: Signer): Promise<number> {
  const client = await connect('https://node.example', { ledgerId: 'a', actor: 'acme/buyer', signer });
  const { index } = await client.do(procurementInterface, 'acceptOrder', { id: 'order-1' });
  for await (const { outcome } of client.transport.follow(index)) if (outcome === 'accepted') break;
  const order = await client.need(procurementInterface, 'order', 'order-1');
  const state:
    | 'awaitsSecond' | 'withdrawn' | 'placed' | 'accepted' | 'closing' | 'declined' | 'cancelled' | 'closed' = order.state;
  const orders = await client.list(procurementInterface, 'order', 'seller', 'borealis');
  const keys = await openKeyFile('key', 'passphrase');
  return orders.length + state.length + keys.actor.length;
}
`;
/** What must not compile, and what is said of it. */
const WRONG: readonly (readonly [line: string, says: RegExp])[] = [
  [
    `client.do(procurementInterface, 'acceptOrder', { order: 'order-1' })`,
    /'order' does not exist in type '\{ id: string/,
  ],
  [`client.do(procurementInterface, 'acceptOrders', { id: 'order-1' })`, /"acceptOrders"' is not assignable/],
  [`client.do(procurementInterface, 'acceptOrder', { id: 1 })`, /'number' is not assignable to type 'string'/],
  [`client.list(procurementInterface, 'order', 'price', 'x')`, /"price"' is not assignable/],
  [`client.need(procurementInterface, 'order', 'x').then(({ priceCent }) => priceCent)`, /'priceCent' does not exist/],
];

test('the types of the package are those of the contracts, and need nothing besides', async () => {
  const options = { module: 'nodenext', target: 'es2024', lib: ['esnext', 'dom'], types: [], strict: true };
  const compilerOptions = {
    ...options,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  writeFileSync(join(project.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  writeFileSync(join(project.folder, 'use.ts'), USE);
  assert.equal(await project.tsc(), '');
  const lines = WRONG.map(([line]) => `  await ${line};`);
  const head = `import { type Client, procurementInterface } from '@touchmark/sdk';\nexport async function wrong(client: Client) {`;
  writeFileSync(join(project.folder, 'wrong.ts'), `${head}\n${lines.join('\n')}\n}\n`);
  const said = await project.tsc();
  for (const [i, [line, says]] of WRONG.entries()) {
    assert.match(said.split('\n').find((one) => one.startsWith(`wrong.ts(${i + 3},`)) ?? '', says, line);
  }
});

test('the package holds no path of this machine, no test and no rule of a contract', () => {
  const installed = join(project.folder, 'node_modules');
  assert.deepEqual(
    readdirSync(installed).filter((name) => !name.startsWith('.')),
    ['@touchmark'],
  );
  const root = new URL('../..', import.meta.url).pathname;
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), 'utf8');
    assert.ok(!text.includes(root), `${name} holds ${root}`);
    assert.ok(!/node:sqlite|\bdefineContract\(\w+Interface/.test(text), `${name} holds what is the node's`);
  }
});

const KEYS = `
import { enrolmentOf } from '@touchmark/sdk';
import { createKeyFile } from '@touchmark/sdk/node';
const [actor, ledgerId] = process.argv.slice(2);
console.log(JSON.stringify(await enrolmentOf(await createKeyFile('keys.json', actor, 'a passphrase'), ledgerId)));
`;
const ORDER = `
import { openKeyFile } from '@touchmark/sdk/node';
import { orderPlates } from './example.js';
const [url, ledgerId, itemType] = process.argv.slice(2);
const keys = await openKeyFile('keys.json', 'a passphrase');
console.log(JSON.stringify(await orderPlates({ url, ledgerId, keys, itemType })));
`;

test('the first example runs in Node, with keys from a key file', async () => {
  writeFileSync(join(project.folder, 'keys.js'), KEYS);
  writeFileSync(join(project.folder, 'order.js'), ORDER);
  const { id } = server.node.ledger;
  // Printed by enrolmentOf.
  await enrol('acme/node-buyer', (await project.node('keys.js', 'acme/node-buyer', id)) as Enrolment);
  // Printed by the example.
  await assertOrdered((await project.node('order.js', server.url, id, itemType)) as Ordered);
});

const PAGE = `
import * as sdk from '@touchmark/sdk';
import { orderPlates } from './example.js';

const code = (work) => work.then(() => 'done', (error) => error.code);
Object.assign(globalThis, {
  isReady: true,
  make: async (actor, ledgerId) => {
    const keys = await sdk.makeKeys(actor);
    return { enrolment: await sdk.enrolmentOf(keys, ledgerId), again: await code(sdk.makeKeys(actor)) };
  },
  order: async ({ actor, ...at }) => orderPlates({ ...at, keys: await sdk.openKeys(actor) }),
  share: async ({ actor, url, ledgerId }) => {
    const keys = await sdk.openKeys(actor);
    const client = await sdk.connect(url, { ledgerId, actor, signer: keys.signer });
    const up = [];
    const content = new File([new Uint8Array(3 * 2 ** 20).fill(7)], 'plate.step');
    const file = { name: content.name, mediaType: 'model/step', bytes: content };
    const shared = await sdk.shareFile(client, file, { onProgress: (progress) => up.push(progress) });
    const opened = await sdk.openGranted(client, keys.readerKey, shared.blob);
    const { index } = await client.do(sdk.sharingInterface, 'eraseBlob', { blob: shared.blob });
    let followed;
    for await (const entry of client.transport.follow(index - 1)) {
      followed = entry.action;
      break;
    }
    const { doneBytes, ofBytes } = up.at(-1);
    const isSame = opened.bytes.length === content.size && opened.bytes.every((byte) => byte === 7);
    return { name: opened.name, isSame, isUp: doneBytes === ofBytes && ofBytes === shared.sizeBytes, followed };
  },
  takeOut: async (actor) => {
    const { readerKey } = await sdk.openKeys(actor);
    return crypto.subtle.exportKey('pkcs8', readerKey.privateKey).then(() => 'taken out', (error) => error.name);
  },
  forget: async (actor) => {
    const before = await sdk.listKeys();
    await sdk.removeKeys(actor);
    return { before, after: await sdk.listKeys(), opened: await code(sdk.openKeys(actor)) };
  },
});
`;

test('the first example runs in Chromium, with keys that stay in the browser', async (t) => {
  if (!existsSync(CHROMIUM)) {
    assert.notEqual(process.env.CI, 'true', `${CHROMIUM} is absent`);
    return t.skip(`${CHROMIUM} is absent`);
  }
  writeFileSync(join(project.folder, 'page.js'), PAGE);
  const browser = await openPage(pages.origin, folder.file('profile'));
  // Each calls a function of the page with one JSON value.
  const call = (name: string, ...args: readonly unknown[]): Promise<unknown> =>
    browser.page.evaluate(`${name}(...${JSON.stringify(args)})`);
  try {
    const actor = 'acme/browser-buyer';
    const at = { actor, url: server.url, ledgerId: server.node.ledger.id };
    const made = (await call('make', actor, at.ledgerId)) as { readonly enrolment: Enrolment; readonly again: string };
    assert.equal(made.again, 'keys_exist');
    await enrol(actor, made.enrolment);
    await browser.reload();
    await assertOrdered((await call('order', { ...at, itemType })) as Ordered);
    const shared = { name: 'plate.step', isSame: true, isUp: true, followed: 'eraseBlob' };
    assert.deepEqual(await call('share', at), shared);
    assert.equal(await call('takeOut', actor), 'InvalidAccessError');
    assert.deepEqual(await call('forget', actor), { before: [actor], after: [], opened: 'keys_unknown' });
    assert.deepEqual(browser.failures, []);
  } finally {
    await browser.close();
  }
});
