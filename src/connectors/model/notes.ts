// Manufacturability notes: what a model's facts say of making it by a process, before anybody quotes. Pure: facts and a
// requirement in, notes out, each with the figures that it rests on. A note decides nothing; a shop may know better.

import type { Needs } from '#contracts/capacity/records.ts';
import { type LengthUnit, type ModelFacts, NANOMETRES } from './facts.ts';
import { LEAST_WALLS, type Limit, type Process, USUAL_TOLERANCES } from './process-limits.ts';

/** `stops`: not to be made or priced as it is. `warns`: to be looked at. `tells`: good to know. */
export type Severity = 'stops' | 'warns' | 'tells';
/** `code` is stable lower_snake; `text` one sentence; `figures` what it rests on, by name with the unit in it. */
export type Note = {
  readonly code: string;
  readonly severity: Severity;
  readonly text: string;
  readonly figures: { readonly [name: string]: number | string };
};

/** By what process, on what machine, and what a shop knows better than the tables. What is absent is not known. */
export type Making = {
  readonly process: Process;
  /** Workspace of the machine: a part may be turned to fit. */
  readonly envelopeMicrometres?: NonNullable<Needs['envelopeMicrometres']>;
  /** The tightest that is asked: half of the width. */
  readonly toleranceMicrometres?: number;
  /** The shop's own least wall. */
  readonly leastWall?: Limit;
};

const SEVERITIES: readonly Severity[] = ['stops', 'warns', 'tells'];
/** Longest edges that made parts usually have; outside of it the unit is doubted. A rule of thumb. */
const USUAL_EDGES = { leastMicrometres: 5_000, mostMicrometres: 2_000_000 } as const;

