// Fills a ledger so far that one can see how the console does on it: `node tools/large-ledger.ts <new folder> [entries]`, by
// default a million, with 100,000 items, 5,000 orders that wait, and members that say what they can do. It writes through
// the ledger, block by block, as a node does. Only the signatures are left out, which take most of the time: they are wrong,
// an audit says so, and nobody may take this ledger for one. Served by
// `touchmark serve --home <folder> --demo-actors <folder>/keys`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '#contracts/index.ts';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { newId } from '#core/id.ts';
import { recordHash, referenceKey } from '#core/runtime.ts';
import { decodeStatement, signStatement } from '#core/statement.ts';
import { Candidate } from '#ledger/candidate.ts';
import { Ledger } from '#ledger/ledger.ts';
import { homePaths } from '#node/local.ts';
import { openNodeKey } from '#node/node-key.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { DEMO_PASSPHRASE } from '#tour/cast.ts';

const ACTORS = {
  northwind: ['root', 'buyer', 'finance'],
  harbour: ['root', 'sales', 'quality', 'engineer'],
  baltic: ['root', 'sales'],
  elbe: ['root', 'sales'],
} as const;
const ITEMS = 100_000;
const ORDERS = 5_000;
/** Items that get a document again and again, all along the log, and how many statements lie between two of these. */
const FOLLOWED = 700;
const FOLLOWED_EACH = 100;
const PER_BLOCK = 2_000;
const BLOCK_MS = 1_000;
const VALID_MS = 60_000;

/** A statement that nobody signed goes where one was checked. */
class Unsigned extends Candidate {
  override isSignedBy(): boolean {
    return true;
  }
}

type Told = { readonly by: string; readonly action: string; readonly input: JsonObject };
type Filling = {
  readonly ledger: Ledger;
  readonly keys: ReadonlyMap<string, ActorKeys>;
  timeMs: number;
  count: number;
};

const [home = '', wanted = '1000000'] = process.argv.slice(2);
const started = performance.now();
const filling = await found(home, Number(wanted));
await fill(filling, Number(wanted));
filling.ledger[Symbol.dispose]();

async function found(folder: string, entries: number): Promise<Filling> {
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const paths = homePaths(folder);
  const node = openNodeKey(paths.nodeKey);
  const names = Object.entries(ACTORS).flatMap(([member, roles]) => roles.map((role) => ({ member, role })));
  const made = await Promise.all(
    names.map(async ({ member, role }) => {
      const actor = `${member}/${role}`;
      const path = join(folder, 'keys', `${member}-${role}.json`);
      return [actor, await createKeyFile(path, actor, DEMO_PASSPHRASE)] as const;
    }),
  );
  const keys = new Map(made);
  // The last block is of now.
  const timeMs = Date.now() - Math.ceil(entries / PER_BLOCK) * BLOCK_MS;
  const genesis = await makeGenesis({
    name: 'A large ledger',
    timeMs,
    founders: Object.entries(ACTORS).map(([member, roles]) => ({
      ...{ member, name: member, rootsNeeded: 1 },
      actors: roles.map((role) => {
        const { signer, encryptionKey } = keyOf(keys, `${member}/${role}`);
        return { id: `${member}/${role}`, kind: 'person' as const, role, signer, encryptionKey };
      }),
    })),
    node: { name: 'origin', checkpointKey: node.checkpoint.publicKey, receiptKey: node.receipt.publicKey },
    contracts: contractInterfaces,
  });
  const ledger = Ledger.create(paths.ledger, genesis, { registry: createRegistry(), signer: node });
  return { ledger, keys, timeMs, count: 0 };
}

function keyOf(keys: ReadonlyMap<string, ActorKeys>, actor: string): ActorKeys {
  const found = keys.get(actor);
  if (found === undefined) throw new Error(`there is no actor ${actor}`);
  return found;
}

async function fill(to: Filling, entries: number): Promise<void> {
  const input = { partNumber: 'PLATE-1', name: 'Plate', tracking: 'serial', unit: 'piece' };
  const [type = ''] = await write(to, [{ by: 'harbour/sales', action: 'items.registerType', input }], 'type');
  const items: string[] = [];
  for (let told = 0, size = to.ledger.head.size; size < entries; size = to.ledger.head.size) {
    const block = Array.from({ length: PER_BLOCK }, (_, i) => tell(type, items, told + i, entries));
    told += PER_BLOCK;
    items.push(...(await write(to, block, 'item')));
    const seconds = Math.round((performance.now() - started) / 1000);
    if (told % 50_000 === 0) process.stdout.write(`${to.ledger.head.size} entries after ${seconds} s\n`);
  }
}

