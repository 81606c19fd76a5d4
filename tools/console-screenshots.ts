// Pictures of every page of the console, at two sizes, light and dark: `node tools/console-screenshots.ts [part of a name …]`
// writes them to dist/screenshots. They are looked at by people, and not committed. With `--at <url>` they are of a console
// that is served already, and no tour is played.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PAGES } from '#test/console/pages.ts';
import { openScene, type Scene, SIZES, sceneAt } from '#test/console/scene.ts';

const FOLDER = fileURLToPath(new URL('../dist/screenshots', import.meta.url));
const { values, positionals: wanted } = parseArgs({ options: { at: { type: 'string' } }, allowPositionals: true });

mkdirSync(FOLDER, { recursive: true });
await using scene = await (values.at === undefined ? openScene() : sceneAt(values.at));
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) await takeAll(scene, { size, viewport, colorScheme });
}

type Look = {
  readonly size: string;
  readonly viewport: (typeof SIZES)[keyof typeof SIZES];
  readonly colorScheme: 'light' | 'dark';
};

async function takeAll(from: Scene, { size, viewport, colorScheme }: Look): Promise<void> {
  for (const { name, actor, open } of PAGES) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    const visitor = await from.visit({ viewport, colorScheme });
    if (actor !== undefined) await visitor.signIn(actor);
    await open(visitor, from.origin);
    await visitor.page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) });
    for (const failure of visitor.failures) process.stderr.write(`${name}: ${failure}\n`);
    await visitor.context.close();
  }
}
