// Model facts: what can be said of a design's shape from its file, as integers and decimal strings. The box is in
// nanometres, rounded to the nearest; volumes are cubic millimetres with six decimals, from sums in double precision in
// the order of the file (some 15 digits carry meaning): the same file gives the same facts on every machine. A body that
// is not closed has no volume.

import { Fault } from '#core/fault.ts';
import { MAX_MODEL_BODIES, MAX_MODEL_BODIES_LISTED, MAX_MODEL_COORDINATE_NANOMETRES } from '../limits.ts';
import { areaOf, facesOf } from './faces.ts';
import { type Measures, type Mesh, measure, type Topology, topologyOf } from './topology.ts';
import { type Wall, wallOf } from './wall.ts';

/** Unit of a model's coordinates: the names of 3MF Core section 3.4 (ST_Unit). */
export type LengthUnit = 'micron' | 'millimeter' | 'centimeter' | 'inch' | 'foot' | 'meter';

/** Smallest and largest x, y, z in nanometres. */
type Box = { readonly min: readonly [number, number, number]; readonly max: readonly [number, number, number] };

/** One body: triangles joined by edges. Watertight: every edge is used exactly twice, in opposite directions. */
type BodyFacts = {
  readonly boxNanometres: Box;
  readonly triangleCount: number;
  readonly watertight: boolean;
  readonly openEdgeCount: number;
  readonly turnedEdgeCount: number;
  readonly crowdedEdgeCount: number;
  /** Only where watertight. `inward`: inside out, or the wall of a hollow; the file does not say. `flat`: no volume. */
  readonly facing?: 'outward' | 'inward' | 'flat';
  /** Only where watertight: enclosed volume, never negative. */
  readonly volumeMm3?: string;
};

/** The thinnest wall found: rounded to the nearest micrometre, and the point of the surface that it was measured from. */
type WallFacts = {
  readonly thinnestMicrometres: number;
  readonly atNanometres: readonly [x: number, y: number, z: number];
  readonly rayCount: number;
  /** Rays that met an opposite side. */
  readonly measuredCount: number;
};

/** What one model file says of its shape. */
export type ModelFacts = {
  readonly format: 'stl' | '3mf' | 'step';
  readonly unit: LengthUnit;
  /** Who named the unit: the file, the caller (STL has none), or the default of the standard (3MF Core section 3.4). */
  readonly unitFrom: 'file' | 'caller' | 'default of the standard';
  readonly boxNanometres: Box;
  readonly triangleCount: number;
  readonly degenerateTriangleCount: number;
  readonly vertexCount: number;
  readonly watertight: boolean;
  /** Sum of the bodies, overlaps counted twice. Only where every body is watertight and faces outward. */
  readonly volumeMm3?: string;
  /** Why there is no volume: a body is not closed, faces inward or is flat; or a solid of a STEP file was not read. */
  readonly noVolume?: 'not closed' | 'not outward' | 'solid missing';
  /** Square millimetres with six decimals, as the volumes: of all triangles, those inside an overlap too. */
  readonly surfaceMm2: string;
  /** Only where there is a volume, and a wall was found: see wall.ts for how, and for what it does not see. */
  readonly wall?: WallFacts;
  readonly bodyCount: number;
  /** The first bodies, at most `MAX_MODEL_BODIES_LISTED`. */
  readonly bodies: readonly BodyFacts[];
  readonly notChecked: readonly ['self-intersection', 'overlap of bodies'];
  /** 3MF only: placements that mirror (taken as the mirrored solid, see three-mf.ts), and objects left out. */
  readonly placement?: { readonly mirroredCount: number; readonly notModelCount: number };
  /** STEP only: how finely curved faces became triangles. Box and volume are those of the triangles. */
  readonly tessellation?: {
    readonly linearDeflectionMicrometres: number;
    readonly angularDeflectionMilliradians: number;
  };
  /** STEP only: FILE_SCHEMA of the header (ISO 10303-21), product names as written, solids defined. */
  readonly step?: {
    readonly schemas: readonly string[];
    readonly products: readonly string[];
    readonly solidCount: number;
  };
};

/** A mesh at its place: the coordinates of its vertices there, and whether the placement mirrors it. */
export type Part = {
  readonly topology: Topology;
  readonly measures: Measures;
  readonly coordinates: Float64Array;
  readonly isMirrored: boolean;
};

/** A mesh where its own coordinates put it. */
export function partOf(mesh: Mesh): Part {
  const topology = topologyOf(mesh);
  const { coordinates } = mesh;
  return { topology, measures: measure(topology, coordinates), coordinates, isMirrored: false };
}

/** The facts that every format has. */
export type ShapeFacts = Omit<ModelFacts, 'format' | 'unit' | 'unitFrom' | 'placement' | 'tessellation' | 'step'>;

/** Nanometres of each unit. */
export const NANOMETRES = {
  micron: 1e3,
  millimeter: 1e6,
  centimeter: 1e7,
  inch: 25_400_000,
  foot: 304_800_000,
  meter: 1e9,
} as const satisfies Record<LengthUnit, number>;

/** True for a unit's name. */
export function isLengthUnit(name: string): name is LengthUnit {
  return Object.hasOwn(NANOMETRES, name);
}

