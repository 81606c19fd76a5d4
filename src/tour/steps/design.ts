// Step 2: the design is registered by commitment and sealed into the vault; whoever wins is licensed, build by build.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { designsInterface, type Version } from '#contracts/designs/schema.ts';
import { fromBase64url, hex } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { isFault } from '#core/fault.ts';
import { homePaths } from '#node/local.ts';
import { assertCommitted, grantFile, openGranted, type SharedFile, shareFile } from '#sdk/files.ts';
import { isOfTour, tourPaths } from '../nodes.ts';
import { findPlaintext } from '../plaintext.ts';
import { mustHold, mustSucceed, type Tour } from '../stage.ts';
import { count, millimetres } from '../wording.ts';
import { sayMaking } from './making.ts';
import type { Asked } from './order.ts';

const DAY_MS = 86_400_000;
const READER = 'northwind/engineer';

/** What later steps need of the design. */
export type Designed = {
  readonly version: string;
  readonly model: SharedFile;
  /** By file name. */
  readonly programs: ReadonlyMap<string, SharedFile>;
};

/** Plays step 2. */
export async function designStep(tour: Tour, asked: Asked): Promise<Designed> {
  const { story, cast, input, tamper } = tour;
  story.step(2, 'design');
  const designer = cast.as('lindqvist/designer');
  const { name: modelName, bytes: modelBytes } = input.model;
  const model = await shareFile(designer, { name: modelName, mediaType: mediaTypeOf(modelName), bytes: modelBytes });
  const programs = new Map<string, SharedFile>();
  for (const { name, bytes } of input.programFiles) {
    programs.set(name, await shareFile(designer, { name, mediaType: 'text/plain', bytes }));
    story.progress('sealing programs', programs.size, input.programFiles.length);
  }
  const design = (await designer.do(designsInterface, 'registerDesign', { name: asked.part })).id('design');
  const registered = await designer.do(designsInterface, 'registerVersion', {
    design,
    parents: [],
    files: [
      { ...fileOf(model, mediaTypeOf(model.name)), role: 'model' },
      ...[...programs.values()].map((file) => {
        return { ...fileOf(file, 'text/plain'), role: 'program' as const, derivedFrom: model.name };
      }),
    ],
    facts: factsOf(tour),
  });
  const version = await designer.need(designsInterface, 'version', registered.id('version'));
  sayVersion(tour, asked, version);
  sayMaking(tour, asked);
  story.signed(designer.actor, 'the version', registered.index);
  await showFlippedByte(tour, model, version);
  if (tamper === 'file') await changeSealedFile(tour, model);
  const found = findPlaintext(tour.home, [modelBytes, ...input.programFiles.map(({ bytes }) => bytes)]);
  mustHold(found === undefined, `no plaintext of the design is stored, but ${found} holds a piece`);
  story.line(
    `searched all of ${tour.home} for pieces of these ${version.files.length} files: none is there in the clear`,
  );
  story.proves('which files were designed, by whom and when; ledger and vault hold no plaintext of them');
  story.limit('that a reader keeps to itself what it opened: ending access ends delivery, not knowledge');
  return { version: version.id, model, programs };
}

function sayVersion({ story, input }: Tour, { part }: Asked, { number, facts, files }: Version): void {
  const model = files.find(({ role }) => role === 'model');
  const box = facts.boxMicrometres?.map(millimetres).join(' × ') ?? 'unknown';
  const { unitFrom, tessellation, noVolume } = input.model.facts;
  const mesh = tessellation === undefined ? '' : ` (of its mesh, ${tessellation.linearDeflectionMicrometres} µm fine)`;
  const volume =
    facts.volumeCubicMillimetres === undefined
      ? `no volume: ${noVolume ?? 'unknown'}`
      : `volume ${facts.volumeCubicMillimetres} mm³${mesh}`;
  const origin = unitFrom === 'caller' ? 'assumed: the file has no unit' : `from the ${unitFrom}`;
  const programs = files.filter(({ role }) => role === 'program').length;
  const named = `${model?.name} and ${count(programs, 'program')}`;
  story.line(`version ${number} of ${part}: ${named}, each by a salted commitment, sealed in the vault`);
  story.line(`model: unit ${facts.unit} (${origin}), box ${box} mm, ${volume}, watertight ${facts.watertight}`);
  story.findings(input.findings);
}