/** The statement at a place: items in the first half of the log, orders spread over it, profiles between them. */
function tell(type: string, items: readonly string[], at: number, entries: number): Told {
  const followed = items[Math.floor(at / FOLLOWED_EACH) % FOLLOWED];
  if (at % FOLLOWED_EACH === 0 && followed !== undefined) {
    const input = { item: followed, kind: 'report', commitment: hash(`document ${at}`) };
    return { by: 'harbour/quality', action: 'items.attachDocument', input };
  }
  const eachItem = Math.max(1, Math.floor(entries / 2 / ITEMS));
  if (at % eachItem === 0 && at / eachItem < ITEMS * 1.06)
    return { by: 'harbour/sales', action: 'items.registerItem', input: { type, serial: `SN-${at}` } };
  const eachOrder = Math.max(2, Math.floor(entries / ORDERS));
  if (at % eachOrder === 1) return { by: 'northwind/buyer', action: 'procurement.placeOrder', input: orderOf(type) };
  const by = ['harbour/sales', 'baltic/sales', 'elbe/sales'][at % 3] ?? '';
  const input = { country: 'SE', exportZones: [`zone ${at % 9}`], takesOrders: true };
  return { by, action: 'capacity.setProfile', input };
}

function orderOf(itemType: string): JsonObject {
  return {
    ...{ seller: 'harbour', itemType, quantity: 4, unitPriceCents: 12_500, unit: 'EUR', payment: 'invoice' },
    ...{ neededByMs: Date.UTC(2036, 0), deliveryPlace: hash('place'), terms: [], assumed: [] },
  };
}

/** Writes a block. @returns ids of what of a kind it made */
async function write(to: Filling, block: readonly Told[], kind: string): Promise<readonly string[]> {
  const { ledger } = to;
  to.timeMs += BLOCK_MS;
  const statements = await Promise.all(block.map((told) => unsigned(to, told)));
  const applied = ledger.execute(
    to.timeMs,
    statements.map((bytes) => new Unsigned(decodeStatement(bytes))),
  );
  ledger.commit();
  const wrong = applied.find(({ outcome }) => outcome !== 'accepted');
  if (wrong !== undefined) throw new Error(`a statement came to ${wrong.outcome} ${JSON.stringify(wrong.details)}`);
  return applied.flatMap(({ txId }, i) =>
    block[i]?.action.startsWith('items.register') === true
      ? [newId({ txId, notAfterMs: to.timeMs + VALID_MS }, kind, 0)]
      : [],
  );
}

function unsigned(to: Filling, { by, action: name, input }: Told): Promise<Uint8Array> {
  const { ledger, keys, timeMs } = to;
  const [contractName = '', action = ''] = name.split('.');
  const contract = ledger.registry.contract(contractName);
  const definition = contract?.actions[action];
  if (contract === undefined || definition === undefined) throw new Error(`there is no ${name}`);
  const references = typeof definition.expects === 'function' ? definition.expects(input as never) : [];
  const expects = references.flatMap((reference) => {
    const key = referenceKey(contractName, reference);
    const [owner, record, ...id] = key.split('/');
    const text = ledger.state.get(`${owner}/${record}`, id.join('/'));
    return text === undefined ? [] : [[key, recordHash(text)] as const];
  });
  const nonce = base64url(sha256(utf8(`n${to.count++}`)).subarray(0, 16));
  const content = { contract: contractName, version: contract.version, action, input, nonce };
  const { publicKey } = keyOf(keys, by).signer;
  return signStatement(
    {
      ...{ issuer: by.split('/')[0] ?? '', subject: definition.subject(input as never), audience: ledger.id },
      action: { ...content, expects: Object.fromEntries(expects), notAfterMs: timeMs + VALID_MS },
    },
    { publicKey, sign: async () => new Uint8Array(64).fill(1) },
  );
}

function hash(text: string): string {
  return base64url(sha256(utf8(text)));
}
