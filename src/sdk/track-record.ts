// The track record of a member in words: every share with the number of what it is a share of, and nothing compared.

import {
  addCounts,
  buyerRecord,
  type Counter,
  type Counts,
  monthOf,
  type Part,
  sellerRecord,
} from '#contracts/standing/match.ts';
import type { MonthOfMember } from '#contracts/standing/schema.ts';

/** Below so many of something a share says little, and the words say so. */
const FEW = 10;

/** One side of a member's deals in one unit of money. */
export type TrackRecord = {
  readonly side: 'seller' | 'buyer';
  readonly unit: string;
  readonly counts: Counts;
  /** Labels with what they say; empty ones are left out. */
  readonly lines: readonly (readonly [label: string, words: string])[];
};

/**
 * What a member's months say together.
 * @param months records of `standing/month` of one member, any order
 * @param over so many months up to that of `nowMs`, UTC: the first and the last are in it
 */
export function trackRecords(
  months: readonly MonthOfMember[],
  { over, nowMs }: { readonly over: number; readonly nowMs: number },
): readonly TrackRecord[] {
  const last = monthOf(nowMs);
  const sums = new Map<string, Counts>();
  for (const { side, unit, month, counts } of months) {
    if (month > last || month <= last - over) continue;
    const key = `${side}/${unit}`;
    sums.set(key, addCounts(sums.get(key) ?? {}, counts));
  }
  return [...sums].sort().map(([key, counts]) => {
    const [side, unit = ''] = key.split('/') as ['seller' | 'buyer', string];
    return { side, unit, counts, lines: side === 'seller' ? ofSeller(counts, unit) : ofBuyer(counts, unit) };
  });
}

/** A month as `2026-11`, of the months since January 1970. */
export function monthText(month: number): string {
  return `${1970 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

function ofSeller(counts: Counts, unit: string) {
  const { orders, inTime, accepted, rejected, answers, bidsForfeited, disputesLost } = sellerRecord(counts);
  const { unitsReplaced = 0, answersNo = 0 } = counts;
  return said([
    ['orders closed', ordersOf(orders, counts, unit)],
    ['units in time', share(inTime)],
    ['units accepted', share(accepted)],
    ['units sent back', `${share(rejected)}${unitsReplaced > 0 ? `, ${unitsReplaced} replaced` : ''}`],
    ['orders answered', answers.count > 0 ? `${meanOf(answers)}, ${answersNo} declined` : ''],
    ['bids not opened', share(bidsForfeited)],
    ['disputes lost', share(disputesLost)],
  ]);
}

function ofBuyer(counts: Counts, unit: string) {
  const record = buyerRecord(counts);
  return said([
    ['orders closed', ordersOf(record.orders, counts, unit)],
    ['price set aside before work', share(record.setAside)],
    ['invoices confirmed as paid', share(record.invoicesPaid)],
    ['of these, after their day', share(record.invoicesLate)],
    ['units accepted by silence', share(record.silent)],
    ['deliveries accepted', record.acceptances.count > 0 ? meanOf(record.acceptances) : ''],
    ['orders taken back', share(record.cancelled)],
    ['requests that became an order', share(record.awarded)],
    ['disputes lost', share(record.disputesLost)],
  ]);
}

function said(lines: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return lines.filter(([, words]) => words !== '');
}

const SIZES: readonly (readonly [Counter, string])[] = [
  ['ordersBelow1k', 'below 1,000'],
  ['ordersBelow10k', 'below 10,000'],
  ['ordersBelow100k', 'below 100,000'],
  ['ordersBelow1m', 'below 1,000,000'],
  ['ordersFrom1m', 'from 1,000,000'],
];

function ordersOf(orders: number, counts: Counts, unit: string): string {
  const sizes = SIZES.flatMap(([name, words]) => ((counts[name] ?? 0) > 0 ? [`${counts[name]} ${words} ${unit}`] : []));
  return orders === 0 ? 'none' : `${orders}: ${sizes.join(', ')}`;
}

/** `52 of 56 (92.8 %)`: cut to tenths, so that 100.0 % is all. */
function share({ part, of }: Part): string {
  if (of === 0) return '';
  const tenths = Number((BigInt(part) * 1_000n) / BigInt(of));
  return `${part} of ${of} (${Math.floor(tenths / 10)}.${tenths % 10} %)${of < FEW ? ', too few to tell much' : ''}`;
}

function meanOf({ count, meanMinutes }: { readonly count: number; readonly meanMinutes: number }): string {
  const [days, hours, minutes] = [Math.floor(meanMinutes / 1_440), Math.floor(meanMinutes / 60) % 24, meanMinutes % 60];
  const time = days > 0 ? `${days} d ${hours} h` : `${hours} h ${minutes} min`;
  return `${count}, after ${time} in the mean`;
}
