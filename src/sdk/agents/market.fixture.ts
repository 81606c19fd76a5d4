// A market for agents on a real ledger, on a clock that the test steps: acme buys plates, borealis and carter are shops
// that mill, delta certifies them and issues the euro. Each of the three has an agent with a mandate.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { newHome, type TestHome } from '#node/home.fixture.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { readerKeyOf } from '../http.fixture.ts';
import { enrolmentOf } from '../new-key.ts';
import type { AgentDesk } from './act.ts';
import { asBuyingPolicy, type BuyingPolicy, type Need } from './buying-policy.ts';
import type { Decision } from './decision.ts';
import type { MandateLines } from './mandate.ts';
import { type AgentMemory, BriefMemory } from './memory.ts';
import { asPriceRules, type PriceRules } from './price-rules.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** A commitment that nobody opens. */
export const HASH = 'A'.repeat(43);
const MATERIAL = 'EN AW-6082';

/** The market. */
export type Market = TestHome & {
  /** A path in a folder that ends with the market. */
  file(name: string): string;
  readonly itemType: string;
  /** What an agent works with; the same memory again where it is given. */
  desk(actor: string, memory?: AgentMemory): Promise<AgentDesk>;
  enrol(actor: string, kind: 'person' | 'machine' | 'agent', role: string, mandate?: MandateLines): Promise<void>;
  setMandate(actor: string, mandate: MandateLines): Promise<void>;
  /** A need of acme's. */
  need(reference: string, changes?: Partial<Need>): Need;
};

type Founding<H extends TestHome> = (home: string, members: readonly string[]) => Promise<H>;

/** A mandate's lines, each of so much at once and a period of a day. */
export function mandate(lines: { readonly [what: string]: number }, untilMs: number): MandateLines {
  return Object.entries(lines).map(([name, mostEach]) => {
    const unit = name === 'endRfq' ? 'request' : name === 'signNda' ? 'agreement' : 'EUR';
    return { what: `sourcing.${name}`, unit, mostEach, mostPerPeriod: mostEach, periodMs: DAY_MS, untilMs };
  });
}

/** What a shop's agent may usually do. */
export const SELLS = {
  sealBid: 100_000,
  openBid: 10_000_000,
  handOver: 10_000_000,
  acceptCounter: 10_000_000,
  signNda: 5,
};
/** What acme's agent may usually do. */
export const BUYS = { publishRfq: 0, award: 10_000_000, endRfq: 5 };

