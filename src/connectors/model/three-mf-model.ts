// One model part of a 3MF package (3MF Core Specification 1.3, chapters 3 and 4; Production Extension 1.1 for p:path and
// p:UUID). Elements that do not carry shape are skipped; an extension that would change the shape is refused, because a
// box or volume without it would be another part's.

import { Fault } from '#core/fault.ts';
import { MAX_MODEL_TRIANGLES, MAX_MODEL_VERTICES } from '../limits.ts';
import type { ArchiveEntry } from './archive.ts';
import { isLengthUnit, type LengthUnit } from './facts.ts';
import { finiteDecimal } from './number.ts';
import { IN_PLACE, type Placement, parsePlacement } from './placement.ts';
import type { Mesh } from './topology.ts';
import { type Element, readXml } from './xml.ts';

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06';
/** Extensions that leave the shape as it is: production, materials, triangle sets. */
const SHAPELESS: ReadonlySet<string> = new Set([
  CORE,
  PRODUCTION,
  'http://schemas.microsoft.com/3dmanufacturing/material/2015/02',
  'http://schemas.microsoft.com/3dmanufacturing/trianglesets/2021/07',
]);

/** A build item or component: an object, perhaps of another part, at a place. */
export type Reference = {
  readonly objectId: string;
  readonly path?: string;
  readonly placement: Placement;
  readonly place: string;
};

/** An object: a mesh or components. `type` as in the file ("model" where it says nothing, 3MF Core section 4). */
export type ModelObject = { readonly type: string; readonly mesh?: Mesh; readonly components: readonly Reference[] };

/** A model part. `unit` is undefined where the file leaves it to the default. */
export type ModelPart = {
  readonly name: string;
  readonly unit: LengthUnit | undefined;
  readonly objects: ReadonlyMap<string, ModelObject>;
  readonly items: readonly Reference[];
};

/**
 * @throws Fault `three_mf_not_a_model`, `three_mf_unit_unknown`, `three_mf_extension_unsupported`,
 * `three_mf_attribute_invalid`, `three_mf_object_twice`, `three_mf_too_many_triangles`, `three_mf_too_many_vertices`,
 * `three_mf_transform_invalid`,
 * and those of `readXml`
 */
export function readModelPart(entry: ArchiveEntry): ModelPart {
  const reader = new ModelReader(entry.name);
  readXml(entry, {
    open: (element, place) => reader.open(element, place),
    close: () => reader.close(),
  });
  return { name: entry.name, unit: reader.unit, objects: reader.objects, items: reader.items };
}

type OpenObject = {
  id: string;
  type: string;
  place: string;
  coordinates: number[];
  triangles: number[];
  components: Reference[];
};

