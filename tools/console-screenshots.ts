// Pictures of every page of the console, at two sizes, light and dark: `node tools/console-screenshots.ts [part of a name …]`
// writes them to dist/screenshots. They are looked at by people, and not committed. With `--market` they are of the market
// with the states that the tour never comes to; with `--at <url>` of a console that is served already, and none is played.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { marketAt, openMarket } from '#test/console/market/scene.ts';
import { MARKET_PAGES } from '#test/console/pages/market.ts';
import { PAGES } from '#test/console/pages.ts';
import { openScene, type Scene, SIZES, sceneAt } from '#test/console/scene.ts';

const FOLDER = fileURLToPath(new URL('../dist/screenshots', import.meta.url));
const { values, positionals: wanted } = parseArgs({
  options: { at: { type: 'string' }, market: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const pages = values.market ? MARKET_PAGES : PAGES;

mkdirSync(FOLDER, { recursive: true });
const [open, openAt] = values.market ? [openMarket, marketAt] : [openScene, sceneAt];
await using scene = await (values.at === undefined ? open() : openAt(values.at));
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) await takeAll(scene, { size, viewport, colorScheme });
}

type Look = {
  readonly size: string;
  readonly viewport: (typeof SIZES)[keyof typeof SIZES];
  readonly colorScheme: 'light' | 'dark';
};

async function takeAll(from: Scene, { size, viewport, colorScheme }: Look): Promise<void> {
  for (const { name, actor, open } of pages) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    const visitor = await from.visit({ viewport, colorScheme });
    if (actor !== undefined) await visitor.signIn(actor);
    await open(visitor, from.origin);
    await visitor.page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) });
    for (const failure of visitor.failures) process.stderr.write(`${name}: ${failure}\n`);
    await visitor.context.close();
  }
}
