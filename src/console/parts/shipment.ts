// A shipment, and who owes its next step.

import type { JsonObject } from '#sdk/index.ts';
import type { NextStep } from '../data/next-steps.ts';
import { shipmentTexts } from '../texts/shipments.ts';

/** A shipment, as its contract's schema says. */
export type Shipment = {
  readonly id: string;
  readonly order: string;
  readonly buyer: string;
  readonly seller: string;
  readonly items: readonly string[];
  readonly seal: {
    readonly kind: string;
    readonly grade: number;
    readonly code?: string;
    readonly commitment?: string;
  };
  readonly route: readonly string[];
  readonly at: number;
  readonly dueMs: number;
  readonly offered: readonly string[];
  readonly state: string;
};
/** Every replica wrote the record through the contract's schema. */
export function shipmentOf(value: JsonObject): Shipment {
  return value as unknown as Shipment;
}

/** Who owes what next: the holder offers, the next takes, the last receives, the buyer accepts. */
export function nextOfShipment({ state, route, at, offered, buyer }: Shipment): NextStep | undefined {
  const { nextOf } = shipmentTexts;
  if (state === 'received') return { member: buyer, sentence: nextOf.accept, action: 'shipping.accept' };
  if (state !== 'packed' && state !== 'underway') return undefined;
  const [holder, next] = [route[at], route[at + 1]];
  if (holder === undefined || next === undefined) return undefined;
  if (offered.length === 0) return { member: holder, sentence: nextOf.offer(next), action: 'shipping.offer' };
  return at + 2 === route.length
    ? { member: next, sentence: nextOf.receive, action: 'shipping.receive' }
    : { member: next, sentence: nextOf.take, action: 'shipping.take' };
}
