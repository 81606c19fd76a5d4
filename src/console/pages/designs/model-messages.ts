// What the page and the worker that reads a model say to each other.

/** A model file; `unit` is for STL, which has none. */
export type ModelJob = { readonly name: string; readonly bytes: Uint8Array; readonly unit: string };
/** Triangles of one part, in millimetres. */
export type ModelMesh = { readonly positions: Float32Array; readonly triangles: Uint32Array };
/** A model as it was read. */
export type ModelRead = {
  readonly meshes: readonly ModelMesh[];
  readonly boxMicrometres: readonly [number, number, number];
  readonly volumeMm3: string | undefined;
  readonly isWatertight: boolean;
  readonly bodies: number;
  readonly triangles: number;
};
/** The answer: the model, or why it was not read. */
export type ModelAnswer = { readonly read: ModelRead } | { readonly fault: string };
