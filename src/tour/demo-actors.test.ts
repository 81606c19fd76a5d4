import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { readConfig } from '#node/config.ts';
import { newHome, type TestHome } from '#node/home.fixture.ts';
import type { DemoActors } from '#node/http/routes/demo.ts';
import { type RunningServer, serveNode } from '#node/server.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import { openKeyFileBytes } from '#sdk/key-file-content.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { DEMO_PASSPHRASE } from './cast.ts';
import { readDemoActors } from './demo-actors.ts';

const folder = temporaryFolder();
const keys = temporaryFolder();
let home: TestHome;
let server: RunningServer;
let plain: RunningServer;

const serve = (name: string, options: { readonly host?: string }, demo?: DemoActors): Promise<RunningServer> => {
  const config = readConfig({ env: {}, cwd: folder.path, options: { home: folder.file(name), port: 0, ...options } });
  mkdirSync(config.home, { recursive: true });
  return serveNode(home.node, config, { clock: () => home.clock.nowMs, ...(demo === undefined ? {} : { demo }) });
};

before(async () => {
  await createKeyFile(keys.file('harbour-sales.json'), 'harbour/sales', DEMO_PASSPHRASE);
  home = await newHome(folder.file('home'));
  server = await serve('home', {}, readDemoActors(keys.path));
  plain = await serve('plain', {});
});
after(async () => {
  await server.close();
  await plain.close();
  await home[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
  keys[Symbol.dispose]();
});

/** Asks with exactly these headers, which fetch would not let a program set. */
function ask(address: string, headers: { readonly [name: string]: string }): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(`${address}/demo/actors`, { headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the keys of a demo', () => {
  test('are given to a browser here, sealed under the passphrase that everyone knows', async () => {
    const { status, text } = await ask(server.address, { 'sec-fetch-site': 'same-origin' });
    assert.equal(status, 200);
    // Held against its schema by the route.
    const { passphrase, actors } = JSON.parse(text) as DemoActors;
    assert.deepEqual(
      actors.map(({ actor, does }) => [actor, does]),
      [['harbour/sales', 'Harbour Machining makes']],
    );
    assert.equal((await openKeyFileBytes(utf8(actors[0]?.keyFile ?? ''), passphrase)).actor, 'harbour/sales');
  });

  const OTHERS: readonly (readonly [who: string, headers: { readonly [name: string]: string }])[] = [
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }],
    ['a page of another program on this computer', { origin: 'http://127.0.0.1:9' }],
    ['a page at a name that leads here', { host: 'plates.example' }],
    ['whoever comes through a proxy', { 'x-forwarded-for': '203.0.113.5' }],
    ['whoever comes through a proxy of the standard’s kind', { forwarded: 'for=203.0.113.5' }],
  ];
  for (const [who, headers] of OTHERS) {
    test(`are not there for ${who}`, async () => {
      const { status, text } = await ask(server.address, headers);
      assert.equal(status, 404);
      assert.equal(JSON.parse(text).code, 'route_unknown');
    });
  }

  test('are no route of a node that serves no demo', async () => {
    assert.equal((await ask(plain.address, {})).status, 404);
  });

  test('are not served where others reach the node', async () => {
    const demo = readDemoActors(keys.path);
    await assert.rejects(serve('open', { host: '0.0.0.0' }, demo), { code: 'demo_not_here' });
  });

  test('are those of the cast and of nobody else', async () => {
    using others = temporaryFolder();
    await createKeyFile(others.file('acme-buyer.json'), 'acme/buyer', DEMO_PASSPHRASE);
    assert.throws(() => readDemoActors(others.path), { code: 'demo_keys_invalid' });
  });
});