class ModelReader {
  unit: LengthUnit | undefined;
  readonly objects = new Map<string, ModelObject>();
  readonly items: Reference[] = [];
  readonly #name: string;
  readonly #open: string[] = [];
  #skipped = 0;
  #triangleCount = 0;
  #vertexCount = 0;
  #object: OpenObject | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  open(element: Element, place: string): void {
    if (this.#skipped > 0) {
      this.#skipped++;
      return;
    }
    const parent = this.#open.at(-1) ?? '';
    const known = element.uri === CORE && this.#take(`${parent}/${element.local}`, element, place);
    if (known) this.#open.push(element.local);
    else this.#skip(element, parent, place);
  }

  close(): void {
    if (this.#skipped > 0) this.#skipped--;
    else if (this.#open.pop() === 'object') this.#finishObject();
  }

  #take(path: string, element: Element, place: string): boolean {
    const object = this.#object;
    switch (path) {
      case '/model':
        this.#takeModel(element, place);
        return true;
      case 'model/resources':
      case 'model/build':
      case 'object/mesh':
      case 'object/components':
      case 'mesh/vertices':
      case 'mesh/triangles':
        return true;
      case 'resources/object':
        this.#object = {
          id: attribute(element, 'id', place),
          type: element.attributes.type?.value ?? 'model',
          place,
          coordinates: [],
          triangles: [],
          components: [],
        };
        return true;
      case 'vertices/vertex':
        this.#takeVertex(element, place);
        return true;
      case 'triangles/triangle':
        this.#takeTriangle(element, place);
        return true;
      case 'components/component':
        object?.components.push(reference(element, place));
        return true;
      case 'build/item':
        this.items.push(reference(element, place));
        return true;
      default:
        return false;
    }
  }

  #takeModel(element: Element, place: string): void {
    const unit = element.attributes.unit?.value;
    if (unit !== undefined && !isLengthUnit(unit)) {
      throw new Fault(
        'three_mf_unit_unknown',
        `3MF: ${place}: expected a unit of 3MF, got ${JSON.stringify(unit.slice(0, 40))}`,
      );
    }
    this.unit = unit;
    const required = element.attributes.requiredextensions?.value ?? '';
    for (const prefix of required.split(/\s+/).filter((word) => word !== '')) {
      const extension = element.ns[prefix] ?? prefix;
      if (!SHAPELESS.has(extension)) throw unsupported(extension, place);
    }
  }

  #takeVertex(element: Element, place: string): void {
    this.#vertexCount++;
    if (this.#vertexCount > MAX_MODEL_VERTICES) {
      throw new Fault(
        'three_mf_too_many_vertices',
        `3MF: ${place}: expected at most ${MAX_MODEL_VERTICES} vertices, got more`,
      );
    }
    for (const axis of ['x', 'y', 'z']) this.#object?.coordinates.push(coordinate(element, axis, place));
  }

  #takeTriangle(element: Element, place: string): void {
    this.#triangleCount++;
    if (this.#triangleCount > MAX_MODEL_TRIANGLES) {
      throw new Fault(
        'three_mf_too_many_triangles',
        `3MF: ${place}: expected at most ${MAX_MODEL_TRIANGLES} triangles, got more`,
      );
    }
    for (const corner of ['v1', 'v2', 'v3']) {
      const index = attribute(element, corner, place);
      const vertexCount = (this.#object?.coordinates.length ?? 0) / 3;
      if (!/^[0-9]{1,10}$/.test(index) || Number(index) >= vertexCount) {
        throw invalid(place, corner, `the index of one of ${vertexCount} vertices`, index);
      }
      this.#object?.triangles.push(Number(index));
    }
  }

  #finishObject(): void {
    const object = this.#object;
    if (object === undefined) return;
    const { id, type, place, coordinates, triangles, components } = object;
    if (this.objects.has(id)) {
      throw new Fault(
        'three_mf_object_twice',
        `3MF: ${place}: expected each object id once, got ${JSON.stringify(id)} twice`,
      );
    }
    const mesh = { coordinates: Float64Array.from(coordinates), triangles: Uint32Array.from(triangles) };
    this.objects.set(id, triangles.length > 0 ? { type, mesh, components } : { type, components });
    this.#object = undefined;
  }

  #skip(element: Element, parent: string, place: string): void {
    if (parent === '') {
      throw new Fault(
        'three_mf_not_a_model',
        `3MF: ${this.#name}: expected a 3MF model element, got ${element.name.slice(0, 80)}`,
      );
    }
    if (['object', 'mesh'].includes(parent) && !SHAPELESS.has(element.uri)) throw unsupported(element.uri, place);
    this.#skipped = 1;
  }
}

function reference(element: Element, place: string): Reference {
  const transform = element.attributes.transform?.value;
  const path = Object.values(element.attributes).find(
    ({ uri, local }) => uri === PRODUCTION && local === 'path',
  )?.value;
  return {
    objectId: attribute(element, 'objectid', place),
    ...(path === undefined ? {} : { path }),
    placement: transform === undefined ? IN_PLACE : parsePlacement(transform, place),
    place,
  };
}

function coordinate(element: Element, name: string, place: string): number {
  const text = attribute(element, name, place);
  const value = finiteDecimal(text);
  if (value === undefined) throw invalid(place, name, 'a finite decimal number', text);
  return value;
}

function attribute(element: Element, name: string, place: string): string {
  const value = element.attributes[name]?.value;
  if (value === undefined) throw invalid(place, name, 'a value', undefined);
  return value;
}

function invalid(place: string, name: string, expected: string, came: string | undefined): Fault {
  const got = came === undefined ? 'none' : JSON.stringify(came.slice(0, 40));
  return new Fault('three_mf_attribute_invalid', `3MF: ${place}: ${name}: expected ${expected}, got ${got}`);
}

function unsupported(extension: string, place: string): Fault {
  const came = JSON.stringify(extension.slice(0, 120));
  return new Fault(
    'three_mf_extension_unsupported',
    `3MF: ${place}: expected extensions that leave the shape alone, got ${came}`,
  );
}