/**
 * Facts of the parts together.
 * @throws Fault `model_empty`, `model_bodies_too_many`, `model_coordinate_too_large`, `model_volume_too_large`
 */
export function shapeFacts(parts: readonly Part[], unit: LengthUnit): ShapeFacts {
  const bodyCount = sum(parts, (part) => part.topology.bodyCount);
  if (bodyCount === 0) throw new Fault('model_empty', 'model: expected at least one triangle with an area, got none');
  if (bodyCount > MAX_MODEL_BODIES) {
    throw new Fault('model_bodies_too_many', `model: expected at most ${MAX_MODEL_BODIES} bodies, got ${bodyCount}`);
  }
  const bodies = parts.flatMap((part) => bodiesOfPart(part, unit));
  const watertight = bodies.every((body) => body.facts.watertight);
  const outward = bodies.every((body) => body.facts.facing === 'outward');
  const faces = facesOf(parts, NANOMETRES[unit] / 1e6);
  const wall = watertight && outward ? wallOf(faces) : undefined;
  return {
    boxNanometres: bodies.map((body) => body.facts.boxNanometres).reduce(joinBoxes),
    triangleCount: sum(parts, (part) => part.topology.triangleCount),
    degenerateTriangleCount: sum(parts, (part) => part.topology.degenerateTriangleCount),
    vertexCount: sum(parts, (part) => part.topology.vertexCount),
    watertight,
    ...(watertight && outward
      ? { volumeMm3: decimal(sum(bodies, (body) => body.volumeMm3)) }
      : { noVolume: watertight ? ('not outward' as const) : ('not closed' as const) }),
    surfaceMm2: decimal(areaOf(faces)),
    ...(wall === undefined ? {} : { wall: wallFacts(wall) }),
    bodyCount,
    bodies: bodies.slice(0, MAX_MODEL_BODIES_LISTED).map((body) => body.facts),
    notChecked: ['self-intersection', 'overlap of bodies'],
  };
}

function wallFacts({ thinnestMm, atMm: [x, y, z], ...counts }: Wall): WallFacts {
  const at = [x, y, z].map((value) => nanometres(value, 'millimeter'));
  return {
    thinnestMicrometres: Math.round(thinnestMm * 1000),
    atNanometres: [at[0] ?? 0, at[1] ?? 0, at[2] ?? 0],
    ...counts,
  };
}

type MeasuredBody = { readonly facts: BodyFacts; readonly volumeMm3: number };

function bodiesOfPart({ topology, measures }: Part, unit: LengthUnit): readonly MeasuredBody[] {
  const mmPerUnit = NANOMETRES[unit] / 1e6;
  return Array.from({ length: topology.bodyCount }, (_, body) => {
    const openEdgeCount = topology.openEdges[body] ?? 0;
    const turnedEdgeCount = topology.turnedEdges[body] ?? 0;
    const crowdedEdgeCount = topology.crowdedEdges[body] ?? 0;
    const watertight = openEdgeCount + turnedEdgeCount + crowdedEdgeCount === 0;
    const volumeMm3 = (measures.volumes[body] ?? 0) * mmPerUnit ** 3;
    return {
      volumeMm3,
      facts: {
        boxNanometres: boxOf(measures.boxes.subarray(6 * body, 6 * body + 6), unit),
        triangleCount: topology.trianglesOfBody[body] ?? 0,
        watertight,
        openEdgeCount,
        turnedEdgeCount,
        crowdedEdgeCount,
        ...(watertight ? { facing: facingOf(volumeMm3), volumeMm3: decimal(Math.abs(volumeMm3)) } : {}),
      },
    };
  });
}

function facingOf(volumeMm3: number): 'outward' | 'inward' | 'flat' {
  if (decimal(Math.abs(volumeMm3)) === decimal(0)) return 'flat';
  return volumeMm3 > 0 ? 'outward' : 'inward';
}

/** toFixed is exact below 1e21 (ECMA-262, Number.prototype.toFixed), so the digits are the same everywhere. */
function decimal(value: number): string {
  if (value >= 1e21)
    throw new Fault('model_volume_too_large', `model: expected less than 1e21 mm3 or mm2, got ${value}`);
  return value.toFixed(6);
}

function boxOf(box: Float64Array, unit: LengthUnit): Box {
  const [x0, y0, z0, x1, y1, z1] = Array.from(box, (value) => nanometres(value, unit));
  return { min: [x0 ?? 0, y0 ?? 0, z0 ?? 0], max: [x1 ?? 0, y1 ?? 0, z1 ?? 0] };
}

function nanometres(value: number, unit: LengthUnit): number {
  const rounded = Math.round(value * NANOMETRES[unit]) + 0;
  if (Math.abs(rounded) > MAX_MODEL_COORDINATE_NANOMETRES) {
    throw new Fault(
      'model_coordinate_too_large',
      `model: expected coordinates within 1 km of the origin, got ${value} ${unit}`,
    );
  }
  return rounded;
}

function joinBoxes(a: Box, b: Box): Box {
  return {
    min: [Math.min(a.min[0], b.min[0]), Math.min(a.min[1], b.min[1]), Math.min(a.min[2], b.min[2])],
    max: [Math.max(a.max[0], b.max[0]), Math.max(a.max[1], b.max[1]), Math.max(a.max[2], b.max[2])],
  };
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
