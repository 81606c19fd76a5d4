// Types of occt-import-js 0.0.23, which has none: the parts of its documented interface that step-worker.ts uses.

declare module 'occt-import-js' {
  export type KernelMesh = {
    readonly attributes: { readonly position: { readonly array: readonly number[] } };
    readonly index: { readonly array: readonly number[] };
  };
  export type KernelResult = { readonly success: boolean; readonly meshes: readonly KernelMesh[] };
  export type KernelParameters = {
    readonly linearUnit: 'millimeter';
    readonly linearDeflectionType: 'absolute_value';
    readonly linearDeflection: number;
    readonly angularDeflection: number;
  };
  export type Kernel = { readonly ReadStepFile: (bytes: Uint8Array, parameters: KernelParameters) => KernelResult };
  export type KernelOptions = {
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
    /** Where the kernel's WebAssembly is fetched from; beside the module where it is not said. */
    readonly locateFile?: (name: string) => string;
  };
  const load: (options: KernelOptions) => Promise<Kernel>;
  // biome-ignore lint/style/noDefaultExport: the package's own form
  export default load;
}
