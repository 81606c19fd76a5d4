// The tour: one order file becomes parts that can prove themselves. It uses only the SDK, as any outside program would.
// Numbers that it prints come from the ledger, or are findings in the input's files. Nothing is written before the whole
// input was read and fits.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { Fault, isFault } from '#core/fault.ts';
import { LocalNode } from '#node/local.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { Cast, type CastKeys, MEMBERS, makeKeys } from './cast.ts';
import { checkInput } from './check.ts';
import { type Input, readFolder } from './folder.ts';
import { mustHold, type Tamper, type Tour } from './stage.ts';
import { auditStep } from './steps/audit.ts';
import { buildStep } from './steps/build.ts';
import { designStep } from './steps/design.ts';
import { inspectionStep } from './steps/inspection.ts';
import { orderStep } from './steps/order.ts';
import { passportStep } from './steps/passport.ts';
import { startStep } from './steps/start.ts';
import { type Print, Story } from './story.ts';
import { readTerms } from './terms.ts';
import { count, fileName } from './wording.ts';

/** How the tour is played. */
export type TourOptions = {
  /** Folder with the input files. */
  readonly data: string;
  /** Folder under which each input gets a ledger of its own. */
  readonly home: string;
  /** Starts over where there is a ledger of this input. */
  readonly fresh: boolean;
  readonly tamper: Tamper | undefined;
  /** ms since 1970 */
  readonly clock: () => number;
  readonly print: Print;
};

/** Written when the story was played to its end: a second run adds nothing. */
const FINISHED = 'tour-finished.json';

/**
 * Plays the story.
 * @returns where its files lie, and whether it was played now
 * @throws Fault of the input, before anything was written; `tour_unfinished`; `tour_must_hold`, after which the ledger
 * stays to be looked at
 */
export async function playTour(options: TourOptions): Promise<{ readonly home: string; readonly isNew: boolean }> {
  const { clock, tamper } = options;
  const terms = readTerms();
  const input = await readFolder(options.data, terms);
  checkInput(input, terms, clock());
  const story = new Story(options.print);
  const home = homeOf(options, input);
  // A tampered run is an experiment of its own: it always starts over.
  if (options.fresh || tamper !== undefined) rmSync(home, { recursive: true, force: true });
  if (existsSync(home)) {
    await sayItIsThere(home, story, clock);
    return { home, isNew: false };
  }
  makeHome(options.home, home);
  try {
    await play({ input, terms, story, home, tamper, clock });
  } catch (fault) {
    if (isFault(fault) && fault.code !== 'tour_must_hold') rmSync(home, { recursive: true, force: true });
    throw fault;
  }
  return { home, isNew: true };
}

function homeOf({ home, tamper }: TourOptions, { name, digest }: Input): string {
  return join(home, [fileName(name), digest.slice(0, 8), ...(tamper === undefined ? [] : [tamper])].join('-'));
}

/** Fails where another tour made it meanwhile. @throws Fault `home_unwritable` */
function makeHome(parent: string, home: string): void {
  try {
    mkdirSync(parent, { recursive: true });
    mkdirSync(home, { mode: 0o700 });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new Fault('home_unwritable', `${home} cannot be made (${cause.code})`, { cause });
  }
}

async function play(stage: Omit<Tour, 'node' | 'cast'>): Promise<void> {
  const { home, story, clock } = stage;
  const keys = await makeKeys(join(home, 'keys'), (done, of) => story.progress('making keys', done, of));
  await using node = await found(stage, keys);
  await playSteps({ ...stage, node, cast: new Cast(keys, node, clock) });
  const finished = join(home, FINISHED);
  writeFileSync(`${finished}.new`, JSON.stringify({ ledgerId: node.ledger.id, size: node.ledger.head.size }));
  renameSync(`${finished}.new`, finished);
}

function found({ home, clock, input }: Omit<Tour, 'node' | 'cast'>, keys: readonly CastKeys[]): Promise<LocalNode> {
  return LocalNode.create({ home, clock }, (nodeKeys) =>
    makeGenesis({
      name: `Tour of ${input.name}`,
      timeMs: clock(),
      founders: MEMBERS.map(({ member, name }) => ({ member, name, rootsNeeded: 1, actors: actorsOf(member, keys) })),
      node: { name: 'origin', ...nodeKeys },
      contracts: contractInterfaces,
    }),
  );
}

function actorsOf(member: string, keys: readonly CastKeys[]) {
  return keys
    .filter((key) => key.member === member)
    .map(({ actor, role, signer, encryptionKey }) => {
      const kind = role === 'machine' ? ('machine' as const) : ('person' as const);
      return { id: actor, kind, role, signer, encryptionKey };
    });
}

async function playSteps(tour: Tour): Promise<void> {
  await startStep(tour);
  const order = await orderStep(tour);
  const design = await designStep(tour, order);
  const builds = await buildStep(tour, order, design);
  const inspection = await inspectionStep(tour, order);
  const passport = await passportStep(tour, { order, design, builds, inspection });
  await auditStep(tour, passport);
  const { tamper, story } = tour;
  if (tamper === undefined) return;
  mustHold(story.attacksStopped > 0, `the attack on the ${tamper} was made`);
  story.line(`The attack "${tamper}" was made and stopped.`);
}

async function sayItIsThere(home: string, story: Story, clock: () => number): Promise<void> {
  const size = finishedSize(home);
  if (size === undefined) {
    throw new Fault(
      'tour_unfinished',
      `${home} holds a tour that did not come to its end: look at it there, or start over with --fresh`,
    );
  }
  await using node = await LocalNode.open({ home, clock });
  const { head, id } = node.ledger;
  const more = head.size === size ? 'Nothing was added' : `It has ${head.size - size} more than the tour wrote`;
  story.line(`${basename(home)} has been played: ledger ${id} in ${home}, ${count(head.size, 'entry', 'entries')}.`);
  story.line(`${more}; --fresh starts over.`);
}

/** Entries of a tour that came to its end. */
function finishedSize(home: string): number | undefined {
  const path = join(home, FINISHED);
  if (!existsSync(path)) return undefined;
  const { size } = JSON.parse(readFileSync(path, 'utf8'));
  return typeof size === 'number' ? size : undefined;
}
