// Step 2: the design is registered by commitment, sealed into the vault, and licensed build by build.

import { designsInterface } from '#contracts/designs/schema.ts';
import { hex } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { isFault } from '#core/fault.ts';
import { assertCommitted, grantFile, openGranted, type SharedFile, shareFile } from '#sdk/files.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money, time } from '../story.ts';
import type { Ordered } from './order.ts';
import { MACHINE_CREDENTIAL } from './start.ts';

const DAY_MS = 86_400_000;

/** What later steps need of the design. */
export type Designed = {
  readonly version: string;
  readonly versionNumber: number;
  readonly licence: string;
  readonly model: SharedFile;
  /** By file name. */
  readonly programs: ReadonlyMap<string, SharedFile>;
};

/** Plays step 2. */
export async function designStep(tour: Tour, ordered: Ordered): Promise<Designed> {
  const { story, cast, input } = tour;
  story.step(2, 'design');
  const designer = cast.as('lindqvist/designer');
  const model = await shareFile(designer, { name: input.model.name, mediaType: mediaTypeOf(input.model.name), bytes: input.model.bytes });
  const programs = new Map<string, SharedFile>();
  for (const { name, bytes } of input.programFiles) programs.set(name, await shareFile(designer, { name, mediaType: 'text/plain', bytes }));
  const design = (await designer.do(designsInterface, 'registerDesign', { name: ordered.part })).id('design');
  const registered = await designer.do(designsInterface, 'registerVersion', {
    design,
    parents: [],
    files: [
      { ...fileOf(model, mediaTypeOf(model.name)), role: 'model' },
      ...[...programs.values()].map((file) => ({ ...fileOf(file, 'text/plain'), role: 'program' as const, derivedFrom: model.name })),
    ],
    facts: factsOf(tour),
  });
  const version = registered.id('version');
  const { number, facts } = await designer.need(designsInterface, 'version', version);
  const box = facts.boxMicrometres?.map((edge) => edge / 1000).join(' × ') ?? 'unknown';
  const volume = facts.volumeCubicMillimetres === undefined ? 'no volume: not closed' : `${facts.volumeCubicMillimetres} mm³${meshNote(tour)}`;
  story.line(`version ${number} of ${ordered.part}: ${model.name} and ${count(programs.size, 'program')}, each by a salted commitment`);
  story.line(`model: unit ${facts.unit} (${input.model.facts.unitFrom}), box ${box} mm, volume ${volume}, watertight ${facts.watertight}`);
  story.findings(input.findings);
  story.signed(designer.actor, 'the version', registered.index);
  await showFlippedByte(tour, model, number);
  const licence = await license(tour, version, [...programs.keys()]);
  story.proves('which files were designed, by whom and when; the ledger and the vault hold no plaintext of them');
  return { version, versionNumber: number, licence, model, programs };
}

async function license({ story, cast, input, terms, clock }: Tour, version: string, programs: string[]): Promise<string> {
  const designer = cast.as('lindqvist/designer');
  const nowMs = clock();
  await designer.do(designsInterface, 'showVersion', { version, to: 'harbour' });
  const offered = await designer.do(designsInterface, 'offerLicence', {
    version,
    licensee: 'harbour',
    builds: input.logs.length,
    royaltyCents: terms.royaltyCents,
    unit: terms.currency,
    machines: ['harbour/machine'],
    credentials: [{ kind: MACHINE_CREDENTIAL, issuers: ['watchful'] }],
    validFromMs: nowMs - 1000,
    validUntilMs: nowMs + terms.licenceDays * DAY_MS,
    programs,
  });
  const id = offered.id('licence');
  const accepted = await cast.as('harbour/engineer').do(designsInterface, 'acceptLicence', { licence: id });
  const licence = await designer.need(designsInterface, 'licence', id);
  story.line(`licence to harbour: ${licence.builds} builds on ${licence.machines.join(', ')}, ${money(licence.royaltyCents, licence.unit)} each (assumed), until ${time(licence.validUntilMs)}`);
  story.signed(designer.actor, 'the offer', offered.index);
  story.signed('harbour/engineer', 'the licence', accepted.index);
  return id;
}

/** One flipped byte of the model: whoever opens it and holds it against the commitment sees it. */
async function showFlippedByte(tour: Tour, model: SharedFile, number: number): Promise<void> {
  const { story, cast, tamper, clock } = tour;
  const reader = cast.as('harbour/engineer');
  await grantFile(cast.as('lindqvist/designer'), model, { reader: reader.actor, purpose: 'build', untilMs: clock() + DAY_MS });
  const opened = await openGranted(reader, cast.keys(reader.actor).readerKey, model);
  story.line(`${reader.actor} opened ${model.name} with its own key: ${opened.length} bytes, equal to the commitment`);
  const place = Math.floor(opened.length / 2);
  opened[place] = (opened[place] ?? 0) ^ 1;
  try {
    assertCommitted(model.name, model.opening, hex(sha256(opened)));
    mustHold(false, 'a flipped byte of the design file is refused');
  } catch (error) {
    if (!isFault(error, 'file_differs')) throw error;
    const who = tamper === 'file' ? 'tampered: byte' : 'the same file with byte';
    story.refused(`${who} ${place} flipped`, error.code, `hash differs from version ${number}`);
  }
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

function meshNote({ input }: Tour): string {
  const { tessellation } = input.model.facts;
  return tessellation === undefined ? '' : ` (mesh volume at ${tessellation.linearDeflectionMicrometres} µm)`;
}

function mediaTypeOf(name: string): string {
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  return { step: 'model/step', stp: 'model/step', stl: 'model/stl', '3mf': 'model/3mf' }[ending] ?? 'application/octet-stream';
}
