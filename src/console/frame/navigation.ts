// The rail: where each page is. A kind of work whose own page is not there yet leads to the list of its records.

import { listPath } from '../parts/paths.ts';
import { frameTexts } from '../texts/frame.ts';

/** A line of the rail. */
export type RailItem = {
  readonly label: string;
  readonly to: string;
  readonly icon: RailIcon;
  /** Addresses of pages that belong to it and do not stand below it. */
  readonly also?: readonly string[];
};
/** Names of the icons, which rail.tsx draws. */
export type RailIcon =
  | 'work'
  | 'scan'
  | 'orders'
  | 'requests'
  | 'designs'
  | 'files'
  | 'production'
  | 'inspections'
  | 'shipments'
  | 'items'
  | 'trace'
  | 'money'
  | 'network'
  | 'ledger'
  | 'everything';

/** In the order of the rail. */
export const RAIL: readonly RailItem[] = [
  { label: frameTexts.work, to: '/work', icon: 'work' },
  { label: frameTexts.scan, to: '/scan', icon: 'scan' },
  { label: frameTexts.orders, to: listPath('procurement/order'), icon: 'orders' },
  { label: frameTexts.requests, to: listPath('sourcing/rfq'), icon: 'requests' },
  { label: frameTexts.designs, to: '/designs', icon: 'designs' },
  { label: frameTexts.files, to: listPath('sharing/blob'), icon: 'files' },
  { label: frameTexts.production, to: '/production', icon: 'production' },
  { label: frameTexts.inspections, to: '/inspections', icon: 'inspections' },
  { label: frameTexts.shipments, to: listPath('shipping/shipment'), icon: 'shipments' },
  { label: frameTexts.items, to: listPath('items/item'), icon: 'items' },
  { label: frameTexts.trace, to: '/trace', icon: 'trace' },
  {
    ...{ label: frameTexts.money, to: listPath('accounts/account'), icon: 'money' },
    also: [listPath('claims/asset'), listPath('rewards/period')],
  },
  { label: frameTexts.network, to: '/members', icon: 'network' },
  { label: frameTexts.ledger, to: '/ledger', icon: 'ledger' },
  { label: frameTexts.everything, to: '/records', icon: 'everything' },
];

/** True where the page at an address belongs to a line of the rail. */
export function isWithin({ to, also = [] }: RailItem, pathname: string): boolean {
  return [to, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`));
}