/** Opens the market. @param found a node in this process, or one that is served */
export async function newMarket(): Promise<Market>;
export async function newMarket<H extends TestHome>(found: Founding<H>): Promise<Market & H>;
export async function newMarket(found: Founding<TestHome> = newHome): Promise<Market> {
  const folder = temporaryFolder();
  const home = await found(folder.file('home'), ['acme', 'borealis', 'carter', 'delta']);
  const close = home[Symbol.asyncDispose].bind(home);
  const untilMs = home.clock.nowMs + 400 * DAY_MS;
  const enrol: Market['enrol'] = async (actor, kind, role, lines = []) => {
    const keys = {
      ...{ actor, signer: testKey(actor), readerKey: await readerKeyOf(actor) },
      encryptionKey: testKey(`${actor} reads`).publicKey,
    };
    const admin = home.client(`${actor.split('/')[0]}/admin`);
    const own = await enrolmentOf(keys, home.node.ledger.id);
    // The roles of tests are the contract's.
    const input = { id: actor, kind, role: role as 'sales', mandate: [...lines], ...own };
    await admin.do(membershipInterface, 'enrolActor', input);
  };
  const plate = { partNumber: 'PLATE-1', name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
  const type = await home.client('acme/buyer').do(itemsInterface, 'registerType', plate);
  await home.client('delta/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
  for (const member of ['acme', 'borealis', 'carter']) await fund(home, member);
  await enrol('acme/agent', 'agent', 'agent', mandate(BUYS, untilMs));
  for (const member of ['borealis', 'carter']) await openShop(home, enrol, member, untilMs);
  const itemType = type.id('type');
  return Object.assign(home, {
    itemType,
    enrol,
    file: folder.file,
    desk: async (actor: string, memory: AgentMemory = new BriefMemory()) => ({
      client: home.client(actor),
      blockTimeMs: async () => home.node.ledger.head.timeMs,
      memory,
      readerKey: await readerKeyOf(actor),
      nowMs: () => home.clock.nowMs,
    }),
    setMandate: async (actor: string, lines: MandateLines) => {
      const admin = home.client(`${actor.split('/')[0]}/admin`);
      await admin.do(membershipInterface, 'setMandate', { actor, mandate: [...lines] });
    },
    need: (reference: string, changes: Partial<Need> = {}) => ({
      ...{ reference, itemType, quantity: 4, neededByMs: home.clock.nowMs + 40 * DAY_MS, deliveryPlace: HASH },
      ...changes,
    }),
    [Symbol.asyncDispose]: async () => {
      await close();
      folder[Symbol.dispose]();
    },
  });
}

async function fund({ client }: TestHome, member: string): Promise<void> {
  await client(`${member}/finance`).do(accountsInterface, 'openAccount', { unit: 'EUR' });
  const funds = { to: `${member}/EUR`, amountCents: 100_000_000, reference: 'funds' };
  await client('delta/finance').do(accountsInterface, 'issue', funds);
}

async function openShop(home: TestHome, enrol: Market['enrol'], member: string, untilMs: number): Promise<void> {
  const [machine, engineer, sales] = [`${member}/machine`, `${member}/engineer`, `${member}/sales`];
  await enrol(machine, 'machine', 'machine');
  await enrol(engineer, 'person', 'engineer');
  await enrol(sales, 'person', 'sales');
  await enrol(`${member}/agent`, 'agent', 'agent', mandate(SELLS, untilMs));
  const abilities = { process: 'separating', name: 'Mill', materials: [MATERIAL], toleranceMicrometres: 10 } as const;
  const box = { x: 500_000, y: 500_000, z: 500_000 };
  const { clock } = home;
  await home
    .client(sales)
    .do(capacityInterface, 'setProfile', { country: 'DE', exportZones: ['EU'], takesOrders: true });
  const mill = { actor: machine, ...abilities, materials: [...abilities.materials], envelopeMicrometres: box };
  await home.client(engineer).do(capacityInterface, 'registerMachine', mill);
  const hours = [{ fromMs: clock.nowMs + 5 * DAY_MS, untilMs: clock.nowMs + 30 * DAY_MS }];
  await home.client(engineer).do(capacityInterface, 'publishHours', { machine, hours });
  await certify(home, member, untilMs);
}

/** delta certifies a shop. @returns the credential's id */
export async function certify(home: TestHome, member: string, validUntilMs: number): Promise<string> {
  const credential = { kind: 'ISO 9001', validFromMs: home.clock.nowMs, validUntilMs, evidence: HASH };
  const issued = await home.client('delta/admin').do(membershipInterface, 'issueCredential', {
    ...{ subject: member, ...credential },
  });
  return issued.id('credential');
}

/** Price rules by which a plate of the market costs 132.48 EUR; `changes` say what is other. */
export function rulesWith(changes: Partial<PriceRules> = {}): PriceRules {
  return asPriceRules('rules', {
    unit: 'EUR',
    processes: [
      {
        process: 'separating',
        setUpCents: 10_000,
        centsPerMachineHour: 6_000,
        handlingCentsPerUnit: 500,
        allowanceMicrometres: 2_000,
      },
    ],
    materials: [{ name: MATERIAL, densityKgPerM3: 2_700, centsPerKg: 1_000 }],
    marginBasisPoints: 2_000,
    leastMarginBasisPoints: 500,
    haste: [],
    quantity: [],
    buyers: { discounts: [], refused: [] },
    leastOrderCents: 0,
    most: { orderCents: 1_000_000, quantity: 100, bondCents: 50_000 },
    deliveryDays: 2,
    accepts: {
      payment: ['hold'],
      mostPaymentDays: 0,
      mostWarrantyDays: 730,
      mostLateBasisPoints: 500,
      mostRetentionBasisPoints: 500,
      mostRetentionDays: 365,
      laws: ['DE'],
      terms: ['flatness'],
    },
    read: [],
    ...changes,
  });
}

/** acme's policy; `changes` say what is other. */
export function policyWith(itemType: string, changes: Partial<BuyingPolicy> = {}): BuyingPolicy {
  return asBuyingPolicy('policy', {
    unit: 'EUR',
    parts: [
      {
        itemType,
        requirement: {
          process: 'separating',
          material: MATERIAL,
          envelopeMicrometres: { x: 96_000, y: 96_000, z: 16_000 },
          toleranceMicrometres: 20,
          certificates: [{ kind: 'ISO 9001', issuers: ['delta'] }],
          exportZones: ['EU'],
        },
        setUpMinutes: 60,
        minutesPerUnit: 60,
        reserveUnitPriceCents: 20_000,
        order: {
          terms: [{ name: 'flatness', measure: 'flatness', unit: 'mm', limit: '0.1', evidenceSource: 'QIF results' }],
          assumed: [],
          payment: 'hold',
          conditions: { law: 'DE', warrantyDays: 365 },
        },
      },
    ],
    weights: { price: 6_000, time: 2_000, shop: 2_000 },
    bondCents: 5_000,
    toBuyer: true,
    shops: ['borealis', 'carter'],
    mostInvited: 10,
    times: { sealMinutes: 60, openMinutes: 60, contestMinutes: 60, awardMinutes: 60, leastLeadDays: 5 },
    limits: { leastBids: 2, mostOrderCents: 1_000_000, mostQuantity: 50, lowBasisPoints: 3_000 },
    ...changes,
  });
}

/** All decisions of a look. */
export async function all(decisions: AsyncIterable<Decision>): Promise<readonly Decision[]> {
  const made: Decision[] = [];
  for await (const decision of decisions) made.push(decision);
  return made;
}

/** A decision as a line: its verdict, its action, and the codes of its reasons that say why not. */
export function lineOf({ verdict, action = '', reasons }: Decision): string {
  return [verdict, action.replace('sourcing.', ''), reasons.at(-1)?.code ?? ''].filter((word) => word !== '').join(' ');
}
