// The arithmetic and tables of items: check digits, grades, which state follows which, and which offers exclude others.

import type { Identifier, Item, ItemState } from './records.ts';

/** `made` to `consumed` also happens when the last of a lot is used: that step is consume's, not changeState's. */
const NEXT: { readonly [state in ItemState]: readonly ItemState[] } = {
  planned: ['made', 'scrapped'],
  made: ['released', 'rejected', 'scrapped'],
  rejected: ['made', 'released', 'scrapped'],
  released: ['rejected', 'inTransit', 'inService', 'scrapped'],
  inTransit: ['released', 'rejected'],
  inService: ['released', 'rejected', 'scrapped'],
  consumed: [],
  scrapped: [],
};

const GRADES: { readonly [kind in Identifier['kind']]: readonly number[] } = {
  printedCode: [0, 1],
  chip: [2, 3],
  fingerprint: [4],
};

/** True where a thing may be declared to be in this state next. */
export function follows(from: ItemState, to: ItemState): boolean {
  return NEXT[from].includes(to);
}

/** True for the states that an item of an order reaches by the evidence of another contract only. */
export function needsEvidence(item: Item, to: ItemState): boolean {
  const judged = to === 'made' || to === 'released' || to === 'rejected';
  // Coming back from transport or service is no judgement.
  const returns = to === 'released' && (item.state === 'inTransit' || item.state === 'inService');
  return item.order !== undefined && judged && !returns;
}

/** True where an identifier of this kind can give evidence of this grade. */
export function gradeFits({ kind, grade }: Identifier): boolean {
  return GRADES[kind].includes(grade);
}

/** True where 14 digits end in their check digit: weights 3 and 1 from the left (GS1 General Specifications 7.9). */
export function gtinHolds(gtin: string): boolean {
  let sum = 0;
  for (let i = 0; i < gtin.length; i++) sum += Number(gtin[i]) * (i % 2 === 0 ? 3 : 1);
  return sum % 10 === 0;
}

type Passes = Item['offers'][number]['passes'];

/** True where two offers pass on the same thing. */
export function overlap(a: Passes, b: Passes): boolean {
  return a === 'both' || b === 'both' || a === b;
}
