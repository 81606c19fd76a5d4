import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { opensBid, sealBid } from '#sdk/index.ts';
import { backupOf, type KeptOpening, keepOpening, keptOpening, openingOfBackup } from '../../data/bid-openings.ts';
import type { Bid, Leader, Rfq } from '../../parts/request/facts.ts';
import type { Phase } from '../../parts/request/phases.ts';
import { RFQ as ASKED, HOUR } from '../../parts/request/rfq.fixture.ts';
import { isBetter, minuteOf, previewOf, stepOf } from './model.ts';

const RFQ: Rfq = { ...ASKED, addenda: 1 };
const TO_BUYER: Rfq = { ...RFQ, toBuyer: { contestUntilMs: 30 * HOUR, reader: 'northwind/agent' } };
const OFFER = { unitPriceCents: 18_500, deliverByMs: 505 * HOUR, validUntilMs: 40 * HOUR };
const bid = (state: Bid['state'], rest: Partial<Bid> = {}): Bid => ({
  ...{ id: 'rfq-a:harbour', rfq: 'rfq-a', buyer: 'northwind', bidder: 'harbour', commitment: 'c', acknowledged: 1 },
  ...{ place: 2, changes: 0, state, faults: [], eligible: false, ...rest },
});

describe('what a bidder is to do', () => {
  const STEPS: readonly (readonly [rfq: Rfq, phase: Phase, own: Bid | undefined, member: string, step: string])[] = [
    [RFQ, 'sealing', undefined, 'harbour', 'seal'],
    [RFQ, 'sealing', bid('withdrawn'), 'harbour', 'seal'],
    [RFQ, 'sealing', bid('sealed'), 'harbour', 'sealed'],
    [RFQ, 'sealing', undefined, 'fjord', 'notYours'],
    [RFQ, 'sealing', undefined, 'northwind', 'notYours'],
    [RFQ, 'opening', undefined, 'harbour', 'tooLate'],
    [RFQ, 'opening', bid('sealed'), 'harbour', 'open'],
    [RFQ, 'opening', bid('opened'), 'harbour', 'waits'],
    [TO_BUYER, 'opening', bid('sealed'), 'harbour', 'handOver'],
    [TO_BUYER, 'opening', bid('handedOver'), 'harbour', 'waits'],
    [TO_BUYER, 'contest', bid('handedOver'), 'harbour', 'show'],
    [TO_BUYER, 'contest', bid('sealed'), 'harbour', 'waits'],
    [RFQ, 'awarded', bid('won'), 'harbour', 'over'],
    [RFQ, 'awarding', undefined, 'harbour', 'over'],
  ];
  for (const [rfq, phase, own, member, step] of STEPS) {
    test(`${member} with ${own?.state ?? 'no'} bid while it is ${phase}: ${step}`, () => {
      assert.equal(stepOf({ rfq, phase, own, member }), step);
    });
  }
});

describe('what a bid is worth', () => {
  test('is computed before it is sealed, with what would keep it out', () => {
    const { totalCents, score, faults } = previewOf(RFQ, OFFER, 7996);
    assert.deepEqual([totalCents, score.points, faults], [74_000, 3403, []]);
    const wrong = { unitPriceCents: 22_001, deliverByMs: 1001 * HOUR, validUntilMs: 39 * HOUR };
    assert.deepEqual(previewOf(RFQ, wrong, 0).faults, ['above_reserve', 'delivers_late', 'validity_short']);
  });

  test('a bid contests the best with more points, or as many and sealed earlier', () => {
    const own = bid('handedOver', { shop: { lacks: [], points: 7996 } });
    const leader = (points: number, place: number): Leader => ({
      rfq: 'rfq-a',
      buyer: 'northwind',
      invited: [],
      points,
      place,
    });
    const cases = [leader(3402, 1), leader(3403, 3), leader(3403, 1), leader(3404, 3)];
    assert.deepEqual(
      cases.map((best) => isBetter(TO_BUYER, OFFER, own, best)),
      [true, true, false, false],
    );
    const lacking = bid('handedOver', { shop: { lacks: ['hours_short'], points: 0 } });
    assert.equal(isBetter(TO_BUYER, OFFER, lacking, leader(1, 9)), false);
  });
});

