// Addresses of traces.

/** The trace of an item. */
export function tracePath(item: string): string {
  return `/trace/${encodeURIComponent(item)}`;
}
