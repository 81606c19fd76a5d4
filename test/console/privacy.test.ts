// No page reads what its role may not, and none asks for it: every page of the console as several actors, with every
// request and every answer looked at. What an answer holds is judged by the contracts' own `visibleTo`.

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page, Request } from 'playwright-core';
import { kinds } from '#console/data/kinds.ts';
import type { JsonObject, RecordSeen } from '#sdk/index.ts';
import { SAMPLE } from '#tour/play.fixture.ts';
import { type Asking, isFor, readersOfRecord } from '../http/visibility.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { demoClient } from './demo-client.ts';
import { PAGES } from './pages.ts';
import { assertQuiet, goTo, openScene, type Scene, type Visitor } from './scene.ts';

/** A buyer, a shop that lost, a carrier, an auditor, and anyone. */
const ACTORS = ['northwind/buyer', 'baltic/sales', 'transit/logistics', 'watchful/auditor', undefined] as const;
/** Lists that are opened beside the pages. */
const LISTS = kinds.map(({ path }) => path).filter((_, i) => i % 4 === 0);
/** Pieces of the design and of the programs: nobody but who holds their keys may have them. */
const SECRETS = globSync('{cad,nc}/*', { cwd: SAMPLE }).map((name) =>
  readFileSync(`${SAMPLE}/${name}`).subarray(200, 260).toString('latin1'),
);

type Gathered = { readonly url: URL; readonly status: number; readonly asked: string; readonly body: string };
type Gathering = { readonly all: Gathered[]; settled(): Promise<void> };

/** Everything that a page asks from now on, with its answers. The stream of statements never ends, and is not waited for. */
function gather(page: Page): Gathering {
  const all: Gathered[] = [];
  const running = new Set<Promise<void>>();
  const take = async (request: Request): Promise<void> => {
    const response = await request.response();
    // A page that was left takes its answers with it.
    if (response === null) return;
    const isText = /json|text\/(csv|plain)/.test(response.headers()['content-type'] ?? '');
    const body = isText ? await response.text().catch(() => '') : '';
    const asked = `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`;
    all.push({ url: new URL(request.url()), status: response.status(), asked, body });
  };
  page.on('request', (request) => {
    if (request.url().includes('/v1/events')) return;
    const taken = take(request).finally(() => running.delete(taken));
    running.add(taken);
  });
  const settled = async (): Promise<void> => {
    // What an answer makes the page ask next is asked when it has been drawn.
    do {
      await Promise.all(running);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    } while (running.size > 0);
  };
  return { all, settled };
}

/** Records of an answer with their kinds. */
function recordsOf({ url, status, body }: Gathered): readonly { readonly kind: string; readonly record: RecordSeen }[] {
  const [, kind] = /^\/v1\/records\/(\w+\/\w+)/.exec(url.pathname) ?? [];
  if (kind === undefined || status !== 200 || body === '') return [];
  const answer: RecordSeen | { readonly items: readonly RecordSeen[] } = JSON.parse(body);
  return ('items' in answer ? answer.items : [answer]).map((record) => ({ kind, record }));
}

/** What the query cache of the page holds: the client is found from React's root. */
function cacheOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    type Queries = { getQueryCache(): { getAll(): readonly { queryKey: unknown; state: { data: unknown } }[] } };
    type Fiber = {
      readonly child: Fiber | null;
      readonly sibling: Fiber | null;
      readonly memoizedProps: { readonly client?: Queries } | null;
    };
    const clientIn = (fiber: Fiber | null): Queries | undefined => {
      if (fiber === null) return undefined;
      const client = fiber.memoizedProps?.client;
      if (client !== undefined && 'getQueryCache' in client) return client;
      return clientIn(fiber.child) ?? clientIn(fiber.sibling);
    };
    const root = document.getElementById('console') ?? document.body;
    const name = Object.keys(root).find((key) => key.startsWith('__reactContainer')) ?? '';
    const client = clientIn(Reflect.get(root, name)?.stateNode?.current ?? null);
    if (client === undefined) throw new Error('the page has no query client');
    const all = client.getQueryCache().getAll();
    return all.map(({ queryKey, state }) => `${JSON.stringify(queryKey)} ${JSON.stringify(state.data)}`).join('\n');
  });
}

const isHere = existsSync(CHROMIUM);

