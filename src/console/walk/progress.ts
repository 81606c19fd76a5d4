// How far the walk is, kept in this browser so that a reload and a change of actor go on with it.

import type { Store } from '../session/identity.ts';

/** How far: which stop, and whether its page was shown. */
export type WalkProgress = { readonly stop: number; readonly isShown: boolean };

const KEY = 'touchmark.walk';

/** Where the walk is; undefined where nobody walks. @param count of stops */
export function readWalk(store: Store, count: number): WalkProgress | undefined {
  const [, stop, shown] = /^(\d{1,2}) (shown|new)$/.exec(store.getItem(KEY) ?? '') ?? [];
  if (stop === undefined || Number(stop) >= count) return undefined;
  return { stop: Number(stop), isShown: shown === 'shown' };
}

/** Remembers it. @param progress undefined ends the walk */
export function writeWalk(store: Store, progress: WalkProgress | undefined): void {
  if (progress === undefined) store.removeItem(KEY);
  else store.setItem(KEY, `${progress.stop} ${progress.isShown ? 'shown' : 'new'}`);
}
