// A member's touchmark as shapes: a small geometric stamp that follows from the ledger and the member's id, which no other
// member of that ledger can ever have. A member's keys change; its stamp must not. It is an aid to the eye and proves
// nothing: what does is the receipt.

import { sha256 } from '#sdk/index.ts';

/** The stamp on a grid of 24 by 24. */
export type Stamp = {
  /** The rim, as a closed path. */
  readonly rim: string;
  /** What is struck within, as paths: mirrored from left to right. */
  readonly marks: readonly string[];
};

/** Rims that are told apart at 16 pixels. */
const RIMS = [
  'M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z',
  'M12 1 21.5 6.5v11L12 23l-9.5-5.5v-11z',
  'M3 2h18a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z',
  'M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z',
  'M12 1 23 12 12 23 1 12z',
  'M2 2h20v11c0 5-4 8-10 10-6-2-10-5-10-10z',
] as const;
/** Rims within which there is less room. */
const NARROW: readonly number[] = [4];
const COLUMNS = 3;
const ROWS = 5;

/** The stamp of a member of a ledger: the same everywhere. */
export function stampOf(ledgerId: string, member: string): Stamp {
  const bytes = sha256(new TextEncoder().encode(`${ledgerId}/${member}`));
  const rim = (bytes[0] ?? 0) % RIMS.length;
  const step = NARROW.includes(rim) ? 2 : 2.6;
  const marks: string[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const draw = bytes[1 + row * COLUMNS + column] ?? 0;
      if (draw % 2 === 0) continue;
      const shape = (draw >> 1) % 3;
      // The middle column has no mirror image.
      const offsets = column === 0 ? [0] : [-column, column];
      for (const offset of offsets) marks.push(mark(shape, 12 + offset * step, 12 + (row - 2) * step, step / 2));
    }
  }
  // A stamp without a mark would be any stamp without one.
  return { rim: RIMS[rim] ?? RIMS[0], marks: marks.length === 0 ? [mark(0, 12, 12, step)] : marks };
}

function mark(shape: number, x: number, y: number, half: number): string {
  const [left, right, top, bottom] = [x - half, x + half, y - half, y + half].map(short);
  if (shape === 0) return `M${left} ${top}H${right}V${bottom}H${left}z`;
  if (shape === 1) return `M${short(x)} ${top}L${right} ${short(y)}L${short(x)} ${bottom}L${left} ${short(y)}z`;
  return `M${left} ${bottom}L${short(x)} ${top}L${right} ${bottom}z`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
