// Step 5: the machine asks for the key of its program, unit by unit, builds, and signs what its log says.

import { logFindings, partCountFindings } from '#connectors/mtconnect/findings.ts';
import { logLeaves } from '#connectors/mtconnect/lines.ts';
import { designsInterface } from '#contracts/designs/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { base64url, fromBase64url, hex } from '#core/bytes.ts';
import { leafHash, rootOfLeaves } from '#core/merkle.ts';
import { grantFile, openGranted } from '#sdk/files.ts';
import { Reasons } from '../decisions.ts';
import type { Log } from '../folder.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money } from '../story.ts';
import type { Designed } from './design.ts';
import { MACHINING, type Ordered } from './order.ts';

const DAY_MS = 86_400_000;
const MACHINE = 'harbour/machine';
const LINES_NAMED = 20;
const GAPS_NAMED = 50;
const BUILD_REASON = 'The log does not name the permitted program. The unit is not refused for it: it is inspected in full by both laboratories before anyone accepts it.';

/** Entries of the log that tell of a unit, and its build. */
export type Built = { readonly unit: number; readonly build: string; readonly entries: readonly number[] };

/** Plays step 5. */
export async function buildStep(tour: Tour, ordered: Ordered, designed: Designed): Promise<readonly Built[]> {
  const { story, input } = tour;
  story.step(5, 'build');
  const granted = new Set<string>();
  const built: Built[] = [];
  for (const log of input.logs) built.push(await buildUnit(tour, ordered, designed, { log, granted }));
  const findings = [...input.logs.flatMap(({ name, facts }) => logFindings({ file: name, facts })), ...partCountFindings(input.logs.map(({ name, facts }) => ({ file: name, facts })))];
  story.findings(findings);
  await sumUp(tour, ordered, designed, built);
  const decided = await decideBuilds(tour, ordered, built);
  await showUsedUp(tour, ordered, designed);
  if (tour.tamper === 'licence') await forgeLicence(tour, designed);
  if (tour.tamper === 'machine-log') await changeLog(tour, built);
  await destroyKeys(tour, designed);
  story.limit('that a copy of the program is gone: deletion is attested, not enforceable');
  return decided;
}

/** One unit: permit, key, program, job, build. */
async function buildUnit(
  { cast, input, terms, clock }: Tour,
  ordered: Ordered,
  { licence, programs }: Designed,
  { log, granted }: { readonly log: Log; readonly granted: Set<string> },
): Promise<Built> {
  const item = ordered.units.find(({ unit }) => unit === log.unit)?.item ?? '';
  const machine = cast.as(MACHINE);
  const name = input.programs.get(log.unit)?.name ?? '';
  const program = programs.get(name);
  mustHold(program !== undefined, `unit ${log.unit} has a program`);
  const permitted = await machine.do(designsInterface, 'requestPermit', { licence, item, program: name });
  const permit = await machine.need(designsInterface, 'permit', permitted.id('permit'));
  if (!granted.has(program.blob)) {
    await grantFile(cast.as('lindqvist/designer'), program, { reader: MACHINE, purpose: 'build', untilMs: clock() + DAY_MS });
    granted.add(program.blob);
  }
  const opened = await openGranted(machine, cast.keys(MACHINE).readerKey, program);
  mustHold(opened.length > 0, `${name} was opened by the machine`);
  const planned = await cast.as('harbour/engineer').do(productionInterface, 'planJob', {
    order: ordered.order,
    item,
    step: MACHINING,
    machine: MACHINE,
    program: permit.program,
    permit: permit.id,
  });
  const recorded = await machine.do(productionInterface, 'recordBuild', { job: planned.id('job'), ...factsOf(log, terms.gapLimitMs) });
  return { unit: log.unit, build: recorded.id('build'), entries: [permitted.index, planned.index, recorded.index] };
}

