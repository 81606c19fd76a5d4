// Broken and hostile files in Chromium, wherever a page reads one: the page says in a sentence what is wrong with it, and
// reads a good one afterwards.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { CHROMIUM } from '../sdk/page.ts';
import { assertQuiet, openScene, type Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);

type Bad = readonly [name: string, bytes: Buffer, says: RegExp];

const SAMPLE = 'samples/plate-order';
const QIF = `${SAMPLE}/inspection/fair_results.qif`;
const STEP = `${SAMPLE}/cad/bracket-plate.step`;
const LOG = `${SAMPLE}/machine-log/BRACKET-PLATE-1of4.txt`;

const bomb = `<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaaaaaaaa">${Array.from(
  { length: 12 },
  (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(10)}">`,
).join('')}]><QIFDocument>&a11;</QIFDocument>`;

/** A binary STL that says how many triangles it has, and has one. */
function stlOf(count: number, corner = 1): Buffer {
  const bytes = Buffer.alloc(84 + 50);
  bytes.writeUInt32LE(count, 80);
  bytes.writeFloatLE(corner, 96);
  bytes.writeFloatLE(1, 112);
  return bytes;
}

/** A picture of one colour, however large: some kilobytes. */
function pngOf(side: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  // One bit a pixel, grey.
  head[8] = 1;
  const pixels = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function half(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes.subarray(0, bytes.length / 2);
}

describe('files that are broken', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene[Symbol.asyncDispose]());

  /** Gives them one after the other, and a good one at last. */
  async function give(page: Page, bad: readonly Bad[]): Promise<void> {
    for (const [name, buffer, says] of bad) {
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await page.locator('main').getByText(says).first().waitFor();
    }
  }

  test('of a laboratory', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn('calibra/quality');
    await page.goto(`${scene.origin}/do/inspection/registerProgramme`);
    await give(page, [
      ['empty.qif', Buffer.alloc(0), /empty\.qif was not read.*empty file/],
      ['bomb.qif', Buffer.from(bomb), /bomb\.qif was not read.*document type/],
      ['half.qif', half(QIF), /half\.qif was not read/],
      ['picture.qif', pngOf(8), /picture\.qif was not read.*UTF-8/],
    ]);
    await page.locator('input[type=file]').first().setInputFiles(QIF);
    await page.locator('.form-read').waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('of a model', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn('harbour/sales');
    await page.goto(`${scene.origin}/designs`);
    await page.locator('.row-link').first().click();
    await page.getByText('Choose the file from disk').waitFor();
    await give(page, [
      ['many.stl', stlOf(2 ** 32 - 1), /4294967295 triangles, got 134 bytes/],
      ['nowhere.stl', stlOf(1, Number.NaN), /expected a finite coordinate/],
      ['empty.step', Buffer.alloc(0), /STEP: expected a model/],
      ['model.obj', Buffer.from('v 0 0 0'), /expected a name that ends in/],
      ['half.step', half(STEP), /STEP: expected a model/],
      ['bomb.3mf', deflateSync(Buffer.alloc(1000)), /archive: expected an end of central directory/],
    ]);
    await page.locator('input[type=file]').first().setInputFiles(STEP);
    await page.locator('canvas').first().waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('of a machine', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn('harbour/engineer');
    await page.goto(`${scene.origin}/production`);
    await page.locator('.row-link').first().click();
    await page.getByText('Choose the log file').waitFor();
    await give(page, [
      ['empty.txt', Buffer.alloc(0), /got none among 0/],
      ['binary.txt', pngOf(64), /got none among 3/],
    ]);
    await page.locator('input[type=file]').first().setInputFiles(LOG);
    await page
      .getByText(/log of the build|another log|differs/i)
      .first()
      .waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('of a camera', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await page.goto(`${scene.origin}/scan`);
    await give(page, [
      ['text.png', Buffer.from('no picture'), /cannot open that file as a picture/],
      ['huge.png', pngOf(20_000), /larger than/],
      ['text.png', Buffer.from('no picture'), /cannot open that file as a picture/],
    ]);
    assertQuiet(visitor);
    await visitor.context.close();
  });
});
