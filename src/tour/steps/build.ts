// Step 5: the machine asks for the key of its program, unit by unit, builds, and signs what its log says.

import { factsOfLog } from '#connectors/mtconnect/build-facts.ts';
import { logFindings, partCountFindings } from '#connectors/mtconnect/findings.ts';
import { designsInterface } from '#contracts/designs/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { Build } from '#contracts/production/records.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { fromBase64url, hex } from '#core/bytes.ts';
import { grantFile, openGranted } from '#sdk/files.ts';
import type { Log } from '../folder.ts';
import { openText, sealText } from '../sealed-text.ts';
import { mustHold, mustSucceed, type Tour } from '../stage.ts';
import { count, money, padded, units } from '../wording.ts';
import type { Ordered } from './agreed.ts';
import { changeLog, forgeLicence, showUsedUp } from './build-attacks.ts';
import type { Designed } from './design.ts';
import type { Material } from './material.ts';
import { MACHINING } from './order.ts';

const DAY_MS = 86_400_000;
const MACHINE = 'harbour/machine';
const BUILD_REASON =
  'The log does not name the permitted program. The unit is not refused for it: both laboratories inspect it in full before anyone accepts it.';
/** What was found in a build, in words. */
const FINDINGS: { readonly [F in Build['findings'][number]]: (build: Build) => string } = {
  program_another: ({ loggedNames }) => `the log names ${loggedNames.join(' and ')}`,
  program_none: () => 'the log names no program',
  unlicensed: () => 'no permit',
  version_another: () => 'a permit for another version',
  gaps: ({ gaps }) => count(gaps.count, 'gap'),
  holds: ({ holds }) => count(holds, 'hold'),
  part_count_repeats: () => 'part count repeats',
  part_count_skips: ({ partCounts }) => `part count skips, ${partCounts.first} to ${partCounts.last}`,
  lines_unreadable: ({ unreadable }) => count(unreadable.count, 'unreadable line'),
};

/** Entries of the log that tell of a unit, and its build. */
export type Built = {
  readonly unit: number;
  readonly build: string;
  readonly job: string;
  readonly entries: readonly number[];
};

/** Plays step 5. */
export async function buildStep(
  tour: Tour,
  ordered: Ordered,
  designed: Designed,
  { lot }: Material,
): Promise<readonly Built[]> {
  const { story, input, tamper } = tour;
  story.step(5, 'build');
  const granted = new Set<string>();
  const built: Built[] = [];
  for (const log of input.logs) {
    built.push(await buildUnit(tour, ordered, designed, { log, lot, granted }));
    story.progress('building', built.length, input.logs.length);
  }
  const logs = input.logs.map(({ name, facts }) => ({ file: name, facts }));
  story.findings([...logs.flatMap(logFindings), ...partCountFindings(logs)]);
  await sumUp(tour, ordered, built);
  const decided = await decideBuilds(tour, ordered, built);
  await showUsedUp(tour, ordered, designed);
  if (tamper === 'licence') await forgeLicence(tour, designed);
  if (tamper === 'machine-log') await changeLog(tour, built);
  await destroyKeys(tour, ordered, designed);
  story.proves(
    'which machine signed which program, log and unit, under which permit; a log that is changed later has another root',
  );
  story.limit('that the log tells what the machine did: it proves what the machine signed');
  story.limit('that no copy of a program is left: deletion is attested, not enforceable');
  return decided;
}

/** One unit: permit, key, program, job, build. */
async function buildUnit(
  { cast, input, terms, clock }: Tour,
  ordered: Ordered,
  { programs }: Designed,
  { log, lot, granted }: { readonly log: Log; readonly lot: string; readonly granted: Set<string> },
): Promise<Built> {
  const item = ordered.units.find(({ unit }) => unit === log.unit)?.item ?? '';
  const machine = cast.as(MACHINE);
  const name = input.programs.get(log.unit)?.name ?? '';
  const program = programs.get(name);
  mustHold(program !== undefined, `unit ${log.unit} has a program`);
  const permitted = await machine.do(designsInterface, 'requestPermit', {
    licence: ordered.licence,
    item,
    program: name,
  });
  const permit = await machine.need(designsInterface, 'permit', permitted.id('permit'));
  if (!granted.has(program.blob)) {
    const grant = { reader: MACHINE, purpose: 'build', untilMs: clock() + DAY_MS } as const;
    await grantFile(cast.as('lindqvist/designer'), program, grant);
    granted.add(program.blob);
  }
  mustHold(permit.program.commitment === program.opening.commitment, `the permit is for the bytes of ${name}`);
  await mustSucceed(`${MACHINE} opens ${name}`, () => openGranted(machine, cast.keys(MACHINE).readerKey, program.blob));
  const planned = await cast.as('harbour/engineer').do(productionInterface, 'planJob', {
    order: ordered.order,
    item,
    step: MACHINING,
    machine: MACHINE,
    program: permit.program,
    permit: permit.id,
  });
  const job = planned.id('job');
  const facts = { ...factsOfLog(log, terms.gapLimitMs), materials: [{ lot, quantity: 1 }] };
  const recorded = await machine.do(productionInterface, 'recordBuild', { job, ...facts });
  return {
    unit: log.unit,
    job,
    build: recorded.id('build'),
    entries: [permitted.index, planned.index, recorded.index],
  };
}

