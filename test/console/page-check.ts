// What holds on every page: no complaint of the browser, no request that leaves the node, no serious fault that axe finds in
// light and dark, and no content beside the screen of a phone.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { PageToSee } from './pages/page-to-see.ts';
import { assertQuiet, type Scene, SIZES, type Visitor } from './scene.ts';

const AXE = axe.source;

/** Opens pages of a scene and holds them against all of it. Who signed in stays so, as people do. */
export function pageChecks(scene: Scene): (page: PageToSee) => Promise<void> {
  const visitors = new Map<string | undefined, Visitor>();
  return async ({ actor, open }) => {
    const visitor = visitors.get(actor) ?? (await scene.visit());
    if (actor !== undefined && !visitors.has(actor)) await visitor.signIn(actor);
    // Where a check fails, the next page has a browser of its own.
    visitors.delete(actor);
    const { page } = visitor;
    await page.setViewportSize(SIZES.laptop);
    await open(visitor, scene.origin);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await seriousFaults(page), [], colorScheme);
    }
    await assertFitsPhone(page);
    assertQuiet(visitor);
    visitors.set(actor, visitor);
  };
}

/** Holds a page against it in the midst of something, and leaves it as it was. */
export async function checkAsItStands(page: Page): Promise<void> {
  assert.deepEqual(await seriousFaults(page), []);
  const size = page.viewportSize() ?? SIZES.laptop;
  await assertFitsPhone(page);
  await page.setViewportSize(size);
}

async function assertFitsPhone(page: Page): Promise<void> {
  await page.setViewportSize(SIZES.phone);
  const [width, room] = [await page.evaluate('document.documentElement.scrollWidth'), SIZES.phone.width];
  assert.ok(Number(width) <= room, `${width} px of content on ${room} px of screen`);
}

/** Faults of the page as it stands, of those that axe calls serious or critical. */
async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  // What axe gives, as JSON.
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    );
}