/** One flipped byte of the model: whoever opens it and holds it against the commitment sees it. */
async function showFlippedByte(tour: Tour, model: SharedFile, { number, files }: Version): Promise<void> {
  const { story, cast, clock } = tour;
  const reader = cast.as(READER);
  const grant = { reader: reader.actor, purpose: 'inspect', untilMs: clock() + DAY_MS } as const;
  await grantFile(cast.as('lindqvist/designer'), model, grant);
  const { name, bytes: opened } = await mustSucceed(`${READER} opens ${model.name}`, () =>
    openGranted(reader, cast.keys(READER).readerKey, model.blob),
  );
  mustHold(name === model.name, 'the reader learns the name of the file with its key');
  const registered = files.find(({ name }) => name === model.name);
  mustHold(registered?.commitment === model.opening.commitment, 'the opened file is the one of the version');
  story.line(
    `${READER} opened ${model.name} with its own key: ${opened.length} bytes, as committed to in version ${number}`,
  );
  const place = Math.floor(opened.length / 2);
  opened[place] = (opened[place] ?? 0) ^ 1;
  try {
    assertCommitted(model.name, model.opening, hex(sha256(opened)));
    mustHold(false, 'a flipped byte of the design file is refused');
  } catch (error) {
    if (!isFault(error, 'file_differs')) throw error;
    story.refused(
      `the same file with one bit of byte ${place} flipped`,
      error.code,
      `hash differs from version ${number}`,
    );
  }
}

/** Whoever runs the disk changes a byte of the sealed file; then it is put back, and is the file again. */
async function changeSealedFile({ story, cast, home }: Tour, model: SharedFile): Promise<void> {
  const { origin, originLog } = tourPaths(home);
  const hash = hex(fromBase64url(model.blob));
  const path = join(homePaths(origin).vault, hash.slice(0, 2), hash);
  const sealed = readFileSync(path);
  const place = Math.floor(sealed.length / 2);
  const changed = Uint8Array.from(sealed, (byte, i) => (i === place ? byte ^ 1 : byte));
  const open = () => openGranted(cast.as(READER), cast.keys(READER).readerKey, model.blob);
  writeFileSync(path, changed);
  try {
    await open();
    mustHold(false, 'a changed byte of the sealed file is refused');
  } catch (error) {
    if (!isFault(error) || isOfTour(error)) throw error;
    const attack = `byte ${place} of the sealed ${model.name} changed on the disk`;
    story.stopped(attack, error.code, `${error.message} (${originLog})`);
  } finally {
    writeFileSync(path, sealed);
  }
  await mustSucceed('the sealed file opens once the byte is put back', open);
  story.line('the byte put back, it opens again');
}

function fileOf({ name, opening, blob, sizeBytes }: SharedFile, mediaType: string) {
  return { name, commitment: opening.commitment, blob, sizeBytes, mediaType };
}

function factsOf({ input }: Tour) {
  const { unit, boxNanometres, volumeMm3, watertight } = input.model.facts;
  const { min, max } = boxNanometres;
  const edges = [0, 1, 2].map((axis) => Math.round(((max[axis] ?? 0) - (min[axis] ?? 0)) / 1000));
  return {
    unit,
    boxMicrometres: edges,
    ...(volumeMm3 === undefined ? {} : { volumeCubicMillimetres: volumeMm3 }),
    watertight: watertight ? ('yes' as const) : ('no' as const),
  };
}

function mediaTypeOf(name: string): string {
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  const types = { step: 'model/step', stp: 'model/step', stl: 'model/stl', '3mf': 'model/3mf' };
  return Object.entries(types).find(([known]) => known === ending)?.[1] ?? 'application/octet-stream';
}
