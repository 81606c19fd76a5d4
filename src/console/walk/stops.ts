// The stops of the guided walk through the tour's ledger. A stop names an actor of the tour and the kind of record that it
// is about; which record that is, is looked up.

import type { STOP_TEXTS } from '../texts/walk.ts';

/** Where a stop leads: a fixed page, or the first record of a kind that its actor sees, in the first state that there is. */
export type StopPlace =
  | { readonly path: string }
  | { readonly kind: string; readonly states?: readonly string[]; readonly page?: (id: string) => string };

/** A stop. */
export type Stop = {
  readonly name: keyof typeof STOP_TEXTS;
  /** Who sees it; undefined for anyone. */
  readonly actor: string | undefined;
  readonly place: StopPlace;
};

/** In their order. */
export const STOPS: readonly Stop[] = [
  { name: 'order', actor: 'northwind/buyer', place: { kind: 'procurement/order', states: ['closed', 'accepted'] } },
  { name: 'request', actor: 'northwind/buyer', place: { kind: 'sourcing/rfq' } },
  { name: 'design', actor: 'lindqvist/designer', place: { kind: 'designs/design' } },
  { name: 'build', actor: 'harbour/engineer', place: { kind: 'production/build' } },
  {
    name: 'inspection',
    actor: 'northwind/quality',
    place: { kind: 'inspection/review', states: ['concession', 'rejected', 'awaitsDecision', 'accepted'] },
  },
  { name: 'shipment', actor: 'northwind/logistics', place: { kind: 'shipping/shipment' } },
  {
    name: 'material',
    actor: 'harbour/quality',
    place: { kind: 'items/item', states: ['released'], page: (id) => `/trace/${id}` },
  },
  { name: 'money', actor: 'northwind/finance', place: { kind: 'accounts/account' } },
  { name: 'passport', actor: undefined, place: { kind: 'items/passport', page: (id) => `/p/${id}` } },
  { name: 'ledger', actor: 'watchful/auditor', place: { path: '/ledger' } },
];
