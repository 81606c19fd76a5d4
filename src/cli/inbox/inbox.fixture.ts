// A plant for the inbox's tests: acme orders plates from borealis, which mills and measures them, on a served ledger; and
// inboxes of their agents, which a test can cut off from the node, or end, at any moment.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { enrolmentOf } from '#sdk/new-key.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { readInboxConfig } from './config.ts';
import { Inbox, type InboxOptions, type Look } from './inbox.ts';
import { type LineOptions, lineTo } from './line.ts';
import type { FileOutcome } from './outcome.ts';
import type { Worked } from './work.ts';

const DAY_MS = 86_400_000;
/** The part that acme orders. */
export const PART = 'PLATE-1';
const OTHER_PART = 'PLATE-2';
/** Its price as inbox.json says it. */
export const PRICE_CENTS = 10_000;

type Role = 'agent' | 'machine' | 'sales' | 'engineer' | 'quality';

/** A served ledger with its plant. */
export type Plant = {
  readonly server: TestServer;
  readonly folder: ReturnType<typeof temporaryFolder>;
  /** Enrols an actor; its keys are those that tests derive from its id, or the given ones. */
  enrol(actor: string, role: Role, keys?: Pick<ActorKeys, 'actor' | 'signer' | 'encryptionKey'>): Promise<void>;
  /** What an agent of acme may order. */
  allow(actor: string, mostCents: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Serves a ledger on which acme’s part is registered, and acme/agent may order for 1,000,000,000.00 at once. */
export async function newPlant(): Promise<Plant> {
  const folder = temporaryFolder();
  const server = await newServer(folder.file('home'));
  const plant: Plant = {
    server,
    folder,
    enrol: async (actor, role, keys = keysOf(actor)) => {
      const kind: 'agent' | 'machine' | 'person' = role === 'agent' || role === 'machine' ? role : 'person';
      const enrolment = await enrolmentOf({ ...keys, readerKey: UNUSED }, server.node.ledger.id);
      const newcomer = { id: actor, kind, role, mandate: [], ...enrolment };
      await server.client(adminOf(actor)).do(membershipInterface, 'enrolActor', newcomer);
    },
    allow: (actor, mostCents) =>
      setMandate(server, actor, { what: 'procurement.placeOrder', unit: 'EUR', mostEach: mostCents }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
  await plant.enrol('acme/agent', 'agent');
  await plant.allow('acme/agent', 100_000_000_000);
  for (const partNumber of [PART, OTHER_PART]) {
    const type = { partNumber, name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
    await server.client('acme/buyer').do(itemsInterface, 'registerType', type);
  }
  return plant;
}

// A reader's key is never used here: an enrolment takes its public half only.
const UNUSED = {} as CryptoKeyPair;

/** The keys that tests derive from an actor's id. */
export function keysOf(actor: string): Pick<ActorKeys, 'actor' | 'signer' | 'encryptionKey'> {
  return { actor, signer: testKey(actor), encryptionKey: testKey(`${actor} reads`).publicKey };
}

function adminOf(actor: string): string {
  return `${actor.split('/')[0]}/admin`;
}

/** Gives an actor one mandate line. */
export async function setMandate(
  { client }: Pick<TestServer, 'client'>,
  actor: string,
  line: { readonly what: string; readonly unit: string; readonly mostEach: number },
): Promise<void> {
  const rest = { mostPerPeriod: 1_000_000_000_000, periodMs: DAY_MS, untilMs: START_MS + 900 * DAY_MS };
  await client(adminOf(actor)).do(membershipInterface, 'setMandate', { actor, mandate: [{ ...line, ...rest }] });
}

/** acme’s inbox.json. */
export const ORDERS_CONFIG = {
  orders: {
    seller: 'borealis',
    payment: 'invoice',
    terms: [{ name: 'flatness', measure: 'flatness', unit: 'mm', limit: '0.1', evidenceSource: 'QIF results' }],
    parts: [PART, OTHER_PART].map((part) => ({ part, unitPriceCents: PRICE_CENTS, unit: 'EUR' })),
  },
};

/** An order’s file. */
export function orderCsv(...quantities: readonly number[]): string {
  const lines = quantities.map((quantity) => `${PART},${quantity},2026-06-01,"Works 2, dock 4",deburred`);
  return ['part,quantity,neededBy,deliveryPlace,options', ...lines, ''].join('\n');
}

/** A folder with an inbox.json, opened as often as a test likes. */
export class TestInbox {
  readonly path: string;
  readonly worked: Worked[] = [];
  readonly notices: string[] = [];
  readonly #plant: Plant;
  readonly #actor: string;

  constructor(plant: Plant, name: string, actor = 'acme/agent', config: object = ORDERS_CONFIG) {
    this.#plant = plant;
    this.#actor = actor;
    this.path = plant.folder.file(name);
    mkdirSync(this.path, { recursive: true });
    writeFileSync(join(this.path, 'inbox.json'), JSON.stringify(config));
  }

  open(more: Partial<InboxOptions> & { readonly through?: LineOptions['through'] } = {}): Inbox {
    const { server } = this.#plant;
    const clock = (): number => server.clock.nowMs;
    const { through, ...options } = more;
    const lineOptions = { ledgerId: server.node.ledger.id, keys: keysOf(this.#actor), clock, attempts: 1 };
    return Inbox.open({
      folder: this.path,
      config: readInboxConfig(this.path),
      connect: () => lineTo(server.url, { ...lineOptions, ...(through === undefined ? {} : { through }) }),
      nowMs: clock,
      pauseMs: 1,
      at: `--node ${server.url} --ledger ${server.node.ledger.id}`,
      onWorked: (worked) => this.worked.push(worked),
      onNotice: (sentence) => this.notices.push(sentence),
      stop: new AbortController().signal,
      ...options,
    });
  }

  /** Drops a file: `orders/4711.csv`. */
  drop(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), content);
  }

  /** Opens the inbox, looks until all that was dropped is taken and worked on, and closes it. */
  async work(more: Parameters<TestInbox['open']>[0] = {}): Promise<Look> {
    await using inbox = this.open(more);
    await inbox.look();
    return await inbox.look();
  }

  /** The outcome beside a file. */
  outcome(path: string): FileOutcome {
    return JSON.parse(readFileSync(join(this.path, path, 'outcome.json'), 'utf8'));
  }

  /** Names in a folder; none where there is none. */
  names(path: string): readonly string[] {
    const full = join(this.path, path);
    return existsSync(full) ? readdirSync(full).sort() : [];
  }
}

/** The quantities of all orders on the ledger, in their order. */
export async function quantitiesOrdered({ server }: Plant): Promise<readonly number[]> {
  const orders = await server.client('acme/buyer').list(procurementInterface, 'order', 'seller', 'borealis');
  return orders.map(({ quantity }) => quantity).sort((a, b) => a - b);
}

/** Entries of the log. */
export function sizeOf({ server }: Plant): number {
  return server.node.ledger.head.size;
}

/** Enrols who makes and measures at borealis, and its one milling machine, which may build. */
export async function openShop({ enrol, server }: Plant): Promise<void> {
  const roles = { machine: 'machine', sales: 'sales', engineer: 'engineer', quality: 'quality' } as const;
  for (const [name, role] of Object.entries(roles)) await enrol(`borealis/${name}`, role);
  for (const role of ['engineer', 'quality'] as const) await enrol(`acme/${role}`, role);
  await setMandate(server, 'borealis/machine', { what: 'production.recordBuild', unit: 'build', mostEach: 1 });
  const machine = { actor: 'borealis/machine', process: 'separating', name: 'Mill 4' } as const;
  await server.client('borealis/engineer').do(capacityInterface, 'registerMachine', { ...machine, materials: [] });
}

/** What a test has of an order that is being made. */
export type Making = { readonly order: string; readonly items: ReadonlyMap<string, string> };

/** An accepted order of plates with these serial numbers, planned as one milling each on borealis/machine. */
export async function orderInTheMaking(plant: Plant, serials: readonly string[]): Promise<Making> {
  const { server } = plant;
  const as = server.client;
  const [type] = await as('acme/buyer').list(itemsInterface, 'type', 'partNumber', PART);
  assert.ok(type !== undefined);
  const terms = { unitPriceCents: PRICE_CENTS, unit: 'EUR', neededByMs: START_MS + 900 * DAY_MS } as const;
  const placed = await as('acme/buyer').do(procurementInterface, 'placeOrder', {
    ...{ seller: 'borealis', itemType: type.id, quantity: serials.length, ...terms },
    ...{ deliveryPlace: base64url(sha256(utf8('place'))), terms: [], assumed: [], payment: 'invoice' },
  });
  return inTheMaking(plant, placed.id('order'), serials);
}

/** Accepts an order that acme placed, and plans its units with these serial numbers as one milling each. */
export async function inTheMaking({ server }: Plant, order: string, serials: readonly string[]): Promise<Making> {
  const as = server.client;
  await as('borealis/sales').do(procurementInterface, 'acceptOrder', { id: order });
  await as('borealis/sales').do(procurementInterface, 'registerUnits', { order, serials: [...serials] });
  const milling = { name: 'milling', process: 'separating', doneBy: 'machine', member: 'borealis' } as const;
  const steps = [{ ...milling, evidence: ['machineLog' as const] }];
  await as('borealis/engineer').do(productionInterface, 'proposePlan', { order, steps });
  await as('acme/engineer').do(productionInterface, 'agreePlan', { order });
  const items = await as('borealis/sales').list(itemsInterface, 'item', 'order', order);
  return { order, items: new Map(items.map(({ number, id }) => [number, id])) };
}

/** Plans the milling of an item. @returns the job */
export async function planJob(
  { server }: Plant,
  order: string,
  item: string,
  name: string,
  machine = 'borealis/machine',
): Promise<string> {
  const program = { name, commitment: base64url(sha256(utf8(name))) };
  const job = { order, item, step: 'milling', machine, program };
  return (await server.client('borealis/engineer').do(productionInterface, 'planJob', job)).id('job');
}

/** borealis measures its own plates: appoints itself, and registers what it measures. */
export async function measuring({ server }: Plant, order: string, characteristics: object): Promise<void> {
  const quality = server.client('borealis/quality');
  await quality.do(inspectionInterface, 'appointLaboratory', { order, laboratory: 'borealis' });
  const programme = { order, file: base64url(sha256(utf8('programme'))), characteristics };
  await quality.do(inspectionInterface, 'registerProgramme', programme as never);
}
