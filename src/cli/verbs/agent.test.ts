// `touchmark agent` as a shop and a buyer run it: the files of docs/agents.md, key files, what is printed and kept, exit
// codes, and a person who takes what the rules leave.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import type { Decision } from '#sdk/agents/decision.ts';
import { BUYS, DAY_MS, HOUR_MS, type Market, mandate, newMarket, SELLS } from '#sdk/agents/market.fixture.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import { enrolmentOf } from '#sdk/new-key.ts';
import { type Surroundings, touchmark } from '../io.fixture.ts';

const PASSPHRASE = 'a passphrase for this test';
const DOCS = readFileSync(new URL('../../../docs/agents.md', import.meta.url), 'utf8');
let market: Market & TestServer;

before(async () => {
  market = await newMarket((home, members) => newServer(home, {}, members));
  const untilMs = market.clock.nowMs + 400 * DAY_MS;
  for (const [actor, lines] of [
    ['acme/buys', BUYS],
    ['borealis/sells', SELLS],
    ['carter/sells', SELLS],
    ['carter/owner', undefined],
  ] as const) {
    const keys = await createKeyFile(market.file(`${actor.replace('/', '-')}.key`), actor, PASSPHRASE);
    const own = await enrolmentOf(keys, market.node.ledger.id);
    const [kind, role] = lines === undefined ? (['person', 'sales'] as const) : (['agent', 'agent'] as const);
    const given = lines === undefined ? [] : [...mandate(lines, untilMs)];
    const admin = market.client(`${actor.split('/')[0]}/admin`);
    await admin.do(membershipInterface, 'enrolActor', { id: actor, kind, role, mandate: given, ...own });
  }
});
after(() => market[Symbol.asyncDispose]());

/** The examples of the page, by the name of their file. */
function example(name: string) {
  const json = new RegExp(`\`${name}\`:\n\n\`\`\`json\n([\\s\\S]*?)\`\`\``).exec(DOCS)?.[1];
  assert.ok(json !== undefined, `docs/agents.md has no example of ${name}`);
  return JSON.parse(json.replaceAll('type-…', market.itemType));
}

function folderOf(name: string, files: { readonly [file: string]: unknown }): string {
  const folder = market.file(name);
  mkdirSync(folder, { recursive: true });
  for (const [file, value] of Object.entries(files)) writeFileSync(join(folder, file), JSON.stringify(value));
  return folder;
}

function agent(key: string, args: readonly string[], more: Partial<Surroundings> = {}) {
  const env = {
    ...{ TOUCHMARK_URL: market.url, TOUCHMARK_LEDGER: market.node.ledger.id, TOUCHMARK_PASSPHRASE: PASSPHRASE },
    TOUCHMARK_KEY: `${key}.key`,
  };
  return touchmark(['agent', ...args], { cwd: market.file('.'), env, clock: () => market.clock.nowMs, ...more });
}

