// The tour: one order file becomes parts that can prove themselves. It founds a ledger, has two nodes serve it, and from
// then on uses only the SDK over HTTP, as any outside program would. Numbers that it prints come from the ledger, or are
// findings in the input's files. Nothing is written before the whole input was read and fits.

import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { Fault, isFault } from '#core/fault.ts';
import { LocalNode } from '#node/local.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { openKeyFile } from '#sdk/key-file.ts';
import { Cast, type CastKeys, DEMO_PASSPHRASE, MEMBERS, makeKeys } from './cast.ts';
import { checkInput } from './check.ts';
import { type Finished, readFinished, writeFinished } from './finished.ts';
import { type Input, readFolder } from './folder.ts';
import { fetchUntil, keyPath, type Nodes, REPLICA_ACTOR, type StartNodes, tourPaths, untilReady } from './nodes.ts';
import { restartNodes, saysWhatIsServed } from './serving.ts';
import { mustHold, type Tamper, type Tour } from './stage.ts';
import { accountStep } from './steps/account.ts';
import { auditStep } from './steps/audit.ts';
import { buildStep } from './steps/build.ts';
import { designStep } from './steps/design.ts';
import { inspectionStep } from './steps/inspection.ts';
import { materialStep } from './steps/material.ts';
import { orderStep } from './steps/order.ts';
import { type Passport, passportStep } from './steps/passport.ts';
import { shippingStep } from './steps/shipping.ts';
import { sourcingStep } from './steps/sourcing.ts';
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
  /** Resolves once the clock shows this time. */
  readonly waitUntil: (timeMs: number) => Promise<void>;
  readonly print: Print;
  readonly startNodes: StartNodes;
  /** Whether the nodes go on serving after the story, until `stop`. */
  readonly afterwards: 'exit' | 'serve';
  /** Ends the tour wherever it is. */
  readonly stop: AbortSignal;
};

/** What the steps share before there are nodes. */
type Stage = Pick<Tour, 'input' | 'terms' | 'story' | 'home' | 'tamper' | 'clock' | 'waitUntil'>;

/** After these the ledger and the nodes' logs stay, to be looked at. */
const KEPT_AFTER = ['tour_must_hold', 'tour_node_ended', 'tour_node_unready', 'tour_not_witnessed'];
/** Roles that no person has. */
const KINDS = new Map<string, 'machine' | 'agent'>([
  ['machine', 'machine'],
  ['node', 'machine'],
  ['agent', 'agent'],
]);
const ANY_PORTS = { origin: 0, replica: 0 } as const;

/**
 * Plays the story; then, where it is asked for, both nodes serve until the stop.
 * @returns where its files lie, and whether it was played now
 * @throws Fault of the input, before anything was written; `tour_unfinished`; `tour_interrupted`; and, after which the
 * ledger stays to be looked at, `tour_must_hold`, `tour_node_ended`, `tour_node_unready`, `tour_not_witnessed`
 */
