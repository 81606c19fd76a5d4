// Shapes that the tests of this folder build: boxes as meshes, STL and 3MF text.

import { strToU8, zipSync } from 'fflate';
import type { Mesh } from './topology.ts';

/** Twelve triangles of a box, facing outward. */
export function box(size: number, [x, y, z]: readonly [number, number, number] = [0, 0, 0]): Mesh {
  const coordinates = Float64Array.from({ length: 24 }, (_, i) => {
    const corner = Math.floor(i / 3);
    return [x + size * (corner & 1), y + size * ((corner >> 1) & 1), z + size * (corner >> 2)][i % 3] ?? 0;
  });
  return { coordinates, triangles: Uint32Array.from(BOX.flat()) };
}

const BOX = [
  [0, 2, 1],
  [1, 2, 3],
  [4, 5, 6],
  [5, 7, 6],
  [0, 1, 4],
  [1, 5, 4],
  [2, 6, 3],
  [3, 6, 7],
  [0, 4, 2],
  [2, 4, 6],
  [1, 3, 5],
  [3, 7, 5],
];

/** A mesh with each vertex moved. */
export function moved(mesh: Mesh, move: (x: number, y: number, z: number) => readonly number[]): Mesh {
  const coordinates = Float64Array.from(mesh.coordinates);
  for (let at = 0; at < coordinates.length; at += 3) {
    const [x = 0, y = 0, z = 0] = coordinates.subarray(at, at + 3);
    coordinates.set(move(x, y, z), at);
  }
  return { ...mesh, coordinates };
}

/** Two meshes as one. */
export function together(a: Mesh, b: Mesh): Mesh {
  const shift = a.coordinates.length / 3;
  return {
    coordinates: Float64Array.from([...a.coordinates, ...b.coordinates]),
    triangles: Uint32Array.from([...a.triangles, ...b.triangles.map((vertex) => vertex + shift)]),
  };
}

/** The mesh without its triangle `which`. */
export function without(mesh: Mesh, which: number): Mesh {
  return { ...mesh, triangles: mesh.triangles.filter((_, i) => Math.floor(i / 3) !== which) };
}

/** The mesh with its triangle `which` turned round, or all of them. */
export function turned(mesh: Mesh, which?: number): Mesh {
  const triangles = mesh.triangles.map((vertex, i) => {
    if (i % 3 === 0 || (which !== undefined && Math.floor(i / 3) !== which)) return vertex;
    return mesh.triangles[i % 3 === 1 ? i + 1 : i - 1] ?? 0;
  });
  return { ...mesh, triangles };
}

/** Binary STL. */
export function binaryStl(mesh: Mesh, header = ''): Uint8Array {
  const count = mesh.triangles.length / 3;
  const bytes = new Uint8Array(84 + 50 * count);
  const view = new DataView(bytes.buffer);
  bytes.set(strToU8(header));
  view.setUint32(80, count, true);
  for (const [i, vertex] of mesh.triangles.entries()) {
    for (let k = 0; k < 3; k++) {
      const at = 84 + 50 * Math.floor(i / 3) + 12 + 12 * (i % 3) + 4 * k;
      view.setFloat32(at, mesh.coordinates[3 * vertex + k] ?? 0, true);
    }
  }
  return bytes;
}

/** ASCII STL. */
export function asciiStl(mesh: Mesh): string {
  const lines = ['solid part one'];
  for (const [i, vertex] of mesh.triangles.entries()) {
    if (i % 3 === 0) lines.push(' facet normal 0 0 0', '  outer loop');
    lines.push(`   vertex ${mesh.coordinates.slice(3 * vertex, 3 * vertex + 3).join(' ')}`);
    if (i % 3 === 2) lines.push('  endloop', ' endfacet');
  }
  return [...lines, 'endsolid part one', ''].join('\n');
}

/** A mesh object of 3MF. */
export function meshObject(id: number, { coordinates, triangles }: Mesh, attributes = ''): string {
  const rows = (values: ArrayLike<number>, row: (a: number, b: number, c: number) => string) =>
    Array.from({ length: values.length / 3 }, (_, i) =>
      row(values[3 * i] ?? 0, values[3 * i + 1] ?? 0, values[3 * i + 2] ?? 0),
    ).join('');
  const vertices = rows(coordinates, (x, y, z) => `<vertex x="${x}" y="${y}" z="${z}"/>`);
  const faces = rows(triangles, (a, b, c) => `<triangle v1="${a}" v2="${b}" v3="${c}"/>`);
  return `<object id="${id}" ${attributes}><mesh><vertices>${vertices}</vertices><triangles>${faces}</triangles></mesh></object>`;
}

/** A model part of 3MF with the production extension's prefix declared. */
export function modelXml(resources: string, build: string, attributes = 'unit="millimeter"'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<model ${attributes} xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02" xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06">
<resources>${resources}</resources>
<build>${build}</build></model>`;
}

/** A 3MF package of the given parts; the first is the root model. */
export function package3mf(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const [root] = Object.keys(parts);
  const files = Object.entries(parts).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return zipSync({ '_rels/.rels': strToU8(relationships(`/${root}`)), ...Object.fromEntries(files) });
}

/** The root relationships of a package. */
export function relationships(...targets: readonly string[]): string {
  const lines = targets.map(
    (target, i) =>
      `<Relationship Id="r${i}" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`;
}