async function sumUp(tour: Tour, ordered: Ordered, built: readonly Built[]): Promise<void> {
  const { story, cast, input } = tour;
  const designer = cast.as('lindqvist/designer');
  const builds = await cast.as('harbour/engineer').list(productionInterface, 'build', 'order', ordered.order);
  const sum = (of: (build: Build) => number) => builds.reduce((total, build) => total + of(build), 0);
  const [gaps, holds] = [sum(({ gaps }) => gaps.count), sum((build) => build.holds)];
  const limitMs = builds[0]?.gaps.limitMs;
  story.line(`${count(builds.length, 'build')} signed by ${MACHINE}, each with the Merkle root of its log's lines:`);
  for (const { unit, build: id } of built) {
    const build = builds.find((found) => found.id === id);
    if (build !== undefined) story.detail(buildLine(unit, build));
  }
  const unreadable = sum((build) => build.unreadable.count);
  const lines = `${count(
    sum(({ logLines }) => logLines),
    'line',
  )}, ${unreadable} unreadable`;
  const pauses = `${count(gaps, 'gap')} over ${limitMs} ms (this limit is assumed), ${count(holds, 'hold')}`;
  story.line(`all logs together: ${lines}, ${pauses}`);
  const proven = builds.filter(({ state }) => state === 'proven').length;
  story.line(`${proven} proven: the log names just the permitted program; ${builds.length - proven} not proven`);
  const [first, last] = [built[0]?.entries.at(-1), built.at(-1)?.entries.at(-1)];
  story.signed(MACHINE, `each build, from entry ${first} on`, last ?? 0);
  const { licence } = ordered;
  const tally = await designer.need(designsInterface, 'tally', licence);
  const { royaltyCents, unit } = await designer.need(designsInterface, 'licence', licence);
  mustHold(builds.length === input.logs.length && builds.length === built.length, 'each unit has one build');
  mustHold(tally.built === builds.length, 'the licence counts the signed builds');
  mustHold(tally.owedCents === builds.length * royaltyCents, 'royalties are signed builds times rate');
  mustHold(sum((build) => build.royaltyCents) === tally.owedCents, 'the builds’ royalties add up to what is owed');
  const owed = `${tally.built} × ${money(royaltyCents, unit)} = ${money(tally.owedCents, unit)}`;
  story.line(`royalties owed to lindqvist: ${owed}; paid ${money(tally.paidCents, unit)}`);
}

function buildLine(unit: number, build: Build): string {
  const { state, program, findings, logLines } = build;
  const found = findings.length === 0 ? '' : `: ${findings.map((finding) => FINDINGS[finding](build)).join(', ')}`;
  const outcome = state === 'awaitsDecision' ? 'NOT PROVEN, stopped' : state;
  return `${padded(unit)}  ${program.name}, ${count(logLines, 'line')}, ${outcome}${found}`;
}

/** The quality engineer decides on every build that its log does not prove; played by the tour. */
async function decideBuilds(tour: Tour, { order }: Ordered, built: readonly Built[]): Promise<readonly Built[]> {
  const { story, cast, clock } = tour;
  const quality = cast.as('northwind/quality');
  const engineer = cast.as('harbour/engineer');
  const builds = await quality.list(productionInterface, 'build', 'order', order);
  const waiting = new Set(builds.flatMap(({ id, state }) => (state === 'awaitsDecision' ? [id] : [])));
  const stopped = built.filter(({ build }) => waiting.has(build));
  const decisions = new Map<string, number>();
  if (stopped.length > 0) {
    const access = { readers: ['northwind/quality', 'harbour/engineer'], untilMs: clock() + DAY_MS };
    const reason = await sealText(quality, { contract: 'production', field: 'reason', value: BUILD_REASON }, access);
    for (const { build } of stopped) {
      const decision = { build, verdict: 'accept', reason: reason.commitment } as const;
      decisions.set(build, (await quality.do(productionInterface, 'decideBuild', decision)).index);
    }
    const [decision] = await engineer.list(productionInterface, 'decision', 'order', order);
    mustHold(decision !== undefined, 'the decision is on the ledger');
    const text = await openText(engineer, cast.keys(engineer.actor), { ...reason, commitment: decision.reason });
    const who = `${decision.by} decided (played by the tour): ${decision.verdict} ${units(stopped.map(({ unit }) => unit))}`;
    story.line(`${who}, because: ${text}`);
  }
  const planned = (await engineer.list(itemsInterface, 'item', 'order', order)).filter(
    ({ state }) => state === 'planned',
  );
  for (const { id } of planned) await engineer.do(productionInterface, 'declareMade', { item: id });
  const after = await quality.list(productionInterface, 'build', 'order', order);
  mustHold(
    after.every(({ id, state }) => state === (waiting.has(id) ? 'accepted' : 'proven')),
    'a build that is not proven is accepted by a decision alone',
  );
  return built.map((one) => {
    const decision = decisions.get(one.build);
    return decision === undefined ? one : { ...one, entries: [...one.entries, decision] };
  });
}

/** The machine's wrapped keys are erased, and it attests that no copy is left. */
async function destroyKeys({ story, cast }: Tour, { licence }: Ordered, { programs }: Designed): Promise<void> {
  const machine = cast.as(MACHINE);
  let index = 0;
  for (const { blob } of programs.values()) {
    const blobHex = hex(fromBase64url(blob));
    await machine.transport.eraseKey(blobHex, MACHINE);
    mustHold((await machine.transport.getKey(blobHex, MACHINE)) === undefined, 'the wrapped key is gone');
    index = (await machine.do(designsInterface, 'attestDeletion', { licence, blob })).index;
  }
  const deletions = await machine.list(designsInterface, 'deletion', 'licence', licence);
  mustHold(deletions.length === programs.size, 'each deletion is attested');
  const labels = [...new Set(deletions.map(({ label }) => `"${label}"`))].join(', ');
  story.line(`${count(deletions.length, 'build key')} destroyed; the ledger labels each deletion ${labels}`);
  story.signed(MACHINE, 'the deletions', index);
}