/** What the machine signs of its log; the log itself stays with it. */
function factsOf({ bytes, facts }: Log, gapLimitMs: number) {
  const names = [...new Set(facts.programsRunning.listed.map(({ value }) => value))].slice(0, LINES_NAMED);
  const counts = facts.partCounts.listed.map(({ value }) => Number(value)).filter(Number.isSafeInteger);
  const steps = counts.slice(1).map((value, i) => value - (counts[i] ?? 0));
  const [first] = counts;
  const last = counts.at(-1);
  return {
    loggedNames: names,
    logRoot: logRootOf(bytes),
    logLines: facts.lines,
    unreadable: { count: facts.unreadable.count, firstLines: facts.unreadable.listed.slice(0, LINES_NAMED).map(({ line }) => line) },
    gaps: {
      limitMs: gapLimitMs,
      count: facts.gaps.count,
      first: facts.gaps.listed.slice(0, GAPS_NAMED).map(({ toLine, ms }) => ({ line: toLine, lengthMs: ms })),
    },
    holds: facts.holds.count,
    partCounts: {
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      repeats: steps.filter((step) => step === 0).length,
      skips: steps.filter((step) => step > 1).length,
    },
    startedMs: Math.floor(facts.firstTimeMicroseconds / 1000),
    endedMs: Math.ceil(facts.lastTimeMicroseconds / 1000),
    materials: [],
  };
}

/** RFC 9162 root over the exact lines of a log, base64url. */
function logRootOf(bytes: Uint8Array): string {
  return base64url(rootOfLeaves([...logLeaves(bytes)].map(leafHash)));
}

async function sumUp({ story, cast, input }: Tour, ordered: Ordered, { licence }: Designed, built: readonly Built[]): Promise<void> {
  const designer = cast.as('lindqvist/designer');
  const engineer = cast.as('harbour/engineer');
  const builds = await engineer.list(productionInterface, 'build', 'order', ordered.order);
  const tally = await designer.need(designsInterface, 'tally', licence);
  const { royaltyCents, unit } = await designer.need(designsInterface, 'licence', licence);
  const lines = builds.reduce((sum, { logLines }) => sum + logLines, 0);
  const unreadable = builds.reduce((sum, build) => sum + build.unreadable.count, 0);
  const gaps = builds.reduce((sum, build) => sum + build.gaps.count, 0);
  const holds = builds.reduce((sum, build) => sum + build.holds, 0);
  story.line(`${count(builds.length, 'build')} signed by ${MACHINE}, each with the root of its log: ${lines} lines, ${unreadable} unreadable, ${gaps} gaps over ${builds[0]?.gaps.limitMs} ms (limit assumed), ${holds} holds`);
  const proven = builds.filter(({ state }) => state === 'proven').length;
  story.line(`${proven} proven: the log names just the permitted program; ${builds.length - proven} not proven`);
  for (const build of builds.filter(({ state }) => state !== 'proven')) {
    const number = ordered.units.find(({ item }) => item === build.item)?.serial;
    story.line(`  not proven: ${number}, permitted ${build.program.name}, logged ${build.loggedNames.join(' and ') || 'none'}`);
  }
  mustHold(builds.length === input.logs.length && builds.length === built.length, 'each unit has one build');
  mustHold(tally.built === builds.length && tally.owedCents === builds.length * royaltyCents, 'royalties are signed builds times rate');
  mustHold(builds.reduce((sum, build) => sum + build.royaltyCents, 0) === tally.owedCents, 'the royalties of the builds add up to what is owed');
  story.line(`royalties owed: ${tally.built} × ${money(royaltyCents, unit)} = ${money(tally.owedCents, unit)}`);
  const [last] = built.slice(-1);
  story.signed(MACHINE, 'each build', last?.entries.at(-1) ?? 0);
}

/** The quality engineer decides on every build that its log does not prove; played by the tour. */
async function decideBuilds({ story, cast }: Tour, ordered: Ordered, built: readonly Built[]): Promise<readonly Built[]> {
  const quality = cast.as('northwind/quality');
  const reasons = new Reasons(quality, 'production');
  const waiting = (await quality.list(productionInterface, 'build', 'order', ordered.order)).filter(({ state }) => state === 'awaitsDecision');
  const decisions = new Map<string, number>();
  for (const { id } of waiting) {
    const decided = await quality.do(productionInterface, 'decideBuild', { build: id, verdict: 'accept', reason: await reasons.commitmentTo(BUILD_REASON) });
    decisions.set(id, decided.index);
  }
  if (waiting.length > 0) {
    story.line(`${count(waiting.length, 'build')} stopped until northwind/quality decided (played by the tour): accepted, because: ${BUILD_REASON}`);
  }
  const made = (await cast.as('harbour/engineer').list(itemsInterface, 'item', 'order', ordered.order)).filter(({ state }) => state === 'planned');
  for (const { id } of made) await cast.as('harbour/engineer').do(productionInterface, 'declareMade', { item: id });
  story.proves('which machine signed which program, log and unit, and that each build had a permit; a log is proven unchanged since it was signed');
  return built.map((one) => {
    const decision = decisions.get(one.build);
    return decision === undefined ? one : { ...one, entries: [...one.entries, decision] };
  });
}

