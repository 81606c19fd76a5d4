import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Passport } from '#sdk/index.ts';
import { bundleName, codeToCompare, headlineOf, type ProofState, scannedOf, verifyCommand } from './model.ts';

const PASSPORT: Passport = {
  ...{ item: 'item-1', type: 'type-1', kind: 'serial', maker: 'northwind', partNumber: 'PLATE', name: 'Plate' },
  ...{ number: 'PLATE-001', state: 'released', evidenceGrade: 0, publishedAtMs: 1_795_864_643_270 },
};
const inState = (state: Passport['state']): readonly Passport[] => [{ ...PASSPORT, state }];

const ROWS: readonly (readonly [found: readonly Passport[], proof: ProofState, word: string, tone: string])[] = [
  [inState('released'), 'held', 'genuine record', 'good'],
  [inState('inTransit'), 'held', 'genuine record', 'good'],
  [inState('released'), 'checking', 'Checking …', 'waiting'],
  [inState('released'), 'failed', 'Not proven', 'bad'],
  [inState('released'), 'suspect', 'In doubt', 'bad'],
  [inState('scrapped'), 'checking', 'not fit for use', 'bad'],
  [inState('rejected'), 'held', 'not fit for use', 'bad'],
  [inState('made'), 'held', 'not released', 'decide'],
  [inState('planned'), 'failed', 'not made yet', 'bad'],
  [inState('consumed'), 'held', 'built in or used up', 'decide'],
  [[], 'checking', 'unknown', 'bad'],
  [[PASSPORT, { ...PASSPORT, item: 'item-2' }], 'held', 'claimed twice', 'bad'],
];

describe('the first word of a passport', () => {
  for (const [found, proof, word, tone] of ROWS) {
    const what = `${found.length} found, ${found[0]?.state ?? 'nothing'}, its proof ${proof}`;
    test(`${what}: ${word}`, () => {
      const headline = headlineOf(found, proof);
      assert.deepEqual([headline.word, headline.tone], [word, tone]);
      assert.match(headline.whatToDo, /\.$/);
    });
  }

  test('is good for nothing whose proof did not hold', () => {
    for (const proof of ['checking', 'suspect', 'failed'] as const) {
      for (const { tone } of [headlineOf(inState('released'), proof), headlineOf(inState('inService'), proof)]) {
        assert.notEqual(tone, 'good');
      }
    }
  });

  test('comes with what the label proves: it could be copied', () => {
    assert.match(headlineOf([PASSPORT], 'held').evidence, /can be copied/);
    assert.match(headlineOf([{ ...PASSPORT, evidenceGrade: 3 }], 'held').evidence, /chip/);
  });
});

test('what was scanned stands in the address', () => {
  assert.deepEqual(scannedOf({ item: 'item-1' }), { item: 'item-1' });
  assert.deepEqual(scannedOf({ gtin: '04012345000009', serial: 'a/b' }), { gtin: '04012345000009', serial: 'a/b' });
});

test('who came by the item’s id is told of another item under its code, who came by the code knows', () => {
  const coded = { ...PASSPORT, code: '04012345123456/a/b' };
  assert.deepEqual(codeToCompare({ item: 'item-1' }, coded), { gtin: '04012345123456', serial: 'a/b' });
  assert.equal(codeToCompare({ gtin: '04012345123456', serial: 'a/b' }, coded), undefined);
  assert.equal(codeToCompare({ item: 'item-1' }, PASSPORT), undefined);
  assert.equal(codeToCompare({ item: 'item-1' }, undefined), undefined);
});

test('the command names a file that no serial number can turn into another command', () => {
  assert.equal(verifyCommand('PLATE-001', 'ledger1'), 'touchmark verify PLATE-001.bundle.json --ledger ledger1');
  const hostile = ['; rm -rf ~', '../../x', '--policy', '$(reboot)', '', '\u202e001', 'x'.repeat(500)];
  for (const number of hostile)
    assert.match(bundleName(number), /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}\.bundle\.json$/, number);
});
