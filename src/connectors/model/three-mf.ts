// 3MF packages (3MF Core Specification 1.3): the root relationship names the model part; its build items and their
// components, at their places, are the model. Objects that the build does not reach do not count.
// A mirroring placement is taken as the mirrored solid: its triangles are turned round. Core section 3.3 leaves that open,
// so such placements are counted. Objects of a type other than "model" (supports and the like) are left out and counted.

import { Fault } from '#core/fault.ts';
import {
  MAX_3MF_COMPONENT_DEPTH,
  MAX_3MF_PLACEMENTS,
  MAX_3MF_RELATIONSHIP_BYTES,
  MAX_MODEL_TRIANGLES,
  MAX_MODEL_VERTICES,
} from '../limits.ts';
import { type ArchiveEntry, openArchive } from './archive.ts';
import type { LengthUnit, Part } from './facts.ts';
import { compose, determinant, IN_PLACE, type Placement, placeAll } from './placement.ts';
import { type ModelObject, type ModelPart, type Reference, readModelPart } from './three-mf-model.ts';
import { type Mesh, measure, type Topology, topologyOf } from './topology.ts';
import { readXml } from './xml.ts';

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const MODEL_RELATIONSHIP = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel';

/** A package's build. `unit` is undefined where the file leaves it to the default of the standard, millimetres. */
export type ThreeMf = {
  readonly unit: LengthUnit | undefined;
  readonly parts: readonly Part[];
  readonly mirroredCount: number;
  readonly notModelCount: number;
};

/**
 * @throws Fault `three_mf_model_missing`, `three_mf_relationship_invalid`, `three_mf_object_unknown`,
 * `three_mf_component_cycle`, `three_mf_component_depth`, `three_mf_too_many_placements`, `three_mf_too_many_triangles`,
 * `three_mf_too_many_vertices`, `three_mf_path_invalid`, `three_mf_units_differ`, and those of the archive, the XML and the model part
 */
export function readThreeMf(bytes: Uint8Array): ThreeMf {
  const entries = openArchive(bytes);
  const root = readModelPart(entryOf(entries, rootTarget(entries), '_rels/.rels'));
  const build = new Build(entries, root);
  for (const item of root.items) build.place(item, root, IN_PLACE, []);
  return {
    unit: root.unit,
    parts: build.parts,
    mirroredCount: build.mirroredCount,
    notModelCount: build.notModelCount,
  };
}

class Build {
  readonly parts: Part[] = [];
  mirroredCount = 0;
  notModelCount = 0;
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;
  readonly #root: ModelPart;
  readonly #models = new Map<string, ModelPart>();
  readonly #topologies = new Map<Mesh, Topology>();
  #placements = 0;
  #triangles = 0;
  #vertices = 0;

  constructor(entries: ReadonlyMap<string, ArchiveEntry>, root: ModelPart) {
    this.#entries = entries;
    this.#root = root;
    this.#models.set(root.name, root);
  }

