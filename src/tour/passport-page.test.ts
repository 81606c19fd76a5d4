// The passport page: what it shows is what it is given, as text, and its code opens the item's passport at a node.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'uqr';
import { passportVerdict } from '#contracts/items/records.ts';
import { passportPage } from './passport-page.ts';

const FACTS = {
  serial: 'PLATE-001',
  part: 'PLATE',
  ledgerId: 'a'.repeat(52),
  item: 'item-1',
  rows: [['review', 'passes']] as const,
  verdict: passportVerdict([]),
  address: 'http://127.0.0.1:4800/p/item-1',
  reach: 'this computer',
  bundle: 'PLATE-001.bundle.json',
  policy: 'policy.json',
} as const;

test('says first what anyone is told, and what a code cannot prove', () => {
  const page = passportPage(FACTS);
  const { verdict, reason, whatToDo, evidence } = FACTS.verdict;
  assert.ok(page.includes(`<strong>${verdict}</strong>: ${reason} ${whatToDo}`));
  assert.ok(page.indexOf(reason) < page.indexOf('<dl>'));
  assert.ok(page.includes(evidence));
});

test('shows its rows, the bundle beside it and the command that checks it', () => {
  const page = passportPage(FACTS);
  assert.match(page, /<dt>review<\/dt><dd>passes<\/dd>/);
  assert.ok(
    page.includes(`touchmark verify "PLATE-001.bundle.json" --ledger ${FACTS.ledgerId} --policy "policy.json"`),
  );
});

test('shows hostile texts as text, and runs and loads nothing', () => {
  const page = passportPage({ ...FACTS, serial: '<script>alert(1)</script>', rows: [['"><img src=x>', "'&<b>"]] });
  assert.ok(!page.includes('<script') && !page.includes('<img') && !page.includes('<b>'));
  assert.ok(page.includes('&#60;script&#62;') && page.includes("default-src 'none'"));
  assert.doesNotMatch(page, /(?:src|href)="/);
});

test('draws the code of its address at a node, a square for each dark module', () => {
  const { data } = encode(FACTS.address, { border: 4 });
  const dark = data.flat().filter(Boolean).length;
  const [, svg = ''] = /<svg[^>]*>(.*?)<\/svg>/s.exec(passportPage(FACTS)) ?? [];
  assert.equal((svg.match(/M/g) ?? []).length, dark);
});

test('says where the code opens: everywhere at a public address, else on this computer alone', () => {
  const own = 'http://127.0.0.1:4800/p/item-1: an address of the computer that wrote this page.';
  assert.ok(passportPage(FACTS).includes(own));
  const page = passportPage({ ...FACTS, address: 'https://plates.example/p/item-1', reach: 'others' });
  assert.ok(page.includes('Opens https://plates.example/p/item-1, where anyone is told the same.'));
  assert.ok(!page.includes('127.0.0.1'));
});
