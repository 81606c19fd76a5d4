// Step 8: what one unit can show of itself: to its parties, to anyone who scans its code, and as a file that proves it
// without us.

import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { designsInterface } from '#contracts/designs/schema.ts';
import type { ResultOf, ReviewOf } from '#contracts/inspection/records.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { passportPath, passportVerdict } from '#contracts/items/records.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { Build } from '#contracts/production/records.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { type BundleReport, verifyBundle } from '#core/bundle.ts';
import { compile, type Static, Type } from '#core/schema.ts';
import { HttpPort } from '#sdk/http-port.ts';
import { ORIGIN_MEMBER, REPLICA_MEMBER, WITNESS } from '../nodes.ts';
import { type PassportFacts, passportPage } from '../passport-page.ts';
import { mustHold, mustSucceed, type Tour } from '../stage.ts';
import { policyFile, witnessedBundle } from '../witnessed.ts';
import { count, fileName, time } from '../wording.ts';
import type { Ordered } from './agreed.ts';
import type { Built } from './build.ts';
import type { Designed } from './design.ts';
import type { Inspected } from './inspection.ts';
import type { Material } from './material.ts';
import type { Shipped } from './shipping.ts';

/** The shown unit, and the bundle that step 9 verifies again. */
export type Passport = {
  readonly serial: string;
  readonly item: string;
  readonly bundle: Uint8Array;
  readonly entries: readonly number[];
  /** Of the log that the bundle stands on. */
  readonly size: number;
};

/** Who is no party to the order. */
const STRANGER = 'ledgerbank/finance';
/** File name of the policy beside the bundle. */
const POLICY = 'witness-policy.json';
const LEDGER = { method: 'GET', path: '/v1/ledger' } as const;
const described = compile(Type.Object({ publicAddress: Type.Optional(Type.String()) }));
const answer = compile(
  Type.Object({ verdict: Type.String(), reason: Type.String(), whatToDo: Type.String(), evidence: Type.String() }),
);

type Item = Static<typeof itemsInterface.records.item.schema>;
type Row = PassportFacts['rows'][number];

type Made = {
  readonly order: Ordered;
  readonly design: Designed;
  readonly builds: readonly Built[];
  readonly inspection: Inspected;
  readonly material: Material;
  readonly shipped: Shipped;
};

/** Plays step 8. */
export async function passportStep(tour: Tour, made: Made): Promise<Passport> {
  const { story, cast } = tour;
  const { order, design, builds, inspection, material, shipped } = made;
  story.step(8, 'passport');
  const items = await cast.as('northwind/quality').list(itemsInterface, 'item', 'order', order.order);
  const released = items.filter(({ state }) => state === 'released');
  const shown = order.units.find(({ item }) => released.some(({ id }) => id === item)) ?? order.units[0];
  mustHold(shown !== undefined, 'there is a unit');
  const item = items.find(({ id }) => id === shown.item);
  const built = builds.find(({ unit }) => unit === shown.unit);
  mustHold(item !== undefined && built !== undefined, `${shown.serial} was built`);
  const rows = await rowsOf(tour, { item, part: order.part, version: design.version, build: built.build });
  story.line(`${shown.serial}:`);
  for (const [label, text] of rows) story.line(`${label}: ${text}`);
  const published = await publish(tour, shown.item);
  const own = [inspection.get(shown.item) ?? [], shipped.get(shown.item) ?? []].flat();
  const entries = [...material.entries, ...built.entries, ...own, published.index].sort((a, b) => a - b);
  const { bundle, report, path } = await exportBundle(tour, shown.serial, entries);
  await writePage(tour, {
    ...{ serial: shown.serial, part: order.part, item: shown.item, verdict: published.told },
    rows: [...rows, ...vouchedRows(report)],
    bundle: path,
  });
  story.proves('who signed each of these steps, to which outcome, in which order; neither us nor a network is needed');
  story.limit(
    'that this metal is this record: only its serial number says so, and a copied label looks genuine until it is scanned twice (evidence grade 0)',
  );
  return { serial: shown.serial, item: shown.item, bundle, entries, size: report.size };
}

type Shown = { readonly item: Item; readonly part: string; readonly version: string; readonly build: string };

/** What the unit's parties see of it. */
async function rowsOf({ cast }: Tour, { item, part, version, build: id }: Shown): Promise<readonly Row[]> {
  const buyer = cast.as('northwind/quality');
  const [build, review, results, { number }] = await Promise.all([
    buyer.need(productionInterface, 'build', id),
    buyer.need(inspectionInterface, 'review', item.id),
    buyer.list(inspectionInterface, 'result', 'item', item.id),
    cast.as('lindqvist/designer').need(designsInterface, 'version', version),
  ]);
  return [
    ['item', `${item.id}: ${item.state}; owner ${item.owner}, custodian ${item.custodian}`],
    ['design', `${part} version ${number}, program ${build.program.name}, ${build.licence}`],
    ...buildRows(build),
    ...results.map((result): Row => [`measured by ${result.laboratory}`, measured(result)]),
    ['review', reviewed(review)],
  ];
}

