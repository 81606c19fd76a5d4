// How fast the console is in Chromium, on this machine: `node tools/console-figures.ts` plays and serves the tour, with
// `--at <url>` it takes a console that is served already. First paint, largest paint and the delay of interactions stand
// beside those of a plain static page from this process, as ratios. With `--large`, on a ledger that tools/large-ledger.ts
// filled: lists, searches, the ledger page, histories, and what waits.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { openScene, type Scene, sceneAt, type Visitor } from '#test/console/scene.ts';
import { measureLarge } from './console-figures-large.ts';
import { middle, timed } from './figures.ts';

const PLAIN =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><h1>Orders</h1><p>One line of text.</p>';
const RUNS = 5;
const { values } = parseArgs({
  options: { at: { type: 'string' }, as: { type: 'string', default: 'northwind/buyer' }, large: { type: 'boolean' } },
});

/** What a browser says of a page's paints, in ms since its navigation. */
type Paints = { readonly first: number; readonly largest: number };

await using scene = await (values.at === undefined ? openScene() : sceneAt(values.at));
if (values.large === true) await measureLarge(scene, values.as);
else await measurePaints(scene);

async function measurePaints(from: Scene): Promise<void> {
  const plain = await servePlain();
  const say = (what: string, { first, largest }: Paints, beside?: Paints): void => {
    const ratio =
      beside === undefined
        ? ''
        : `  ${(first / beside.first).toFixed(1)} ×, ${(largest / beside.largest).toFixed(1)} ×`;
    process.stdout.write(
      `${what.padEnd(44)} ${first.toFixed(0).padStart(6)} ${largest.toFixed(0).padStart(6)} ms${ratio}\n`,
    );
  };
  process.stdout.write(`${'first paint, largest paint'.padEnd(44)}\n`);
  const [cold, warm] = [await paints(from, plain.url, 'cold'), await paints(from, plain.url, 'warm')];
  say('plain static page, cold', cold);
  say('plain static page, warm', warm);
  say('console, sign-in page, cold', await paints(from, `${from.origin}/sign-in`, 'cold'), cold);
  say('console, sign-in page, warm', await paints(from, `${from.origin}/sign-in`, 'warm'), warm);
  say('console, ledger page as a visitor, warm', await paints(from, `${from.origin}/ledger`, 'warm'), warm);
  plain.close();
  await measureInteractions(from);
}

/** The middle of some visits: cold in a new browser profile each, warm with its cache filled. */
async function paints(from: Scene, url: string, how: 'cold' | 'warm'): Promise<Paints> {
  const all: Paints[] = [];
  let kept: Visitor | undefined;
  for (let run = 0; run < RUNS + 1; run++) {
    const visitor = how === 'warm' && kept !== undefined ? kept : await from.visit();
    await visitor.page.goto(url, { waitUntil: 'load' });
    await visitor.page.getByRole('heading').first().waitFor();
    const seen = await visitor.page.evaluate(readPaints);
    // The first warm one fills the cache.
    if (how === 'cold' || kept !== undefined) all.push(seen);
    if (how === 'warm') kept = visitor;
    else await visitor.context.close();
  }
  await kept?.context.close();
  return { first: middle(all.map(({ first }) => first)), largest: middle(all.map(({ largest }) => largest)) };
}

/** Runs in the page. */
function readPaints(): Promise<{ first: number; largest: number }> {
  return new Promise((resolve) => {
    let largest = 0;
    new PerformanceObserver((list) => {
      largest = list.getEntries().at(-1)?.startTime ?? largest;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    requestAnimationFrame(() =>
      setTimeout(() => {
        const [paint] = performance.getEntriesByName('first-contentful-paint');
        resolve({ first: paint?.startTime ?? 0, largest });
      }, 100),
    );
  });
}

/** Typing in the search, opening a list, opening a record: the browser's own event times, and until the answer is there. */
async function measureInteractions(from: Scene): Promise<void> {
  const visitor = await from.visit();
  await visitor.signIn(values.as);
  const { page } = visitor;
  await page.evaluate(() => {
    const delays: number[] = [];
    Reflect.set(globalThis, 'delays', delays);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) delays.push(duration);
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
  const [lists, records, searches]: number[][] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    await page.getByRole('link', { name: 'Work', exact: true }).click();
    await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    lists?.push(
      await timed(
        () => page.getByRole('link', { name: 'Orders', exact: true }).click(),
        page.locator('.row-link').first(),
      ),
    );
    records?.push(await timed(() => page.locator('.row-link').first().click(), page.locator('.title-block')));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    const option = page.getByRole('option').filter({ has: page.getByText('member', { exact: true }) });
    searches?.push(await timed(() => page.keyboard.type('harbour', { delay: 20 }), option.first()));
    await page.keyboard.press('Escape');
  }
  const delays = (await page.evaluate('globalThis.delays')) as readonly number[];
  const say = (what: string, ms: number): void =>
    void process.stdout.write(`${what.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms\n`);
  say('open a list, until its first row', middle(lists ?? []));
  say('open a record, until its title block', middle(records ?? []));
  say('type 7 letters in the search, until found', middle(searches ?? []));
  say(`longest event of those over 16 ms (${delays.length})`, Math.max(0, ...delays));
  await visitor.context.close();
}

async function servePlain(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PLAIN));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this kind.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
