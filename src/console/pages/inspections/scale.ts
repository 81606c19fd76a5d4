// The scale of a strip: limits and values as places on a line. Numbers here are only drawn; what is judged was judged from
// the texts as written.

import type { Lane } from './model.ts';

/** What a plot shows, from left to right. */
export type Domain = { readonly from: number; readonly to: number };
/** A value's place; `beyond` where it lies outside of the picture and stands at its edge. */
export type Place = { readonly x: number; readonly beyond: 'left' | 'right' | undefined };

/** Of the width between the limits: room beside them, and how far out a value is still drawn to scale. */
const ROOM = 0.25;
const FARTHEST = 1.5;
/** Room beside values that have no limits. */
const ROOM_WITHOUT = 0.15;

/** The part of the line that a plot shows. */
export function domainOf(lanes: readonly Lane[]): Domain {
  const values = lanes.flatMap(valuesOf);
  const ends = lanes.flatMap(endsOf);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (ends.length < 2 || low === high) {
    const all = [...values, ...ends];
    if (all.length === 0) return { from: 0, to: 1 };
    const [from, to] = [Math.min(...all), Math.max(...all)];
    const room = (to - from) * ROOM_WITHOUT || Math.abs(to) * 0.01 || 1;
    return { from: from - room, to: to + room };
  }
  const width = high - low;
  const seen = values.filter((value) => value >= low - FARTHEST * width && value <= high + FARTHEST * width);
  const from = Math.min(low - ROOM * width, ...seen.map((value) => value - 0.1 * width));
  const to = Math.max(high + ROOM * width, ...seen.map((value) => value + 0.1 * width));
  return { from, to };
}

/** Where a value stands in a picture of this width. */
export function placeOf(value: number, { from, to }: Domain, width: number): Place {
  const x = ((value - from) / (to - from)) * width;
  if (x < 0) return { x: 0, beyond: 'left' };
  return x > width ? { x: width, beyond: 'right' } : { x, beyond: undefined };
}

/** Lanes whose limits and values overlap, together; each of the others has a scale of its own. */
export function clustersOf(lanes: readonly Lane[]): readonly (readonly Lane[])[] {
  const clusters: { readonly lanes: Lane[]; from: number; to: number }[] = [];
  for (const lane of lanes) {
    const all = [...endsOf(lane), ...valuesOf(lane)];
    const [from, to] = all.length === 0 ? [-Infinity, Infinity] : [Math.min(...all), Math.max(...all)];
    const found = clusters.find((one) => from <= one.to && to >= one.from);
    if (found === undefined) clusters.push({ lanes: [lane], from, to });
    else {
      found.lanes.push(lane);
      found.from = Math.min(found.from, from);
      found.to = Math.max(found.to, to);
    }
  }
  return clusters.map((one) => one.lanes);
}

function valuesOf({ judged }: Lane): readonly number[] {
  return judged.flatMap(({ value }) => (value.value === undefined ? [] : [Number(value.value)]));
}

function endsOf({ limits: { lower, upper, nominal } }: Lane): readonly number[] {
  return [lower, upper, nominal].flatMap((end) => (end === undefined ? [] : [Number(end)]));
}
