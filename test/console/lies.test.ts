// A node that lies about a passport, in Chromium: whatever of the proof it changes on the way to the browser, the page
// never says that the record is genuine.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { CHROMIUM } from '../sdk/page.ts';
import { publishedItem } from './pages/public.ts';
import { assertQuiet, openScene, type Scene, SIZES } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);

/** What is said in place of what the node said. */
type Lie = (said: Buffer, path: string) => Buffer | string | Promise<Buffer>;
type Json = { readonly [name: string]: unknown };

const json =
  (change: (answer: Json) => unknown): Lie =>
  (said) =>
    JSON.stringify(change(JSON.parse(said.toString())));
const valueWith = (changed: Json): Lie =>
  json((answer) => ({ ...answer, value: { ...Object(answer.value), ...changed } }));
/** One bit of its last byte. */
const flipped: Lie = (said) => Buffer.concat([said.subarray(0, -1), Buffer.of((said.at(-1) ?? 0) ^ 1)]);
/** The checkpoint of a longer log, under the same signatures. */
const longer = ({ checkpoint, ...rest }: Json): Json => ({
  ...rest,
  checkpoint: String(checkpoint).replace(/(?<=\n)\d+(?=\n)/, (size) => String(Number(size) + 1)),
});
const genuine: Lie = (said) => said;

const RECEIPT = /^\/v1\/entries\/\d+\/receipt$/;
const STATEMENT = /^\/v1\/entries\/\d+$/;
const PASSPORT = /^\/v1\/records\/items\/passport\/item-/;
const KEY = /^\/v1\/records\/membership\/key\//;

describe('a node that lies about a passport', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  let item = '';
  before(async () => {
    scene = await openScene();
    item = await publishedItem(scene.origin);
  });
  after(() => scene[Symbol.asyncDispose]());

  /** The same of the first statement, which the node truly gives. */
  const ofAnother: Lie = async (_, path) => {
    const response = await fetch(scene.origin + path.replace(/entries\/\d+/, 'entries/0'));
    return Buffer.from(await response.arrayBuffer());
  };

  const LIES: readonly (readonly [what: string, path: RegExp, lie: Lie, says: RegExp])[] = [
    ['nothing but the truth', PASSPORT, genuine, /genuine record/i],
    ['a receipt with another last bit', RECEIPT, flipped, /not proven/i],
    ['the receipt of another statement', RECEIPT, ofAnother, /not proven/i],
    ['a page as a receipt', RECEIPT, () => '<html>Sign in</html>', /not proven/i],
    ['another statement', STATEMENT, ofAnother, /not proven/i],
    ['a statement with another last bit', STATEMENT, flipped, /not proven/i],
    ['a key of another member', KEY, valueWith({ member: 'harbour' }), /not proven/i],
    ['another founding', /^\/v1\/genesis$/, flipped, /not proven/i],
    ['a checkpoint of one statement more', /^\/v1\/cosignatures$/, json(longer), /not proven/i],
    ['no statement that published it', /^\/v1\/entries$/, json(() => ({ items: [] })), /not proven/i],
    ['a key that was reported lost', KEY, valueWith({ suspectFromMs: 1 }), /in doubt/i],
    ['a passport of another item', PASSPORT, valueWith({ item: 'item-another' }), /answer_invalid/],
    ['a passport in a state that none has', PASSPORT, valueWith({ state: 'perfect' }), /answer_invalid/],
    ['no passport', PASSPORT, () => 'null', /answer_invalid/],
  ];
  for (const [what, path, lie, says] of LIES) {
    test(`${what}: ${says.source}`, async () => {
      const visitor = await scene.visit({ viewport: SIZES.phone });
      const { page } = visitor;
      let lies = 0;
      await page.route(
        ({ pathname }) => path.test(pathname),
        async (route) => {
          const response = await route.fetch();
          lies++;
          await route.fulfill({
            response,
            body: await lie(await response.body(), new URL(route.request().url()).pathname),
          });
        },
      );
      await page.goto(`${scene.origin}/p/${item}`);
      await page.locator('h1, [role="alert"]').filter({ hasText: says }).first().waitFor();
      assert.ok(lies > 0, 'it was asked');
      assert.equal(await page.getByRole('heading', { name: 'genuine record' }).count(), lie === genuine ? 1 : 0);
      assertQuiet(visitor);
      await visitor.context.close();
    });
  }
});
