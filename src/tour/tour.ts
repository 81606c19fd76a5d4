// The tour: one order file becomes parts that can prove themselves. It uses only the SDK, as any outside program would.
// Numbers that it prints come from the ledger.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts } from '#contracts/index.ts';
import { Fault } from '#core/fault.ts';
import { LocalNode } from '#node/local.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { Cast, makeKeys, MEMBERS } from './cast.ts';
import { readFolder } from './folder.ts';
import type { Tamper, Tour } from './stage.ts';
import { auditStep } from './steps/audit.ts';
import { buildStep } from './steps/build.ts';
import { designStep } from './steps/design.ts';
import { inspectionStep } from './steps/inspection.ts';
import { orderStep } from './steps/order.ts';
import { passportStep } from './steps/passport.ts';
import { startStep } from './steps/start.ts';
import { type Print, Story } from './story.ts';
import { readTerms } from './terms.ts';

/** How the tour is played. */
export type TourOptions = {
  /** Folder with the input files. */
  readonly data: string;
  /** Folder under which each input gets a ledger of its own. */
  readonly home: string;
  /** Starts over where there is a ledger of this input. */
  readonly fresh: boolean;
  readonly tamper: Tamper | undefined;
  readonly clock: () => number;
  readonly print: Print;
};

/** Written when the story was played to its end: a second run adds nothing. */
const FINISHED = 'tour-finished.json';

/**
 * Plays the story.
 * @returns where its files lie, and whether it was played now
 * @throws Fault of the input, before anything was written; `tour_unfinished`, `tour_must_hold`
 */
export async function playTour(options: TourOptions): Promise<{ readonly home: string; readonly isNew: boolean }> {
  const story = new Story(options.print);
  const terms = readTerms();
  const input = await readFolder(options.data, terms);
  const home = join(options.home, `${input.name}-${input.digest.slice(0, 8)}${options.tamper === undefined ? '' : `-${options.tamper}`}`);
  // A tampered run is an experiment of its own: it always starts over.
  if (options.fresh || options.tamper !== undefined) rmSync(home, { recursive: true, force: true });
  if (existsSync(home)) {
    await sayItIsThere(home, story, options.clock);
    return { home, isNew: false };
  }
  const keys = await makeKeys(join(home, 'keys'));
  const { clock } = options;
  await using node = await LocalNode.create({ home, clock }, (nodeKeys) =>
    makeGenesis({
      name: `Tour of ${input.name}`,
      timeMs: clock(),
      founders: MEMBERS.map(({ member, name }) => ({
        member,
        name,
        rootsNeeded: 1,
        actors: keys
          .filter((key) => key.member === member)
          .map(({ actor, role, signer, encryptionKey }) => ({
            id: actor,
            kind: role === 'machine' ? ('machine' as const) : ('person' as const),
            role,
            signer,
            encryptionKey,
          })),
      })),
      node: { name: 'origin', ...nodeKeys },
      contracts,
    }),
  );
  const tour: Tour = { input, terms, node, cast: new Cast(keys, node, clock), story, home, tamper: options.tamper, clock };
  await playSteps(tour);
  writeFileSync(join(home, FINISHED), JSON.stringify({ ledgerId: node.ledger.id, size: node.ledger.head.size }));
  return { home, isNew: true };
}

async function playSteps(tour: Tour): Promise<void> {
  await startStep(tour);
  const order = await orderStep(tour);
  const design = await designStep(tour, order);
  const builds = await buildStep(tour, order, design);
  const inspection = await inspectionStep(tour, order);
  const passport = await passportStep(tour, { order, design, builds, inspection });
  await auditStep(tour, passport);
}

async function sayItIsThere(home: string, story: Story, clock: () => number): Promise<void> {
  const finished = join(home, FINISHED);
  if (!existsSync(finished)) {
    throw new Fault('tour_unfinished', `${home} holds a tour that did not come to its end: look at it, or start over with --fresh`);
  }
  const { size } = JSON.parse(readFileSync(finished, 'utf8'));
  await using node = await LocalNode.open({ home, clock });
  const { head, id } = node.ledger;
  story.line(`This input has been played: ledger ${id} in ${home}.`);
  story.line(`It has ${head.size} entries${head.size === size ? '' : `, ${head.size - size} more than the tour wrote`}. Nothing was added; --fresh starts over.`);
}