/** Notes on making what the facts describe: the grave ones first, else in the order of the rules below. */
export function notesOn(facts: ModelFacts, making: Making): readonly Note[] {
  const notes = [
    ...closureNotes(facts),
    ...unitNotes(facts),
    ...contentNotes(facts),
    ...envelopeNotes(facts, making),
    ...wallNotes(facts, making),
    ...toleranceNotes(making),
  ];
  return notes.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** In micrometres, the shortest first, rounded up. */
function edgesOf({ boxNanometres: { min, max } }: ModelFacts): readonly [number, number, number] {
  const [a = 0, b = 0, c = 0] = [0, 1, 2]
    .map((axis) => Math.ceil(((max[axis] ?? 0) - (min[axis] ?? 0)) / 1000))
    .sort((one, other) => one - other);
  return [a, b, c];
}

function closureNotes({ bodies, watertight, noVolume, step }: ModelFacts): readonly Note[] {
  const sum = (of: (body: ModelFacts['bodies'][number]) => number) =>
    bodies.reduce((total, body) => total + of(body), 0);
  const [open, turned, crowded] = [
    sum(({ openEdgeCount }) => openEdgeCount),
    sum(({ turnedEdgeCount }) => turnedEdgeCount),
    sum(({ crowdedEdgeCount }) => crowdedEdgeCount),
  ];
  const inward = bodies.filter(({ facing }) => facing === 'inward').length;
  const flat = bodies.filter(({ facing }) => facing === 'flat').length;
  return [
    ...when(!watertight, 'not_watertight', 'stops', {
      figures: { openEdgeCount: open, turnedEdgeCount: turned, crowdedEdgeCount: crowded },
      text: `the surface is not closed: of its edges ${open} have one triangle, ${turned} two that face apart, ${crowded} more than two`,
    }),
    ...when(flat > 0, 'body_flat', 'stops', { figures: { bodyCount: flat }, text: 'a body has no volume at all' }),
    ...when(inward > 0, 'body_inward', 'warns', {
      figures: { bodyCount: inward },
      text: 'a body faces inward: it is inside out, or the wall of a hollow, and the file does not say which',
    }),
    ...when(noVolume === 'solid missing', 'solid_missing', 'stops', {
      figures: { solidCount: step?.solidCount ?? 0 },
      text: 'a solid of the file could not be read: what is said of the others is not said of the part',
    }),
  ];
}

function unitNotes(facts: ModelFacts): readonly Note[] {
  const { unit, unitFrom } = facts;
  const [, , longest] = edgesOf(facts);
  const isUsual = (micrometres: number) =>
    micrometres >= USUAL_EDGES.leastMicrometres && micrometres <= USUAL_EDGES.mostMicrometres;
  const others = (['millimeter', 'inch', 'meter'] satisfies LengthUnit[])
    .map((other) => [other, Math.round((longest / NANOMETRES[unit]) * NANOMETRES[other])] as const)
    .filter(([other, micrometres]) => other !== unit && isUsual(micrometres));
  const instead = others.map(([other, micrometres]) => `${mm(micrometres)} mm were it in ${other}`).join(', ');
  return [
    ...when(unitFrom !== 'file', 'unit_assumed', 'tells', {
      figures: { unit },
      text:
        unitFrom === 'caller'
          ? `the file has no unit: ${unit} was stated beside it`
          : `the file names no unit: ${unit} is the default of its standard`,
    }),
    ...when(!isUsual(longest), 'unit_doubtful', 'warns', {
      figures: { longestMicrometres: longest, unit, ...USUAL_EDGES },
      text: `the longest edge is ${mm(longest)} mm in ${unit}${instead === '' ? '' : `, ${instead}`}: check the unit`,
    }),
  ];
}

function contentNotes({ bodyCount, degenerateTriangleCount, placement }: ModelFacts): readonly Note[] {
  const { mirroredCount = 0, notModelCount = 0 } = placement ?? {};
  return [
    ...when(bodyCount > 1, 'bodies_many', 'warns', {
      figures: { bodyCount },
      text: `the file has ${bodyCount} bodies: several parts, or one whose pieces do not join; whether they overlap was not looked for`,
    }),
    ...when(mirroredCount > 0, 'placement_mirrored', 'warns', {
      figures: { mirroredCount },
      text: 'a placement mirrors its object: taken as the mirrored solid, which the standard leaves open',
    }),
    ...when(notModelCount > 0, 'objects_left_out', 'tells', {
      figures: { notModelCount },
      text: 'objects that are no model, such as supports, were left out',
    }),
    ...when(degenerateTriangleCount > 0, 'triangles_without_area', 'tells', {
      figures: { degenerateTriangleCount },
      text: `${degenerateTriangleCount} triangles have no area and were left out`,
    }),
  ];
}

function envelopeNotes(facts: ModelFacts, { envelopeMicrometres: box }: Making): readonly Note[] {
  if (box === undefined) return [];
  const part = edgesOf(facts);
  const machine = [box.x, box.y, box.z].sort((a, b) => a - b);
  const isTooLarge = part.some((edge, i) => edge > (machine[i] ?? 0));
  const figures = Object.fromEntries(
    [0, 1, 2].flatMap((i) => [
      [`edge${i + 1}Micrometres`, part[i] ?? 0],
      [`envelope${i + 1}Micrometres`, machine[i] ?? 0],
    ]),
  );
  return when(isTooLarge, 'envelope_exceeded', 'stops', {
    figures,
    text: `its box of ${part.map(mm).join(' × ')} mm exceeds the machine's ${machine.map(mm).join(' × ')} mm in each of its six turns; slanted it was not tried`,
  });
}

function wallNotes({ wall, tessellation, volumeMm3 }: ModelFacts, { process, leastWall }: Making): readonly Note[] {
  const least = leastWall ?? LEAST_WALLS[process];
  if (wall === undefined) {
    const why = volumeMm3 === undefined ? 'the model has no volume' : 'no ray met an opposite side within the limits';
    return when(true, 'wall_unknown', 'tells', { figures: {}, text: `no wall was measured: ${why}` });
  }
  const { thinnestMicrometres, atNanometres, rayCount } = wall;
  const place = atNanometres.map((nanometres) => mm(Math.round(nanometres / 1000))).join(', ');
  const mesh = tessellation === undefined ? {} : { meshMicrometres: tessellation.linearDeflectionMicrometres };
  const figures = { thinnestMicrometres, rayCount, ...mesh };
  const found = `the thinnest wall found by ${rayCount} rays is ${mm(thinnestMicrometres)} mm, at ${place}`;
  if (least === undefined)
    return when(true, 'wall_limit_unknown', 'tells', {
      figures,
      text: `${found}; for ${process} no least wall is known`,
    });
  const { micrometres: leastMicrometres, source } = least;
  return when(thinnestMicrometres < leastMicrometres, 'wall_thin', 'warns', {
    figures: { ...figures, leastMicrometres, source },
    text: `${found}: below ${mm(leastMicrometres)} mm (${source})`,
  });
}

function toleranceNotes({ process, toleranceMicrometres: asked }: Making): readonly Note[] {
  const usual = USUAL_TOLERANCES[process];
  if (asked === undefined || usual === undefined) return [];
  const { micrometres: usualMicrometres, source } = usual;
  return when(asked < usualMicrometres, 'tolerance_fine', 'warns', {
    figures: { askedMicrometres: asked, usualMicrometres, source },
    text: `±${mm(asked)} mm is asked, finer than ±${mm(usualMicrometres)} mm (${source})`,
  });
}

function when(is: boolean, code: string, severity: Severity, note: Pick<Note, 'text' | 'figures'>): readonly Note[] {
  return is ? [{ code, severity, ...note }] : [];
}

/** Millimetres in decimals: exact for every integer of micrometres below 2^53. */
function mm(micrometres: number): string {
  return String(micrometres / 1000);
}
