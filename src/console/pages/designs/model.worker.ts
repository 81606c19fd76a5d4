// Reads a model file apart from the page: STEP by OpenCascade as WebAssembly, STL and 3MF by the connectors' own readers.
// Its facts are reckoned from its triangles, as they were when the design was registered. The bytes stay here.

import loadKernel from 'occt-import-js';
import kernelAddress from 'occt-import-js/dist/occt-import-js.wasm?url';
import { MAX_MODEL_BYTES, MAX_MODEL_TRIANGLES, MAX_STEP_BYTES } from '#connectors/limits.ts';
import { isLengthUnit, type LengthUnit, NANOMETRES, type Part, partOf, shapeFacts } from '#connectors/model/facts.ts';
import { readStl } from '#connectors/model/stl.ts';
import { readThreeMf } from '#connectors/model/three-mf.ts';
import type { ModelAnswer, ModelJob, ModelMesh } from './model-messages.ts';

/** How finely curved faces become triangles: as when a design is registered. */
const DEFLECTION = { linearDeflectionType: 'absolute_value', linearDeflection: 0.02, angularDeflection: 0.2 } as const;

type Parts = { readonly parts: readonly Part[]; readonly unit: LengthUnit };

addEventListener('message', ({ data }: MessageEvent<ModelJob>) => {
  void answer(data).then((told) => {
    const moved =
      'read' in told ? told.read.meshes.flatMap((mesh) => [mesh.positions.buffer, mesh.triangles.buffer]) : [];
    postMessage(told, { transfer: moved });
  });
});

async function answer(job: ModelJob): Promise<ModelAnswer> {
  try {
    const { parts, unit } = await partsOf(job);
    const { boxNanometres, volumeMm3, watertight, bodyCount, triangleCount } = shapeFacts(parts, unit);
    const { min, max } = boxNanometres;
    const edge = (axis: 0 | 1 | 2): number => Math.round((max[axis] - min[axis]) / 1000);
    return {
      read: {
        ...{ meshes: parts.map((part) => meshOf(part, unit)), bodies: bodyCount, triangles: triangleCount },
        ...{ boxMicrometres: [edge(0), edge(1), edge(2)], volumeMm3, isWatertight: watertight },
      },
    };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

async function partsOf({ name, bytes, unit }: ModelJob): Promise<Parts> {
  const format = /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase();
  const most = format === 'step' || format === 'stp' ? MAX_STEP_BYTES : MAX_MODEL_BYTES;
  if (bytes.length > most) throw new Error(`expected a file of at most ${most} bytes, got ${bytes.length}`);
  if (format === 'stl') return { parts: [partOf(readStl(bytes))], unit: isLengthUnit(unit) ? unit : 'millimeter' };
  if (format === '3mf') {
    const read = readThreeMf(bytes);
    return { parts: read.parts, unit: read.unit ?? 'millimeter' };
  }
  if (format === 'step' || format === 'stp') return { parts: await stepParts(bytes), unit: 'millimeter' };
  throw new Error('expected a name that ends in .step, .stp, .stl or .3mf, got another');
}

async function stepParts(bytes: Uint8Array): Promise<readonly Part[]> {
  const kernel = await loadKernel({ print: () => {}, printErr: () => {}, locateFile: () => kernelAddress });
  const { success, meshes } = kernel.ReadStepFile(bytes, { linearUnit: 'millimeter', ...DEFLECTION });
  if (!success) throw new Error('STEP: expected a model, the kernel found none');
  const triangles = meshes.reduce((sum, mesh) => sum + mesh.index.array.length / 3, 0);
  if (triangles > MAX_MODEL_TRIANGLES) {
    throw new Error(`STEP: expected at most ${MAX_MODEL_TRIANGLES} triangles, got ${triangles}`);
  }
  return meshes.map((mesh) =>
    partOf({
      coordinates: Float64Array.from(mesh.attributes.position.array),
      triangles: Uint32Array.from(mesh.index.array),
    }),
  );
}

function meshOf({ coordinates, topology, isMirrored }: Part, unit: LengthUnit): ModelMesh {
  const scale = NANOMETRES[unit] / 1e6;
  const { triangles } = topology.mesh;
  // A mirrored placement turns the triangles round.
  const turned = isMirrored
    ? triangles.map((_, i) => triangles[i % 3 === 1 ? i + 1 : i % 3 === 2 ? i - 1 : i] ?? 0)
    : Uint32Array.from(triangles);
  return { positions: Float32Array.from(coordinates, (value) => value * scale), triangles: turned };
}
