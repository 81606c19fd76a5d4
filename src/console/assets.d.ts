// What the build makes of imports that are no code: a sheet is there for its effect, a file of WebAssembly is its address.
declare module '*.css';
declare module '*.wasm?url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: the build gives it this name.
  export default address;
}