/** One unit more than the licence has: a second order, and its permit is refused. */
async function showUsedUp({ story, cast, clock, terms }: Tour, ordered: Ordered, { licence, programs }: Designed): Promise<void> {
  const buyer = cast.as('northwind/buyer');
  const first = await buyer.need(procurementInterface, 'order', ordered.order);
  const placed = await buyer.do(procurementInterface, 'placeOrder', {
    seller: 'harbour',
    itemType: ordered.type,
    quantity: 1,
    unitPriceCents: first.unitPriceCents,
    unit: first.unit,
    neededByMs: clock() + terms.neededInDays * DAY_MS,
    deliveryPlace: first.deliveryPlace,
    terms: [],
    assumed: ['quantity'],
    payment: 'invoice',
  });
  const order = placed.id('order');
  const sales = cast.as('harbour/sales');
  await sales.do(procurementInterface, 'acceptOrder', { id: order });
  await sales.do(procurementInterface, 'registerUnits', { order, serials: [`${ordered.part}-extra`] });
  const [extra] = await sales.list(itemsInterface, 'item', 'order', order);
  const program = [...programs.keys()][0] ?? '';
  const result = await cast.as(MACHINE).try(designsInterface, 'requestPermit', { licence, item: extra?.id ?? '', program });
  mustHold(result.outcome === 'designs.licence_used_up', `one unit more than licensed is refused, but it came to ${result.outcome}`);
  story.refused('one unit more, on an order of its own', result.outcome, designsInterface.refusals.licence_used_up);
}

/** The maker writes itself another licence. */
async function forgeLicence({ story, cast, clock }: Tour, { version, programs }: Designed): Promise<void> {
  const result = await cast.as('harbour/sales').try(designsInterface, 'offerLicence', {
    version,
    licensee: 'harbour',
    builds: 1000,
    royaltyCents: 0,
    unit: 'EUR',
    machines: [MACHINE],
    credentials: [],
    validFromMs: clock(),
    validUntilMs: clock() + DAY_MS,
    programs: [...programs.keys()],
  });
  mustHold(result.outcome !== 'accepted', 'a licence that the maker writes itself is refused');
  story.refused('tampered: the maker offers itself a licence for 1000 builds', result.outcome, designsInterface.refusals.not_owner);
}

/** Someone changes one character of a log after it was signed. */
async function changeLog({ story, cast, input }: Tour, built: readonly Built[]): Promise<void> {
  const [log] = input.logs.slice(-1);
  const [last] = built.slice(-1);
  mustHold(log !== undefined && last !== undefined, 'there is a log');
  const changed = new Uint8Array(log.bytes);
  const place = Math.floor(changed.length / 2);
  changed[place] = (changed[place] ?? 0) ^ 1;
  const { logRoot } = await cast.as('northwind/quality').need(productionInterface, 'build', last.build);
  mustHold(logRootOf(log.bytes) === logRoot && logRootOf(changed) !== logRoot, 'a changed log does not have the root that was signed');
  story.refused(`tampered: byte ${place} of ${log.name} changed`, 'log_differs', 'its root is not the one that the machine signed');
}

/** The machine's wrapped keys are erased, and it attests that no copy is left. */
async function destroyKeys({ story, cast }: Tour, { licence, programs }: Designed): Promise<void> {
  const machine = cast.as(MACHINE);
  let index = 0;
  for (const { blob } of programs.values()) {
    const blobHex = hex(fromBase64url(blob));
    await machine.transport.eraseKey(blobHex, MACHINE);
    mustHold((await machine.transport.getKey(blobHex, MACHINE)) === undefined, 'the wrapped key is gone');
    index = (await machine.do(designsInterface, 'attestDeletion', { licence, blob })).index;
  }
  const [deletion] = await machine.list(designsInterface, 'deletion', 'licence', licence);
  const { id } = await machine.need(membershipInterface, 'actor', MACHINE);
  story.line(`${count(programs.size, 'key')} destroyed; deletion of the programs "${deletion?.label}"`);
  story.signed(id, 'the deletions', index);
}
