// A track record in words: which months are in it, what each share is a share of, and that few is said to be few.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Counts } from '#contracts/standing/match.ts';
import type { MonthOfMember } from '#contracts/standing/schema.ts';
import { monthText, trackRecords } from './track-record.ts';

const NOVEMBER = (2026 - 1970) * 12 + 10;
const nowMs = Date.UTC(2026, 10, 27);
const month = (at: number, counts: Counts, more: Partial<MonthOfMember> = {}): MonthOfMember => ({
  ...{ id: `borealis:seller:EUR:${at}`, member: 'borealis', side: 'seller', unit: 'EUR', month: at, counts },
  ...more,
});

test('adds up the months of the window, for each side and unit of money', () => {
  const months = [
    month(NOVEMBER, { orders: 1, ordersBelow1k: 1, unitsTimed: 4, unitsInTime: 3 }),
    month(NOVEMBER - 11, { orders: 2, ordersBelow1k: 1, ordersFrom1m: 1, unitsTimed: 52, unitsInTime: 52 }),
    month(NOVEMBER - 12, { orders: 100 }),
    month(NOVEMBER + 1, { orders: 100 }),
    month(NOVEMBER, { orders: 1, ordersBelow10k: 1 }, { unit: 'USD' }),
    month(NOVEMBER, { orders: 1, ordersBelow1k: 1, ordersSetAside: 1 }, { side: 'buyer' }),
  ];
  const records = trackRecords(months, { over: 12, nowMs });
  assert.deepEqual(
    records.map(({ side, unit, lines }) => [side, unit, Object.fromEntries(lines)]),
    [
      [
        'buyer',
        'EUR',
        {
          'orders closed': '1: 1 below 1,000 EUR',
          'price set aside before work': '1 of 1 (100.0 %), too few to tell much',
          'orders taken back': '0 of 1 (0.0 %), too few to tell much',
        },
      ],
      [
        'seller',
        'EUR',
        {
          'orders closed': '3: 2 below 1,000 EUR, 1 from 1,000,000 EUR',
          'units in time': '55 of 56 (98.2 %)',
        },
      ],
      ['seller', 'USD', { 'orders closed': '1: 1 below 10,000 USD' }],
    ],
  );
});

test('says what a shop answered, sent back and lost, and never rounds up to all', () => {
  const counts = {
    ...{ answers: 2, answerMinutes: 3_000, answersNo: 1, unitsAccepted: 99_999, unitsRejected: 1, unitsReplaced: 1 },
    ...{ unitsOrdered: 100_000, disputes: 1, disputesLost: 1, bidsOpened: 9, bidsForfeited: 1 },
  };
  const [record] = trackRecords([month(NOVEMBER, counts)], { over: 1, nowMs });
  assert.deepEqual(record?.lines, [
    ['orders closed', 'none'],
    ['units accepted', '99999 of 100000 (99.9 %)'],
    ['units sent back', '1 of 100000 (0.0 %), 1 replaced'],
    ['orders answered', '2, after 1 d 1 h in the mean, 1 declined'],
    ['bids not opened', '1 of 10 (10.0 %)'],
    ['disputes lost', '1 of 1 (100.0 %), too few to tell much'],
  ]);
});

test('says how a buyer pays and answers', () => {
  const counts = {
    ...{ orders: 20, ordersBelow1k: 20, ordersCancelled: 5, ordersSetAside: 12, invoices: 8, invoicesPaid: 6 },
    ...{ invoicesLate: 3, unitsTaken: 40, unitsTakenSilently: 10, acceptances: 10, acceptanceMinutes: 605 },
    ...{ requests: 12, requestsAwarded: 10, disputes: 10 },
  };
  const [record] = trackRecords([month(NOVEMBER, counts, { side: 'buyer' })], { over: 1, nowMs });
  assert.deepEqual(record?.lines, [
    ['orders closed', '20: 20 below 1,000 EUR'],
    ['price set aside before work', '12 of 20 (60.0 %)'],
    ['invoices confirmed as paid', '6 of 8 (75.0 %), too few to tell much'],
    ['of these, after their day', '3 of 6 (50.0 %), too few to tell much'],
    ['units accepted by silence', '10 of 40 (25.0 %)'],
    ['deliveries accepted', '10, after 1 h 0 min in the mean'],
    ['orders taken back', '5 of 25 (20.0 %)'],
    ['requests that became an order', '10 of 12 (83.3 %)'],
    ['disputes lost', '0 of 10 (0.0 %)'],
  ]);
});

test('names months by year and number', () => {
  assert.deepEqual([0, NOVEMBER, NOVEMBER + 2].map(monthText), ['1970-01', '2026-11', '2027-01']);
});