describe('what pages read', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  let places: readonly string[] = [];
  before(async () => {
    scene = await openScene();
    const found = new Set<string>();
    const visitors = new Map<string | undefined, Visitor>();
    for (const { actor, open } of PAGES) {
      const known = visitors.get(actor);
      const visitor = known ?? (await scene.visit());
      if (known === undefined && actor !== undefined) await visitor.signIn(actor);
      visitors.set(actor, visitor);
      await open(visitor, scene.origin);
      found.add(new URL(visitor.page.url()).pathname);
    }
    for (const { context } of visitors.values()) await context.close();
    places = [...found, ...LISTS.map((path) => `/records/${path}`)].filter((place) => place !== '/sign-in');
  });
  after(() => scene[Symbol.asyncDispose]());

  for (const actor of ACTORS) {
    test(`${actor ?? 'anyone'}: every record is one for them, nothing else is asked for, no key and no design`, async (t) => {
      const visitor = await scene.visit();
      const { page } = visitor;
      const { all, settled } = gather(page);
      if (actor === undefined) await page.goto(`${scene.origin}/ledger`);
      else await visitor.signIn(actor);
      for (const place of places) {
        await goTo(visitor, place);
        await settled();
      }
      assert.ok(all.length > places.length, `${all.length} answers`);
      const records = all.flatMap(recordsOf);
      const asking: Asking = await askingOf(scene.origin, actor);
      for (const { kind, record } of records) {
        const isTheirs = isFor(readersOfRecord({ kind, text: JSON.stringify(record.value) }), asking);
        assert.ok(isTheirs, `${actor ?? 'anyone'} was given ${kind} ${record.id}`);
      }
      assertAskedRightly(all, places);
      t.diagnostic(`${actor ?? 'anyone'}: ${all.length} answers on ${places.length} pages, ${records.length} records`);
      assertQuiet(visitor);
      await visitor.context.close();
    });
  }

  test('after switching actors nothing of the one before is in the page or in its cache', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn('northwind/buyer');
    await goTo(visitor, '/records/procurement/order');
    await page.locator('.row-link').first().click();
    await page.locator('.claim-line').first().waitFor();
    const [order = ''] = /order-[a-z2-7]{20,}/.exec(page.url()) ?? [];
    assert.ok((await cacheOf(page)).includes(order));
    await page.getByRole('button', { name: /northwind\/buyer/ }).click();
    await page.getByRole('menuitem', { name: 'Switch' }).or(page.getByRole('menuitem').last()).first().click();
    await page.getByRole('button', { name: 'transit/logistics', exact: true }).click();
    await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    const [cache, text] = [await cacheOf(page), await page.locator('body').textContent()];
    assert.ok(!cache.includes(order) && !cache.includes('northwind/buyer"'), 'the cache kept something');
    assert.ok(!text?.includes(order));
    await goTo(visitor, `/records/procurement/order/${order}`);
    await page.getByRole('heading', { name: /nothing with this id/ }).waitFor();
    const ofOrder = (await cacheOf(page)).split('\n').filter((line) => line.includes(order));
    assert.ok(ofOrder.length > 0 && ofOrder.every((line) => line.endsWith(' undefined')), ofOrder.join());
    assertQuiet(visitor);
    await visitor.context.close();
  });
});

/** Who an actor is, as the ledger says. */
async function askingOf(origin: string, actor: string | undefined): Promise<Asking> {
  if (actor === undefined) return undefined;
  const { transport, member } = await demoClient(origin, actor);
  const { value } = (await transport.seen('membership/actor', actor)) ?? { value: {} as JsonObject };
  return { actor, member, role: String(value.role) };
}

/** Fails where a page asked for what it cannot have, or where a key or a secret file went either way. */
function assertAskedRightly(all: readonly Gathered[], places: readonly string[]): void {
  // An address that names another's record asks for that one, and so does a record: what a part was made of, where it is
  // the supplier's. Nothing is asked for whose id was not shown.
  const named = places.map((place) => `${decodeURIComponent(place)}/`);
  for (const { url, status, asked, body } of all) {
    const id = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
    const isNamed = named.some((place) => place.includes(`/${id}/`)) || all.some((one) => one.body.includes(`"${id}"`));
    assert.ok(status < 400 || (status === 404 && isNamed), `${url.pathname}${url.search} was answered with ${status}`);
    const isOfDemo = url.pathname === '/demo/actors';
    assert.ok(isOfDemo || !/touchmark-key-1|touchmark demo/.test(body), `a key file came from ${url.pathname}`);
    assert.doesNotMatch(asked, /touchmark-key-1|touchmark(%20| )demo|"d":/, url.pathname);
    for (const secret of SECRETS) assert.ok(!body.includes(secret) && !asked.includes(secret), url.pathname);
  }
}
