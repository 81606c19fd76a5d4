// Statements as the ledger page lists them: by block, newest first, without moving what one is reading.

import type { EntrySeen } from '#sdk/index.ts';

/** The statements of one block that this reader may see. */
export type BlockSeen = { readonly height: number; readonly timeMs: number; readonly entries: readonly EntrySeen[] };

/** Statements by block, newest first; one that came in twice stands once. */
export function byBlock(entries: readonly EntrySeen[]): readonly BlockSeen[] {
  const once = [...new Map(entries.map((entry) => [entry.index, entry])).values()].sort((a, b) => b.index - a.index);
  const blocks: { height: number; timeMs: number; entries: EntrySeen[] }[] = [];
  for (const entry of once) {
    const last = blocks.at(-1);
    if (last?.height === entry.height) last.entries.push(entry);
    else blocks.push({ height: entry.height, timeMs: entry.timeMs, entries: [entry] });
  }
  return blocks;
}

/** What is shown while someone reads further down: nothing that came later. */
export function upTo(entries: readonly EntrySeen[], lastShown: number): readonly EntrySeen[] {
  return entries.filter(({ index }) => index <= lastShown);
}
