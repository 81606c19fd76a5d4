// Where two logs part: a binary search over consistency proofs, each checked against the head that was signed, so that
// an origin can refuse to answer but not mislead.

import { equalBytes } from '#core/bytes.ts';
import { verifyConsistency, verifyInclusion } from '#core/merkle.ts';
import type { Inclusion } from './log-source.ts';
import type { Origin } from './origin.ts';
import type { SignedHead } from './signed-head.ts';
import type { TreeAhead } from './tree-ahead.ts';

/** The first entry that is another one, with its proof in the signed log. */
export type Difference = Inclusion & { readonly index: number };

/**
 * The first entry in which a tree of ours is not the signed log.
 * @param range the first `same` entries are equal in both; among the first `differs` is a difference
 * @returns undefined where what the origin serves does not lead to one
 */
export async function firstDifference(
  origin: Origin,
  { own, head }: { readonly own: TreeAhead; readonly head: SignedHead },
  range: { readonly same: number; readonly differs: number },
): Promise<Difference | undefined> {
  let { same, differs } = range;
  while (differs - same > 1) {
    const middle = Math.floor((same + differs) / 2);
    if (await beginsWith(origin, head, { size: middle, root: own.root(middle) })) same = middle;
    else differs = middle;
  }
  const index = same;
  const served = await origin.inclusion(index, head.size);
  const isProven = verifyInclusion({ ...served, index, size: head.size, root: head.root });
  return isProven && !equalBytes(served.leaf, own.leaf(index)) ? { ...served, index } : undefined;
}

/** True where the origin proves that the signed log begins with this tree of 1 or more entries. */
async function beginsWith(
  origin: Origin,
  head: SignedHead,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<boolean> {
  const path = await origin.consistency(size, head.size);
  return verifyConsistency({ size1: size, root1: root, size2: head.size, root2: head.root, path });
}