test('the page’s examples buy and sell: a need becomes an order, and every decision is printed and kept', async () => {
  const rules = example('price-rules.json');
  const needs = [{ ...example('needs.json')[0], neededByMs: market.clock.nowMs + 40 * DAY_MS }];
  folderOf('buying', { 'buying-policy.json': example('buying-policy.json'), 'needs.json': needs });
  folderOf('borealis', { 'price-rules.json': rules });
  folderOf('carter', { 'price-rules.json': { ...rules, marginBasisPoints: 1_000 } });
  const buy = () => agent('acme-buys', ['buy', '--folder', 'buying', '--once']);
  const sell = (member: string) => agent(`${member}-sells`, ['sell', '--folder', member, '--once', '--json']);
  const asked = await buy();
  assert.equal(asked.code, 0, asked.err);
  assert.match(asked.out, /^PO-4711 signed: sourcing\.publishRfq, entry \d+$/m);
  assert.match(asked.out, /^ {2}carter: \d+ points, number \d \(shop_qualifies\)$/m);
  for (const _ of ['seal', 'hand over']) {
    for (const member of ['borealis', 'carter']) {
      const sold = await sell(member);
      assert.equal(sold.code, 0, sold.err);
      assert.equal((JSON.parse(sold.out.split('\n')[0] ?? '') as Decision).verdict, 'did');
    }
    market.clock.nowMs += HOUR_MS;
  }
  await buy();
  market.clock.nowMs += HOUR_MS;
  const bought = await buy();
  assert.match(bought.out, /^PO-4711 signed: sourcing\.award/m);
  const [order] = await market.client('acme/buyer').list(procurementInterface, 'order', 'buyer', 'acme');
  assert.equal(order?.seller, 'carter');
  const place = JSON.parse(readFileSync(join(market.file('buying'), 'PO-4711.delivery-place.json'), 'utf8'));
  assert.equal(place.value, 'Works 2, dock 4');
  const kept = readFileSync(join(market.file('buying'), 'decisions.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const verdicts = kept.map((line) => (JSON.parse(line) as Decision).action).filter((action) => action !== undefined);
  assert.deepEqual(
    verdicts,
    ['publishRfq', 'openReceived', 'award', 'tellRank'].map((name) => `sourcing.${name}`),
  );
  assert.equal(statSync(join(market.file('carter'), 'agent.db')).mode & 0o777, 0o600);
  assert.deepEqual((await buy()).out, '', 'what is done is not told again');
});

test('what the rules leave is a person’s: the exit code says so, and the person signs with a key of their own', async () => {
  const policy = { ...example('buying-policy.json'), toBuyer: false };
  const needs = [{ ...example('needs.json')[0], reference: 'PO-4712', neededByMs: market.clock.nowMs + 40 * DAY_MS }];
  folderOf('buying-2', { 'buying-policy.json': policy, 'needs.json': needs });
  await agent('acme-buys', ['buy', '--folder', 'buying-2', '--once']);
  const rules = { ...example('price-rules.json'), most: { orderCents: 1, quantity: 100, bondCents: 100_000 } };
  folderOf('careful', { 'price-rules.json': rules });
  const left = await agent('carter-sells', ['sell', '--folder', 'careful', '--once']);
  assert.equal(left.code, 1);
  assert.match(
    left.out,
    /^(rfq-\S+) A PERSON DECIDES: sourcing\.sealBid\n[\s\S]*a person quotes above 0\.01 EUR \(order_large\)$/m,
  );
  const rfq = /^(rfq-\S+) A PERSON/m.exec(left.out)?.[1] ?? '';
  folderOf('own', { 'price-rules.json': rules });
  const take = ['sell', '--folder', 'own', '--take', rfq, '--once'];
  assert.match((await agent('carter-owner', take)).err, /say --yes/);
  assert.match(
    (await agent('carter-sells', [...take.with(2, 'careful'), '--yes'])).err,
    /--take is for a person's key/,
  );
  const declined = await agent('carter-owner', take, { answers: ['no'] });
  assert.match(declined.out, /nothing was signed \(signing_declined\)/);
  const taken = await agent('carter-owner', take, { answers: ['yes'] });
  assert.match(taken.out, /signed: sourcing\.sealBid, entry \d+$/m);
  const shown = /a unit, the least 115\.92 EUR \(price\)[\s\S]*^Seal a bid on rfq-/m;
  assert.match(taken.err, shown, 'the price is shown, and then the signing sheet');
  assert.match(taken.out, /^ {2}acme asks for 4 of PLATE-1 \(Plate\) by /m);
  assert.equal((await market.client('acme/buyer').list(sourcingInterface, 'bid', 'rfq', rfq)).length, 1);
});

const wrong: readonly (readonly [
  name: string,
  args: readonly string[],
  files: object,
  code: number,
  message: RegExp,
])[] = [
  ['no rules', ['sell'], {}, 1, /price-rules\.json: there is no such file \(file_unreadable\)/],
  [
    'rules that are not JSON',
    ['sell'],
    { 'price-rules.json': 'x' },
    1,
    /^.*price-rules\.json: .*\(price_rules_invalid\)$/m,
  ],
  ['needs that are no list', ['buy'], { 'needs.json': {} }, 1, /expected a list of needs \(needs_invalid\)/],
  [
    'a need without a place',
    ['buy'],
    { 'needs.json': [{ reference: 'a' }] },
    1,
    /\/0\/deliveryPlace is not the place in words/,
  ],
  [
    'a reference that is a path',
    ['buy'],
    { 'needs.json': [{ reference: '../a', deliveryPlace: 'b' }] },
    1,
    /\/0\/reference is not made of/,
  ],
];
for (const [at, [name, args, files, code, message]] of wrong.entries())
  test(`an agent with ${name} says so`, async () => {
    const folder = `wrong-${at}`;
    const policy = args[0] === 'buy' ? { 'buying-policy.json': example('buying-policy.json') } : {};
    folderOf(folder, { ...policy, ...files });
    const key = args[0] === 'buy' ? 'acme-buys' : 'carter-sells';
    const done = await agent(key, [...args, '--folder', folder, '--once']);
    assert.match(done.err, message);
    assert.equal(done.code, code);
  });

test('a memory is one actor’s, and one process’s; a person’s key is no agent', async () => {
  folderOf('mine', { 'price-rules.json': example('price-rules.json') });
  await agent('carter-sells', ['sell', '--folder', 'mine', '--once']);
  const other = await agent('borealis-sells', ['sell', '--folder', 'mine', '--once']);
  assert.match(other.err, /agent\.db is the memory of carter\/sells: borealis\/sells needs one of its own/);
  const person = await agent('carter-owner', ['sell', '--folder', 'own', '--once']);
  assert.match(person.err, /carter\/owner is a person, whom nothing would hold back/);
});

test('where the mandate is too small, the command that widens it is printed, and with it the agent goes on', async () => {
  const needs = [{ ...example('needs.json')[0], reference: 'PO-4713', neededByMs: market.clock.nowMs + 40 * DAY_MS }];
  folderOf('buying-3', { 'buying-policy.json': example('buying-policy.json'), 'needs.json': needs });
  const untilMs = market.clock.nowMs + 400 * DAY_MS;
  await market.setMandate('acme/buys', mandate({ award: 79_999 }, untilMs));
  const buy = () => agent('acme-buys', ['buy', '--folder', 'buying-3', '--once']);
  const { out, code } = await buy();
  assert.equal(code, 1);
  assert.match(out, /sourcing\.award needs 800\.00 EUR, the mandate goes to 799\.99 EUR \(mandate_exceeded\)/);
  const lines = [...out.matchAll(/--mandate '(\{.*?\})'/g)].map(([, json = '']) => JSON.parse(json));
  await market.setMandate('acme/buys', lines);
  assert.match((await buy()).out, /^PO-4713 signed: sourcing\.publishRfq/m);
});