export async function playTour(options: TourOptions): Promise<{ readonly home: string; readonly isNew: boolean }> {
  const { clock, tamper, waitUntil } = options;
  const startedMs = clock();
  const terms = readTerms();
  const input = await readFolder(options.data, terms);
  checkInput(input, terms, startedMs);
  const story = new Story(options.print);
  const home = homeOf(options, input);
  // A tampered run is an experiment of its own: it always starts over.
  if (options.fresh || tamper !== undefined) rmSync(home, { recursive: true, force: true });
  if (existsSync(home)) {
    await showAgain(home, story, options);
    return { home, isNew: false };
  }
  makeHome(options.home, home);
  try {
    await play({ input, terms, story, home, tamper, clock, waitUntil }, options, startedMs);
  } catch (fault) {
    if (isFault(fault) && !KEPT_AFTER.includes(fault.code)) rmSync(home, { recursive: true, force: true });
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

async function play(stage: Stage, options: TourOptions, startedMs: number): Promise<void> {
  const { home, story, clock } = stage;
  const stop = interruption(options.stop);
  const keys = await makeKeys(home, (done, of) => story.progress('making keys', done, of));
  const ledgerId = await found(stage, keys);
  const plan = { home, ledgerId, keys: nodeKeys(keys), ports: ANY_PORTS, clock, stop };
  await using nodes = await options.startNodes(plan);
  const http = fetchUntil(AbortSignal.any([nodes.ended, stop]));
  await untilReady(nodes, http);
  const cast = await Cast.connect(keys, nodes, { ledgerId, clock, fetch: http });
  const tour: Tour = { ...stage, ledgerId, nodes, cast, fetch: http };
  const finished = await playSteps(tour);
  writeFinished(home, finished);
  story.end(`Every step held, in ${((clock() - startedMs) / 1000).toFixed(1)} s. The ledger lies in ${home}.`);
  if (options.afterwards === 'serve') await serve(nodes, finished, { story, stop: options.stop });
}

/** Founds the ledger in the origin's folder. @returns its id */
async function found({ home, clock, input }: Stage, keys: readonly CastKeys[]): Promise<string> {
  await using node = await LocalNode.create({ home: tourPaths(home).origin, clock }, (nodeKeys) =>
    makeGenesis({
      name: `Tour of ${input.name}`,
      timeMs: clock(),
      founders: MEMBERS.map(({ member, name }) => ({ member, name, rootsNeeded: 1, actors: actorsOf(member, keys) })),
      node: { name: 'origin', ...nodeKeys },
      contracts: contractInterfaces,
    }),
  );
  return node.ledger.id;
}

function actorsOf(member: string, keys: readonly CastKeys[]) {
  return keys
    .filter((key) => key.member === member)
    .map(({ actor, role, signer, encryptionKey }) => {
      return { id: actor, kind: KINDS.get(role) ?? ('person' as const), role, signer, encryptionKey };
    });
}

function nodeKeys(keys: readonly CastKeys[]): CastKeys {
  const found = keys.find(({ actor }) => actor === REPLICA_ACTOR);
  mustHold(found !== undefined, `${REPLICA_ACTOR} has keys`);
  return found;
}

async function playSteps(tour: Tour): Promise<Finished> {
  const tariff = await startStep(tour);
  const asked = await orderStep(tour, tariff);
  const design = await designStep(tour, asked);
  const order = await sourcingStep(tour, asked, design);
  const material = await materialStep(tour);
  const builds = await buildStep(tour, order, design, material);
  const inspection = await inspectionStep(tour, order);
  const shipped = await shippingStep(tour, order);
  const passport = await passportStep(tour, { order, design, material, builds, inspection, shipped });
  await auditStep(tour, passport);
  await accountStep(tour, order, passport.item);
  const { tamper, story } = tour;
  if (tamper !== undefined) {
    mustHold(story.attacksStopped > 0, `the attack on the ${tamper} was made`);
    story.line(`The attack "${tamper}" was made and stopped.`);
  }
  return finishedWith(tour, passport);
}

function finishedWith({ ledgerId, nodes }: Tour, { size, serial, item }: Passport): Finished {
  const portOf = (url: string): number => Number(new URL(url).port);
  const ports = { origin: portOf(nodes.origin), replica: portOf(nodes.replica) };
  return { ledgerId, size, ports, passport: { serial, item } };
}

/** A story that was played is told no second time; its nodes may serve again. */
async function showAgain(home: string, story: Story, options: TourOptions): Promise<void> {
  const { clock, stop } = options;
  const finished = readFinished(home);
  if (finished === undefined) {
    throw new Fault(
      'tour_unfinished',
      `${home} holds a tour that did not come to its end: look at it there, or start over with --fresh`,
    );
  }
  await sayItIsThere(home, story, finished, clock);
  if (options.afterwards === 'exit') return;
  const keys = await openKeyFile(keyPath(home, REPLICA_ACTOR), DEMO_PASSPHRASE);
  const { ledgerId, ports } = finished;
  const plan = { home, ledgerId, keys, ports, clock, stop: interruption(stop) };
  await using nodes = await restartNodes(options.startNodes, plan, story);
  await untilReady(nodes, fetchUntil(AbortSignal.any([nodes.ended, plan.stop])));
  await serve(nodes, finished, { story, stop });
}

async function sayItIsThere(home: string, story: Story, { size }: Finished, clock: () => number): Promise<void> {
  await using node = await LocalNode.open({ home: tourPaths(home).origin, clock });
  const { head, id } = node.ledger;
  const more = head.size === size ? 'Nothing was added' : `It has ${head.size - size} more than the tour wrote`;
  story.line(`${basename(home)} has been played: ledger ${id} in ${home}, ${count(head.size, 'entry', 'entries')}.`);
  story.line(`${more}; --fresh starts over.`);
}

/** Until the stop. @throws Fault `tour_node_ended` */
async function serve(
  nodes: Nodes,
  finished: Finished,
  { story, stop }: { readonly story: Story; readonly stop: AbortSignal },
): Promise<void> {
  saysWhatIsServed(story, nodes, finished);
  const over = AbortSignal.any([nodes.ended, stop]);
  if (!over.aborted) {
    await new Promise<void>((resolve) => {
      over.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  if (!stop.aborted) nodes.ended.throwIfAborted();
}

/** A stop while there is still something to do is a Fault. */
function interruption(stop: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Fault('tour_interrupted', 'it was stopped before its end'));
  if (stop.aborted) abort();
  else stop.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
