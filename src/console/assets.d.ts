// Files that the build emits as they are, by their address.
declare module '*.wasm?url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: the form of Vite
  export default address;
}