describe('what opens a bid', () => {
  const LEDGER = 'ledger-a';
  // Of a client, sealing reads only these two.
  const client = { member: 'harbour', transport: { ledgerId: LEDGER } } as unknown as Parameters<typeof sealBid>[0];
  const { commitment, sealed } = sealBid(client, 'rfq-a', OFFER);
  const opening: KeptOpening = { ledger: LEDGER, bid: sealed.bid, commitment, salt: sealed.salt, content: OFFER };
  const newStore = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };

  test('is kept for its actor and commitment alone, and opens the bid', () => {
    const store = newStore();
    keepOpening(store, 'harbour/sales', opening);
    const found = keptOpening(store, LEDGER, 'harbour/sales', commitment);
    assert.deepEqual(found, opening);
    assert.ok(found !== undefined && opensBid(LEDGER, { rfq: 'rfq-a', bidder: 'harbour', commitment }, found));
    assert.equal(keptOpening(store, LEDGER, 'alpen/sales', commitment), undefined);
    assert.equal(keptOpening(store, 'ledger-b', 'harbour/sales', commitment), undefined);
  });

  test('is kept with all that was committed to, also what no page asks for', () => {
    const content = { ...OFFER, remarks: 'A'.repeat(43) };
    const made = sealBid(client, 'rfq-a', content);
    const store = newStore();
    keepOpening(store, 'harbour/sales', { ...opening, ...made.sealed, commitment: made.commitment });
    const found = keptOpening(store, LEDGER, 'harbour/sales', made.commitment);
    const about = { rfq: 'rfq-a', bidder: 'harbour', commitment: made.commitment };
    assert.ok(found !== undefined && opensBid(LEDGER, about, found));
  });

  test('opens no other bid: not another’s, not for another request, not at a cent less', () => {
    const about = { rfq: 'rfq-a', bidder: 'harbour', commitment };
    assert.ok(opensBid(LEDGER, about, opening));
    assert.ok(!opensBid(LEDGER, { ...about, bidder: 'alpen' }, opening));
    assert.ok(!opensBid(LEDGER, { ...about, rfq: 'rfq-b' }, opening));
    assert.ok(!opensBid('ledger-b', about, opening));
    assert.ok(!opensBid(LEDGER, about, { ...opening, content: { ...OFFER, unitPriceCents: 18_499 } }));
  });

  test('comes back from the file that was saved, and from no other', () => {
    assert.deepEqual(openingOfBackup(backupOf(opening)), opening);
    const other = [
      '',
      'null',
      '[]',
      '{"format":"touchmark/bid-opening/1"}',
      backupOf(opening).replace('18500', '"18500"'),
      backupOf(opening).replace('bid-opening/1', 'bid-opening/2'),
      ' '.repeat(10_001),
    ];
    for (const text of other)
      assert.throws(() => openingOfBackup(text), { code: 'bid_backup_wrong' }, text.slice(0, 40));
  });

  test('what another program left in its place is nothing', () => {
    const store = newStore();
    store.setItem(`touchmark.bid.${LEDGER}.harbour/sales.${commitment}`, '{"content":1}');
    assert.equal(keptOpening(store, LEDGER, 'harbour/sales', commitment), undefined);
  });
});

test('a time in a form is the last minute before it, or the first after it', () => {
  const timeMs = new Date(2026, 10, 28, 12, 5, 30).getTime();
  assert.deepEqual([minuteOf(timeMs, 'before'), minuteOf(timeMs, 'after')], ['2026-11-28T12:05', '2026-11-28T12:06']);
});
