// The console in a real browser on a real ledger: the tour is played and served, the console is built where it is not, and
// pages open in Chromium. Whatever a page complains of, whatever its policy stops, and every request that leaves the node
// is gathered, and a test that ends with any of it fails.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { signInTexts } from '#console/texts/sign-in.ts';
import { play } from '#tour/play.fixture.ts';
import { buildConsole } from '../../tools/build-console.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { copyPlayedTour } from './played-tour.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** A laptop, and a phone. */
export const SIZES = { laptop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** One visitor: a browser of its own, with what it complained of. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Complaints so far, as sentences. */
  readonly failures: readonly string[];
  /** Signs in as an actor of the demo. */
  signIn(actor: string): Promise<void>;
};

/** A played tour that is served, and a browser. */
export type Scene = {
  /** URL of the origin. */
  readonly origin: string;
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A browser on a console that is served already. @param origin its URL @param flags more of Chromium's */
export async function sceneAt(origin: string, flags: readonly string[] = []): Promise<Scene> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...flags] });
  return {
    origin,
    visit: (options = {}) => visit(browser, origin, options),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** A scene whose time goes on when a test says so. */
export type TimedScene = Scene & {
  /** Lets the nodes' clock show at least this time. The browsers' goes on as it does: some minutes are no matter. */
  passTo(timeMs: number): void;
};

/** Opens the scene. */
export async function openScene(): Promise<TimedScene> {
  await buildConsole();
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-console-'));
  const { clock, passTo } = clockFromNow();
  await copyPlayedTour(folder, clock);
  const stop = new AbortController();
  const { promise: served, resolve: serves } = Promise.withResolvers<string>();
  let origin = '';
  const played = play({
    ...{ home: folder, stop, clock },
    onLine: (line) => {
      origin = /(http:\/\/\S+)\/ {2}the console/.exec(line)?.[1] ?? origin;
      if (line.trim() === 'Ctrl+C ends it.') serves(origin);
    },
  });
  // A tour that fails never serves.
  await Promise.race([served, played]);
  const scene = await sceneAt(origin);
  return {
    ...scene,
    passTo,
    [Symbol.asyncDispose]: async () => {
      await scene[Symbol.asyncDispose]();
      stop.abort();
      await played;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A clock that is this computer's but for the waits of the tour, and those of a test, which it steps over. */
function clockFromNow(): { clock(): number; passTo(timeMs: number): void } {
  let nowMs = 0;
  let aheadMs = 0;
  return {
    clock: () => {
      nowMs = Math.max(nowMs + 1, Date.now() + aheadMs);
      return nowMs;
    },
    passTo: (timeMs) => {
      aheadMs = Math.max(aheadMs, timeMs - Date.now());
    },
  };
}

async function visit(browser: Browser, origin: string, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({ viewport: SIZES.laptop, reducedMotion: 'reduce', ...options });
  const failures: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('blob:'))
      failures.push(`asked for ${request.url()}`);
  });
  context.on('weberror', (error) => failures.push(String(error.error())));
  context.on('console', (message) => {
    // An answer 404 is reported by the browser itself.
    const isOfNetwork = message.text().startsWith('Failed to load resource');
    // Without a graphics card the browser says that it reads pictures back slowly.
    const isOfDriver = /GL Driver Message .*GPU stall due to ReadPixels/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isOfNetwork && !isOfDriver) failures.push(message.text());
  });
  await context.exposeFunction('tellViolation', (text: string) => failures.push(`the policy stopped ${text}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, sample }) => {
      const tell: unknown = Reflect.get(globalThis, 'tellViolation');
      if (typeof tell === 'function') tell(`${effectiveDirective} ${blockedURI} ${sourceFile} ${sample}`);
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return {
    ...{ page, context, failures },
    signIn: async (actor) => {
      await page.goto(`${origin}/sign-in`);
      const [button, all] = [
        page.getByRole('button', { name: actor, exact: true }),
        page.getByText(signInTexts.demoAll),
      ];
      await all.waitFor();
      // Who has no main part stands behind it.
      if (!(await button.isVisible())) await all.click();
      await button.click();
      await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    },
  };
}

/** Goes to a page as a link of the console does, without loading the console anew. */
export async function goTo({ page }: Visitor, place: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, place);
}

/** Fails where a visitor's browser complained of anything. */
export function assertQuiet({ failures }: Visitor): void {
  assert.deepEqual(failures, []);
}
