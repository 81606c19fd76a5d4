// Step 10: the account. Every figure comes from the ledger's records, and all sums agree with its accounts.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { designsInterface } from '#contracts/designs/schema.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { standingInterface } from '#contracts/standing/schema.ts';
import { trackRecords } from '#sdk/track-record.ts';
import { MEMBERS } from '../cast.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money } from '../wording.ts';
import type { Ordered } from './agreed.ts';

/** Records of the story, and which of their fields are secret from whoever may not read the record. */
const SHOWN = [
  { kind: 'procurement/order', what: 'the order with its price' },
  { kind: 'sourcing/bid', what: 'the winning bid' },
  { kind: 'designs/licence', what: 'the licence and its royalty' },
  { kind: 'production/build', what: 'what the machine signed' },
  { kind: 'inspection/result', what: 'the measured values' },
  { kind: 'items/passport', what: 'the passport' },
] as const;

/** Plays step 10. */
export async function accountStep(tour: Tour, ordered: Ordered, passport: string): Promise<void> {
  const { story } = tour;
  story.step(10, 'the account');
  await sayUnits(tour, ordered);
  await sayDecisions(tour, ordered);
  await saySums(tour);
  await sayTrackRecords(tour);
  await sayReaders(tour, ordered, passport);
  story.line('what to try next:');
  story.detail('npm start -- --tamper bid   (or file, machine-log, ledger, licence): an attack, and what stops it');
  story.detail('npm start -- --data <folder>   your own order, model, programs, logs and results');
  story.proves('that nothing was paid, built, accepted or decided that does not stand on the ledger under a signature');
}

async function sayUnits({ story, cast }: Tour, { order, licence }: Ordered): Promise<void> {
  const buyer = cast.as('northwind/quality');
  const [{ quantity }, { built, accepted }, items, { owedCents, paidCents }] = await Promise.all([
    buyer.need(procurementInterface, 'order', order),
    buyer.need(procurementInterface, 'progress', order),
    buyer.list(itemsInterface, 'item', 'order', order),
    cast.as('lindqvist/designer').need(designsInterface, 'tally', licence),
  ]);
  const { unit } = await cast.as('lindqvist/designer').need(designsInterface, 'licence', licence);
  const owned = items.filter(({ owner }) => owner === 'northwind').length;
  mustHold(owned === accepted, 'what was accepted is the buyer’s');
  story.line(`units: ${quantity} ordered, ${built} built, ${accepted} accepted and paid, ${quantity - accepted} not`);
  story.line(`royalties: ${money(owedCents, unit)} owed to Lindqvist Design, ${money(paidCents, unit)} of it paid`);
}

/** What a rule decided, and what a person did. */
async function sayDecisions({ story, cast }: Tour, { order }: Ordered): Promise<void> {
  const buyer = cast.as('northwind/quality');
  const [builds, reviews, byPerson, onBuilds] = await Promise.all([
    buyer.list(productionInterface, 'build', 'order', order),
    buyer.list(inspectionInterface, 'review', 'order', order),
    buyer.list(inspectionInterface, 'decision', 'order', order),
    buyer.list(productionInterface, 'decision', 'order', order),
  ]);
  const proven = builds.filter(({ state }) => state === 'proven').length;
  const passed = reviews.filter(({ decision }) => decision === undefined).length;
  story.line(
    `automatic: who qualifies, the award, the fee, the restocking, ${count(proven, 'proven build')}, ${count(passed, 'unit')} passed, each payment`,
  );
  const decided = byPerson.length + onBuilds.length;
  mustHold(passed + byPerson.length === reviews.length, 'each review passed or was decided by a person');
  story.line(`by a person, with a reason: ${count(decided, 'decision')}; and the end of the order, by both sides`);
}

/** Every unit of money that was issued lies in an account, free or set aside. */
async function saySums({ story, cast, terms }: Tour): Promise<void> {
  const { currency } = terms;
  const sums = await Promise.all(
    MEMBERS.map(async ({ member }) => {
      const id = `${member}/${currency}`;
      return cast.as(`${member}/admin`).get(accountsInterface, 'account', id);
    }),
  );
  const supply = await cast.as('ledgerbank/finance').need(accountsInterface, 'supply', currency);
  const accounts = sums.flatMap((account) => account ?? []);
  const all = accounts.reduce((sum, { balanceCents, heldCents }) => sum + balanceCents + heldCents, 0);
  mustHold(all === supply.issuedTotal - supply.redeemedTotal, 'all accounts together hold what was issued');
  for (const { owner, balanceCents, heldCents } of accounts) {
    const held = heldCents === 0 ? '' : `, ${money(heldCents, currency)} set aside`;
    story.detail(`${owner.padEnd(11)}${money(balanceCents, currency).padStart(12)}${held}`);
  }
  story.line(`together ${money(all, currency)}: what the bank issued, to the cent`);
}

/** As a shop reads it that took no part in the order. */
async function sayTrackRecords({ story, cast, clock }: Tour): Promise<void> {
  const reader = cast.as('fjord/sales');
  story.line(`track record, as ${reader.actor} reads it, without customers and prices:`);
  for (const [member, side] of [
    ['harbour', 'seller'],
    ['northwind', 'buyer'],
  ] as const) {
    const months = await reader.list(standingInterface, 'month', 'member', member);
    const records = trackRecords(months, { over: 12, nowMs: clock() }).filter((record) => record.side === side);
    mustHold(records.length > 0, `${member} has a record as a ${side}`);
    for (const { lines } of records)
      for (const [label, words] of lines) story.detail(`${member.padEnd(11)}${label}: ${words}`);
  }
}

/** Asked of the node as each party, one by one. */
async function sayReaders(tour: Tour, ordered: Ordered, passport: string): Promise<void> {
  const { story, cast } = tour;
  const ids = await idsOf(tour, ordered);
  story.line('who reads what, asked as each party:');
  for (const { kind, what } of SHOWN) {
    const id = kind === 'items/passport' ? passport : (ids.get(kind) ?? '');
    const reads = await Promise.all(
      MEMBERS.map(async ({ member }) => {
        const text = await cast.as(`${member}/admin`).transport.record(kind, id);
        return text === undefined ? [] : [member];
      }),
    );
    const readers = reads.flat();
    const all = readers.length === MEMBERS.length;
    story.detail(`${what}: ${all ? 'every member' : readers.join(', ')}`);
  }
  story.detail('addresses, reasons and design files: those they were sealed for; the ledger has commitments');
  story.limit(
    'that whoever runs a replica reads no more than that: northwind and watchful, who run the nodes, have every statement, sealed texts and files excepted',
  );
}

async function idsOf({ cast }: Tour, { order, licence }: Ordered): Promise<ReadonlyMap<string, string>> {
  const maker = cast.as('harbour/engineer');
  const [build, result, bid] = await Promise.all([
    maker.list(productionInterface, 'build', 'order', order),
    maker.list(inspectionInterface, 'result', 'order', order),
    maker.list(sourcingInterface, 'bid', 'bidder', 'harbour'),
  ]);
  return new Map([
    ['procurement/order', order],
    ['sourcing/bid', bid[0]?.id ?? ''],
    ['designs/licence', licence],
    ['production/build', build[0]?.id ?? ''],
    ['inspection/result', result[0]?.id ?? ''],
  ]);
}
