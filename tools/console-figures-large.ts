// The console on a large ledger: how long its lists, searches, pages and histories take in Chromium. Times are from the key
// or the click until the answer stands in the page.

import { kindOf } from '#console/data/kinds.ts';
import { type RecordSeen, readNodeState } from '#sdk/index.ts';
import { demoClient } from '#test/console/demo-client.ts';
import { goTo, type Scene, type Visitor } from '#test/console/scene.ts';
import { middle, quantile, timed } from './figures.ts';

const SEARCHES = 50;
const MORE = 10;

type Say = (what: string, times: readonly number[]) => void;
/** What is looked for. */
type Known = {
  readonly items: readonly RecordSeen[];
  readonly types: readonly RecordSeen[];
  readonly members: readonly RecordSeen[];
  readonly places: readonly number[];
};

/** Prints the figures. @param actor as whom it looks */
export async function measureLarge(scene: Scene, actor: string): Promise<void> {
  const visitor = await scene.visit();
  const { page } = visitor;
  const say = (what: string, times: readonly number[]): void => {
    if (times.length === 0) return;
    const [p50, p95] = [middle(times), quantile(times, 0.95)].map((ms) => ms.toFixed(0).padStart(6));
    process.stdout.write(`${what.padEnd(52)} ${p50} ${p95} ms\n`);
  };
  process.stdout.write(`${'p50, p95'.padEnd(52)}\n`);
  const { transport } = await demoClient(scene.origin, actor);
  const some = async (kind: string): Promise<readonly RecordSeen[]> =>
    (await transport.records(kind, {}, { limit: 10 })).items;
  const { size } = (await readNodeState(scene.origin)).ledger;
  const places = (await transport.entries(Math.floor(size / 2), 10)).items.map(({ index }) => index);
  const known: Known = {
    ...{ items: await some('items/item'), types: await some('items/type') },
    ...{ members: await some('membership/member'), places },
  };
  process.stdout.write(`a ledger of ${size} entries\n`);
  await visitor.signIn(actor);
  say('work: what waits, from a cold start', [
    await timed(() => page.reload(), page.getByRole('heading', { name: /waits? for/i }).first()),
  ]);
  const rows = page.locator('.records .row-link');
  say('items: first page', [await timed(() => goTo(visitor, '/records/items/item'), rows.first())]);
  say('items: show more, ten times', await showMore(visitor));
  await goTo(visitor, '/work');
  await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
  say('items: by state', [
    await timed(() => goTo(visitor, `/records/items/item?state=${known.items[0]?.value.state}`), rows.first()),
  ]);
  await goTo(visitor, '/work');
  await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
  say('ledger page', [await timed(() => goTo(visitor, '/ledger'), page.locator('.entries a').first())]);
  const histories: number[] = [];
  for (const { id } of known.items.slice(0, 10)) {
    const history = page.locator('.history li').first();
    await goTo(visitor, '/work');
    await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    histories.push(await timed(() => goTo(visitor, `/records/items/item/${id}`), history));
  }
  say('an item with its history', histories);
  await search(visitor, known, say);
  for (const failure of visitor.failures) process.stderr.write(`${failure}\n`);
}

async function showMore({ page }: Visitor): Promise<readonly number[]> {
  const times: number[] = [];
  const more = page.getByRole('button', { name: 'Show more' });
  for (let i = 1; i <= MORE && (await more.count()) > 0; i++) {
    times.push(await timed(() => more.click(), page.locator('.records .row-link').nth(i * 50)));
  }
  return times;
}

/** Searches by id, serial and part number, member and place in the log, one after the other. */
async function search({ page }: Visitor, known: Known, say: Say): Promise<void> {
  const texts: readonly (readonly [what: string, texts: readonly string[], kind: string])[] = [
    ['id', known.items.map(({ id }) => id), 'items/item'],
    ['serial number', known.items.map(({ value }) => String(value.number)), 'items/item'],
    ['part number', known.types.map(({ value }) => String(value.partNumber)), 'items/type'],
    ['member', known.members.map(({ id }) => id), 'membership/member'],
    ['place in the log', known.places.map(String), 'ledger'],
  ];
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox');
  await box.waitFor();
  const all: number[] = [];
  for (const [what, some, kind] of texts) {
    const found = kindOf(kind)?.label ?? kind;
    const times: number[] = [];
    for (let i = 0; i < SEARCHES / texts.length; i++) {
      await box.fill('');
      await page.getByRole('option').first().waitFor({ state: 'detached' });
      times.push(await page.evaluate(untilFound, { text: some[i % some.length] ?? '', found }));
    }
    say(`search by ${what}`, times);
    all.push(...times);
  }
  say('search, all', all);
}

/**
 * In the page: types into the search box, and tells the time until what was found is drawn. A look from outside would come
 * only every tenth of a second.
 */
function untilFound({ text, found }: { readonly text: string; readonly found: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no ${found} was found for ${text}`)), 20_000);
    const box = document.querySelector('[role=combobox]');
    const isThere = (): boolean =>
      [...document.querySelectorAll('[role=option]')].some(({ textContent }) => textContent.endsWith(found));
    const started = performance.now();
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - started));
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    // React listens to the setter of the element's own kind.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, text);
    box?.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