/** Its owner makes the passport public. @returns what anyone is told, over HTTP and without a session */
async function publish({ story, cast, nodes, fetch }: Tour, item: string) {
  const owner = cast.as('northwind/quality');
  const { index } = await owner.do(itemsInterface, 'publishPassport', { item });
  const told = await new HttpPort(nodes.origin, { fetch }).json(
    { method: 'GET', path: passportPath({ item }) },
    answer,
  );
  const passport = await cast.as(STRANGER).need(itemsInterface, 'passport', item);
  const { state } = await owner.need(itemsInterface, 'item', item);
  mustHold(passport.state === state, 'the passport says the state of its item');
  mustHold(told.reason === passportVerdict([passport]).reason, 'anyone is told what the passport says');
  mustHold(
    (await cast.as(STRANGER).get(itemsInterface, 'item', item)) === undefined,
    `${STRANGER} does not see whose it is`,
  );
  story.signed(
    owner.actor,
    'that the passport is public: part, number and state; not owner, custodian or order',
    index,
  );
  story.line(`anyone is told: ${told.verdict}. ${told.reason} ${told.whatToDo}`);
  return { index, told };
}

function buildRows({ machine, startedMs, endedMs, state, findings, materials }: Build): readonly Row[] {
  const times = `${time(startedMs)} to ${time(endedMs)} by its own clock`;
  return [
    ['built by', `${machine}, ${times}; ${state}; findings: ${findings.join(', ') || 'none'}`],
    ['material lots', materials.map(({ lot }) => lot).join(', ') || 'none recorded'],
  ];
}

function measured({ values, counts, by }: Pick<ResultOf, 'values' | 'counts' | 'by'>): string {
  const open = values.length - counts.inside - counts.outside;
  return `${count(values.length, 'value')}, ${counts.inside} inside, ${counts.outside} outside, ${open} not judged; signed by ${by}`;
}

function reviewed({ state, reasons }: Pick<ReviewOf, 'state' | 'reasons'>): string {
  const codes = [...new Set(reasons.map(({ code }) => code))];
  return `${state}${codes.length === 0 ? '' : `; a person decided on ${codes.join(', ')}`}`;
}

/** The bundle on a log that the witness co-signed, and beside it the policy that asks for this. */
async function exportBundle({ story, cast, nodes, home, ledgerId }: Tour, serial: string, entries: readonly number[]) {
  const witness = { name: WITNESS, publicKey: nodes.witnessKey };
  // The maker hands it over: it alone may read the permits to build as well as the inspection.
  const maker = cast.as('harbour/quality');
  const bundle = await witnessedBundle(maker.transport, entries, witness);
  const path = join(home, `${fileName(serial)}.bundle.json`);
  const policy = join(home, POLICY);
  writeFileSync(path, bundle);
  writeFileSync(policy, policyFile(witness));
  const report = await mustSucceed('the bundle verifies', () =>
    verifyBundle(bundle, { ledgerId, policy: { needed: 1, keys: [], witnesses: [witness] } }),
  );
  mustHold(report.anchored && report.statements.length === entries.length, 'the bundle verifies');
  const { state } = await maker.witnessed(entries.at(-1) ?? 0, { needed: 1, witnesses: [witness] });
  mustHold(state === 'witnessed', 'its last statement is witnessed');
  story.line(`evidence bundle: ${count(report.statements.length, 'statement')}, ${bundle.length} bytes, ${path}`);
  for (const [label, text] of vouchedRows(report)) story.line(`${label}: ${text}`);
  story.line('check it anywhere, offline; the policy asks for the witness, not for the origin’s word alone:');
  story.command(`touchmark verify "${path}" --ledger ${ledgerId} --policy "${policy}"`);
  return { bundle, report, path };
}

/** Durable and witnessed are two things, and are said apart. */
function vouchedRows({ size, signedBy, witnessedBy }: BundleReport): readonly Row[] {
  const nodes = count(signedBy.length, 'node');
  const by = witnessedBy.map(({ name, timeMs }) => `${name} of ${REPLICA_MEMBER}, ${time(timeMs)} by its own clock`);
  return [
    ['durable', `in a log of ${size} entries, signed by ${nodes}: the origin of ${ORIGIN_MEMBER}`],
    ['witnessed', `by ${by.join('; ')}: it executed the same log and co-signed it`],
  ];
}

/** The page of the unit, beside its bundle. */
async function writePage(
  { story, nodes, fetch, ledgerId }: Tour,
  facts: Omit<PassportFacts, 'ledgerId' | 'address' | 'reach' | 'policy'>,
): Promise<void> {
  const { publicAddress } = await new HttpPort(nodes.origin, { fetch }).json(LEDGER, described);
  const address = `${publicAddress ?? nodes.origin}${passportPath({ item: facts.item })}`;
  const reach = publicAddress === undefined ? 'this computer' : 'others';
  const page = facts.bundle.replace(/\.bundle\.json$/, '.passport.html');
  writeFileSync(
    page,
    passportPage({ ...facts, ledgerId, address, reach, bundle: basename(facts.bundle), policy: POLICY }),
  );
  story.line(`passport page with its code: ${page}`);
  const where =
    reach === 'others' ? 'the node’s public address' : 'an address of this computer, where no phone gets to';
  story.line(`the code opens ${address}: ${where}`);
}
