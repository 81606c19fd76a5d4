import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { temporaryFolder } from '#test/ledgers.ts';
import { readConfig } from '../config.ts';
import { newHome, type TestHome } from '../home.fixture.ts';
import { serveNode } from '../server.ts';

const PAGE = '<!doctype html><title>The console</title>';
const folder = temporaryFolder();
let home: TestHome;
const closing: (() => Promise<void>)[] = [];

/** One node, served twice: with a console and without. */
async function serve(consoleFolder: string, name: string, limits: { requestsPerMinuteAnonymous?: number } = {}) {
  const options = { home: folder.file(name), port: 0, ...limits };
  const config = readConfig({ env: {}, cwd: folder.path, options });
  mkdirSync(config.home, { recursive: true });
  const server = await serveNode(home.node, config, { clock: () => home.clock.nowMs, consoleFolder });
  closing.push(() => server.close());
  return server.address;
}

let built = '';
let unbuilt = '';
before(async () => {
  home = await newHome(folder.file('home'));
  const dist = folder.file('dist');
  mkdirSync(`${dist}/assets`, { recursive: true });
  writeFileSync(`${dist}/index.html`, PAGE);
  writeFileSync(`${dist}/assets/main-1a2b.js`, 'plain');
  writeFileSync(`${dist}/assets/main-1a2b.js.br`, 'compressed');
  writeFileSync(`${dist}/assets/scan.worker-1a2b.js`, 'worker');
  writeFileSync(`${dist}/assets/notes.txt`, 'of no type that is served');
  built = await serve(dist, 'with');
  unbuilt = await serve(folder.file('nowhere'), 'without');
});
after(async () => {
  for (const close of closing) await close();
  await home[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const HTML = { accept: 'text/html,application/xhtml+xml' };
const get = (path: string, headers: { readonly [name: string]: string } = {}, base = built) =>
  fetch(base + path, { headers: { 'accept-encoding': 'identity', ...headers } });

describe('the console as a node serves it', () => {
  test('its page comes under a policy that runs nothing inline and reaches nobody else, and is asked for anew', async () => {
    const answer = await get('/');
    assert.equal(await answer.text(), PAGE);
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(answer.headers.get('cache-control'), 'no-cache');
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
  });

  test('its files do not use up the requests of a visitor', async () => {
    const base = await serve(folder.file('dist'), 'limited', { requestsPerMinuteAnonymous: 2 });
    const status = async (path: string) => (await get(path, {}, base)).status;
    for (let i = 0; i < 5; i++) assert.equal(await status('/assets/main-1a2b.js'), 200);
    assert.deepEqual(
      [await status('/v1/ledger'), await status('/v1/ledger'), await status('/v1/ledger')],
      [200, 200, 429],
    );
  });

  test('a worker may compile WebAssembly, which no page may', async () => {
    const policyOf = async (path: string) => (await get(path)).headers.get('content-security-policy');
    assert.equal(
      await policyOf('/assets/scan.worker-1a2b.js'),
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
    );
    assert.equal(await policyOf('/assets/main-1a2b.js'), await policyOf('/'));
  });

  const PATHS: readonly (readonly [path: string, headers: { readonly [name: string]: string }, status: number])[] = [
    ['/ledger', HTML, 200],
    ['/records/procurement/order/order-1', HTML, 200],
    ['/ledger?after=3', HTML, 200],
    ['/ledger', { accept: 'application/json' }, 404],
    ['/ledger', {}, 404],
    ['/v1/nothing', HTML, 404],
    ['/v1', HTML, 404],
    ['/log/nothing', HTML, 404],
    ['/demo/actors', HTML, 404],
    ['/assets/none.js', HTML, 404],
    ['/assets/notes.txt', HTML, 404],
    ['/assets/main-1a2b.js.br', HTML, 404],
    ['/assets/..%2findex.html', HTML, 404],
    ['/assets/../../package.json', { accept: 'application/json' }, 404],
  ];
  for (const [path, headers, status] of PATHS) {
    test(`${path} as ${headers.accept ?? 'anything'}: ${status}`, async () => {
      const answer = await get(path, headers);
      assert.equal(answer.status, status);
      if (status === 200) assert.equal(await answer.text(), PAGE);
      else assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    });
  }

  const CODES: readonly (readonly [path: string, headers: { readonly [name: string]: string }, type: string])[] = [
    ['/p/item-1', HTML, 'text/html; charset=utf-8'],
    ['/01/04012345000009/21/R1', HTML, 'text/html; charset=utf-8'],
    ['/01/no-gtin/21/R%2F1', HTML, 'text/html; charset=utf-8'],
    ['/p/item-1', {}, 'application/json; charset=utf-8'],
    ['/01/04012345000009/21/R1', { accept: 'application/json' }, 'application/json; charset=utf-8'],
    ['/v1/passports/item-1', HTML, 'application/json; charset=utf-8'],
  ];
  for (const [path, headers, type] of CODES) {
    test(`the code ${path} opens for ${headers.accept ?? 'anything'}: ${type}`, async () => {
      const answer = await get(path, headers);
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, type]);
      if (!path.startsWith('/v1/')) assert.match(answer.headers.get('vary') ?? '', /\baccept\b(?!-)/);
      await answer.body?.cancel();
    });
  }

  test('a file whose name holds a hash is kept for a year, compressed for whoever takes that', async () => {
    const plain = await get('/assets/main-1a2b.js');
    assert.equal(await plain.text(), 'plain');
    assert.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(plain.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(plain.headers.get('content-encoding'), null);
    // Not decoded by fetch as it was never brotli: the header tells which of the two was sent.
    const small = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip, br' });
    assert.equal(small.headers.get('content-encoding'), 'br');
    assert.equal(small.headers.get('vary'), 'accept-encoding');
    await small.body?.cancel();
  });

  test('what the API answers keeps the policy by which nothing is rendered', async () => {
    const answer = await get('/v1/ledger');
    assert.equal(answer.headers.get('content-security-policy'), "default-src 'none';frame-ancestors 'none'");
  });

  test('a page that is posted to is not there', async () => {
    const answer = await fetch(`${built}/ledger`, { method: 'POST', headers: HTML });
    assert.equal(answer.status, 404);
  });
});

describe('a node whose console was not built', () => {
  test('says so in a sentence, and everything else works', async () => {
    const answer = await get('/', HTML, unbuilt);
    assert.equal(answer.status, 200);
    assert.match(
      await answer.text(),
      /^This node serves its API .* was not built: node tools\/build-console\.ts .*\n$/,
    );
    assert.equal((await get('/v1/ledger', {}, unbuilt)).status, 200);
    assert.equal((await get('/ledger', HTML, unbuilt)).status, 404);
    const told = await get('/p/item-1', HTML, unbuilt);
    assert.equal(told.headers.get('content-type'), 'application/json; charset=utf-8');
  });
});