  /** Places what `to` names; `above` holds the objects on the way down to it. */
  place(to: Reference, from: ModelPart, outer: Placement, above: readonly ModelObject[]): void {
    this.#placements++;
    if (this.#placements > MAX_3MF_PLACEMENTS)
      throw tooMany('three_mf_too_many_placements', MAX_3MF_PLACEMENTS, 'placements', to);
    if (above.length >= MAX_3MF_COMPONENT_DEPTH)
      throw tooMany('three_mf_component_depth', MAX_3MF_COMPONENT_DEPTH, 'levels', to);
    const model = this.#modelOf(to, from);
    const object = model.objects.get(to.objectId);
    if (object === undefined) throw unknownObject(to, model);
    if (above.includes(object)) {
      throw new Fault(
        'three_mf_component_cycle',
        `3MF: ${to.place}: expected components without a cycle, got object ${to.objectId} within itself`,
      );
    }
    const placement = compose(to.placement, outer);
    if (object.type !== 'model') this.notModelCount++;
    else if (object.mesh !== undefined) this.#placeMesh(object.mesh, placement, to);
    else for (const component of object.components) this.place(component, model, placement, [...above, object]);
  }

  #placeMesh(mesh: Mesh, placement: Placement, to: Reference): void {
    this.#triangles += mesh.triangles.length / 3;
    if (this.#triangles > MAX_MODEL_TRIANGLES)
      throw tooMany('three_mf_too_many_triangles', MAX_MODEL_TRIANGLES, 'triangles', to);
    this.#vertices += mesh.coordinates.length / 3;
    if (this.#vertices > MAX_MODEL_VERTICES)
      throw tooMany('three_mf_too_many_vertices', MAX_MODEL_VERTICES, 'vertices', to);
    const topology = this.#topologies.get(mesh) ?? topologyOf(mesh);
    this.#topologies.set(mesh, topology);
    const coordinates = placeAll(mesh.coordinates, placement);
    const { boxes, volumes } = measure(topology, coordinates);
    const isMirrored = determinant(placement) < 0;
    if (isMirrored) this.mirroredCount++;
    const measures = { boxes, volumes: isMirrored ? volumes.map((volume) => -volume) : volumes };
    this.parts.push({ topology, measures, coordinates, isMirrored });
  }

  /** Only the root model may name other parts (Production Extension, attribute path), so parts cannot chain. */
  #modelOf(to: Reference, from: ModelPart): ModelPart {
    if (to.path === undefined) return from;
    if (from !== this.#root || !to.path.startsWith('/')) {
      const came = JSON.stringify(to.path.slice(0, 80));
      throw new Fault(
        'three_mf_path_invalid',
        `3MF: ${to.place}: expected an absolute path, in the root model only, got ${came}`,
      );
    }
    const entry = entryOf(this.#entries, to.path.slice(1), to.place);
    const model = this.#models.get(entry.name) ?? readModelPart(entry);
    this.#models.set(entry.name, model);
    if ((model.unit ?? 'millimeter') !== (this.#root.unit ?? 'millimeter')) {
      throw new Fault(
        'three_mf_units_differ',
        `3MF: ${model.name}: expected the root model's unit, got ${model.unit ?? 'none'}`,
      );
    }
    return model;
  }
}

/** Target of the one StartPart relationship (3MF Core section 2.1), resolved against the package's root. */
function rootTarget(entries: ReadonlyMap<string, ArchiveEntry>): string {
  const entry = entryOf(entries, '_rels/.rels', 'package');
  if (entry.size > MAX_3MF_RELATIONSHIP_BYTES) {
    throw relationshipInvalid(`at most ${MAX_3MF_RELATIONSHIP_BYTES} bytes`, `${entry.size}`);
  }
  const targets: string[] = [];
  readXml(entry, {
    open: ({ uri, local, attributes }) => {
      if (uri !== RELATIONSHIPS || local !== 'Relationship' || attributes.Type?.value !== MODEL_RELATIONSHIP) return;
      if (attributes.TargetMode?.value === 'External')
        throw relationshipInvalid('a target inside the package', 'External');
      targets.push(attributes.Target?.value ?? '');
    },
    close: () => {},
  });
  const [target, ...others] = targets;
  if (target === undefined || others.length > 0)
    throw relationshipInvalid('one 3D model relationship', `${targets.length}`);
  return target.replace(/^\//, '');
}

function entryOf(entries: ReadonlyMap<string, ArchiveEntry>, name: string, place: string): ArchiveEntry {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const wanted = JSON.stringify(name.slice(0, 80));
  throw new Fault('three_mf_model_missing', `3MF: ${place}: expected the part ${wanted} in the archive, got none`);
}

function unknownObject(to: Reference, model: ModelPart): Fault {
  const wanted = JSON.stringify(to.objectId.slice(0, 40));
  return new Fault('three_mf_object_unknown', `3MF: ${to.place}: expected object ${wanted} in ${model.name}, got none`);
}

function tooMany(code: string, most: number, what: string, at: Reference): Fault {
  return new Fault(code, `3MF: ${at.place}: expected at most ${most} ${what}, got more`);
}

function relationshipInvalid(expected: string, came: string): Fault {
  return new Fault('three_mf_relationship_invalid', `3MF: _rels/.rels: expected ${expected}, got ${came}`);
}
