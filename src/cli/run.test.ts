// Wrong command lines and help: what is missing is said, and nothing else happens.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { fieldOptions, indexOptions } from './contract-words.ts';
import { touchmark } from './io.fixture.ts';
import { ALL_VERBS, VERBS } from './verbs.ts';
import { kebab } from './words.ts';

const at = { cwd: '/nowhere' };

describe('usage', () => {
  const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [['fly'], /there is no verb fly/],
    [['constructor'], /there is no verb constructor/],
    [['help', 'fly'], /there is no verb fly/],
    [['verify'], /the bundle is missing/],
    [['verify', 'a', 'b'], /one word too many: b/],
    [['verify', 'bundle.json', '--leger', 'x'], /Unknown option '--leger'/],
    [['verify', 'bundle.json', '--ledger', 'short'], /--ledger is not a ledger id/],
    [['audit'], /the ledger file is missing/],
    [['show'], /the file is missing/],
    [['show', '--ledger', 'home/ledger.db'], /the place: an entry, a transaction or contract\/record\/id is missing/],
    [['keys'], /say keys rotate, .*keys new, keys show, keys check/],
    [['keys', 'burn'], /keys has no burn: say keys /],
    [['join'], /say join request, join sponsor/],
    [['completion', 'csh'], /completion knows bash, zsh, fish, not csh/],
    [['restore'], /the backup is missing/],
    [['backup'], /--out <folder> is missing/],
    [['init', '--name', 'L', '--member', 'acme'], /--member-name <text> is missing/],
    [['init', '--name', 'L', '--member', 'A', '--member-name', 'A'], /A is not a member’s id/],
    [
      ['init', '--name', 'L', '--member', 'acme', '--member-name', 'A', '--role', 'admin'],
      /--role takes buyer, .*, not admin/,
    ],
    [['serve', '--prot', '1'], /Unknown option '--prot'/],
    [['replica', '--from', 'http://127.0.0.1:1'], /--ledger <id> is missing/],
    [['call'], /the contract is missing/],
    [['call', 'fishing', 'cast'], /there is no contract fishing: there are accounts, /],
    [['call', 'procurement', 'constructor'], /procurement has no action constructor: it has placeOrder, /],
    [['call', '--json', 'procurement'], /the contract and the action come before the options/],
    [['call', 'procurement', 'acceptOrder', '--colour', 'red'], /Unknown option '--colour'/],
    [['call', 'procurement', 'acceptOrder'], /procurement.acceptOrder: .*id/],
    [['call', 'accounts', 'transfer', '--amount-cents', 'much'], /--amount-cents takes a whole number, not much/],
    [['call', 'procurement', 'placeOrder', '--terms', '{'], /--terms is not JSON/],
    [['list', 'procurement'], /the record is missing/],
    [['list', 'procurement', 'orders'], /procurement has no record orders: it has order, units/],
    [['list', 'membership', 'member', '--limit', '-1'], /--limit/],
    [['list', 'membership', 'member'], /--node <url> is missing/],
    [['list', 'membership', 'member', '--ledger', 'k3v'], /k3v is not a ledger’s id/],
    [['get', 'membership', 'member'], /the record’s id is missing/],
    [['download', 'x'], /x is not a blob’s id/],
    [['upload', 'x', '--purpose', 'fun'], /--purpose takes quote, .*, not fun/],
    [['keys', 'new', 'Acme', '--out', 'x.key'], /Acme is not an actor’s id/],
    [['keys', 'new', 'acme/buyer'], /--out <file> is missing/],
    [['keys', 'new', 'acme/buyer', '--out', 'x.key'], /there is no terminal to ask at/],
    [['keys', 'new', 'acme/buyer', '--out', 'x.key', '--passphrase', 'y'], /Unknown option '--passphrase'/],
  ];
  for (const [args, sentence] of wrong) {
    test(`touchmark ${args.join(' ')} is wrong usage`, async () => {
      const { code, out, err } = await touchmark(args, at);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, sentence);
    });
  }

  test('every verb has a help of its own, which lists the exit codes and no line too long', async () => {
    for (const words of [[], ['keys'], ['join'], ...ALL_VERBS.map(([name]) => name.split(' '))]) {
      for (const args of [
        ['help', ...words],
        [...words, '--help'],
      ]) {
        const { code, out } = await touchmark(args, at);
        assert.equal(code, 0, args.join(' '));
        const lines = out.split('\n');
        assert.deepEqual(
          lines.filter((line) => line.length > 120),
          [],
          `touchmark ${args.join(' ')}`,
        );
        assert.match(out, /Exit codes: 0 ok · 1 what was checked is wrong, or a contract refused · 2 wrong usage/);
      }
    }
  });

  test('every action and every record has its help, from its interface', async () => {
    for (const contract of contractInterfaces) {
      for (const [action, { says }] of Object.entries(contract.actions)) {
        const { code, out } = await touchmark(['call', contract.name, action, '--help'], at);
        assert.equal(code, 0);
        assert.ok(out.includes(says), `${contract.name}.${action}`);
        for (const refusal of Object.keys(contract.refusals)) assert.ok(out.includes(`  ${refusal} `));
      }
      for (const [record, { index }] of Object.entries(contract.records)) {
        const { code, out } = await touchmark(['list', contract.name, record, '--help'], at);
        assert.equal(code, 0);
        for (const name of index)
          assert.match(out, new RegExp(`\\n {2}--${kebab(name)} `), `${contract.name}/${record}`);
      }
    }
  });

  test('no field and no index has the name of an option that the verb has already', () => {
    for (const contract of contractInterfaces) {
      for (const action of Object.values(contract.actions)) {
        for (const option of Object.keys(fieldOptions(action)))
          assert.ok(!Object.hasOwn(VERBS.call.options, option), option);
      }
      for (const record of Object.values(contract.records)) {
        for (const option of Object.keys(indexOptions(record))) {
          assert.ok(!Object.hasOwn({ ...VERBS.list.options, ...VERBS.export.options }, option), option);
        }
      }
    }
  });
});
