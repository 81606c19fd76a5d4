// Bids that go to the buyer: what stands on the ledger and what does not, that the rule holds all the same, and what
// either side can try.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { balanceCents } from '#contracts/procurement/procurement.fixture.ts';
import type { World } from '#test/world.ts';
import { cheap, choose, dear } from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  at,
  award,
  bidId,
  market,
  OPEN_UNTIL_MS,
  onBid,
  onRfq,
  open,
  priced,
  rfqId,
  SEAL_UNTIL_MS,
} from './market.fixture.ts';
import {
  CONTEST_UNTIL_MS,
  fileOf,
  handedOver,
  handOver,
  NAMING_UNTIL_MS,
  named,
  openReceived,
  publishToBuyer,
  registerFile,
  sayUnreadable,
  sealedFiles,
  sealFile,
  tellRank,
} from './to-buyer.fixture.ts';

const euros = (world: World) => ['acme', 'borealis', 'carter'].map((member) => balanceCents(world, `${member}/EUR`));
const bid = (world: World, member: string) => world.get('sourcing/bid', bidId(world, member));
const settle = (member: string) => onBid('delta/sales', 'settleBid', member);
const isHeld = (world: World) =>
  world.all('accounts/hold').some(({ contract, state }) => contract === 'sourcing' && state === 'held');

function outcome(given: Parameters<typeof play>[0], last: Later): string {
  const world = play(given);
  return world.do(last(world)).outcome;
}

describe('a request whose bids go to the buyer', () => {
  test('ends in an order at the best, and the price of the other stands nowhere', () => {
    const world = play([...named, at(CONTEST_UNTIL_MS, award('borealis')), settle('carter')]);
    const [order] = world.all('procurement/order');
    assert.deepEqual([order?.seller, order?.totalCents, order?.state], ['borealis', 60_000, 'accepted']);
    assert.equal(bid(world, 'carter')?.state, 'lost');
    const everything = JSON.stringify(world.state.dump());
    assert.ok(everything.includes(String(cheap.unitPriceCents)) && !everything.includes(String(dear.unitPriceCents)));
    assert.deepEqual(euros(world), [940_000, 10_000, 10_000]);
    assert.ok(!isHeld(world));
  });

  test('gives the file to the actor of the buyer that the bidder names, from then on and until the award', () => {
    const world = play(sealedFiles);
    assert.equal(world.all('sharing/grant').length, 0);
    play([at(SEAL_UNTIL_MS, handOver('borealis'))], world);
    const [grant] = world.all('sharing/grant');
    assert.deepEqual(
      [grant?.hash, grant?.reader, grant?.owner, grant?.untilMs],
      [fileOf('borealis'), 'acme/buyer', 'borealis', AWARD_UNTIL_MS],
    );
  });

  test('tells bidders how good the best on the ledger is, and neither its bidder nor its price', () => {
    const world = play(named);
    const leader = world.get('sourcing/leader', rfqId(world));
    assert.equal(leader?.points, bid(world, 'borealis')?.points);
    assert.deepEqual(Object.keys(leader ?? {}).sort(), ['buyer', 'invited', 'place', 'points', 'rfq']);
  });

  test('is contested by who has a better bid: the buyer cannot award past it', () => {
    const world = play([...handedOver, at(OPEN_UNTIL_MS, openReceived('carter', dear))]);
    play([at(NAMING_UNTIL_MS, open('borealis', cheap))], world);
    assert.equal(world.do(at(CONTEST_UNTIL_MS, award('carter'))(world)).outcome, 'sourcing.not_best');
    world.ok(award('borealis')(world));
  });

  test('is awarded although the buyer names nobody: a bidder puts its own on the ledger', () => {
    const world = play([
      ...handedOver,
      at(NAMING_UNTIL_MS, open('carter', dear)),
      at(CONTEST_UNTIL_MS, award('carter')),
    ]);
    assert.equal(world.all('procurement/order')[0]?.seller, 'carter');
  });

  test('lets the buyer choose otherwise, by a person with a reason, among bids on the ledger', () => {
    const both = [...named, openReceived('carter', dear)];
    const world = play([...both, at(CONTEST_UNTIL_MS, choose('carter'))]);
    assert.equal(world.all('procurement/order')[0]?.seller, 'carter');
    assert.equal(outcome(named, at(CONTEST_UNTIL_MS, choose('carter'))), 'sourcing.bid_not_opened');
  });

  test('that nobody awards gives every bond back', () => {
    const world = play([...handedOver, at(AWARD_UNTIL_MS, onRfq('delta/sales', 'endRfq'))]);
    play([settle('borealis'), settle('carter')], world);
    assert.deepEqual(euros(world), [1_000_000, 10_000, 10_000]);
    assert.ok(!isHeld(world));
  });

  test('takes no credits in a bid: the buyer, who opens it, cannot set its bidder’s money aside', () => {
    const generous = priced(15_000, { credits: { unit: 'CREDIT', amountCents: 50 } });
    const given = [...market, publishToBuyer(), registerFile('borealis'), sealFile('borealis', generous)];
    const opened = [at(SEAL_UNTIL_MS, handOver('borealis')), at(OPEN_UNTIL_MS, openReceived('borealis', generous))];
    const world = play([...given, ...opened]);
    assert.deepEqual(bid(world, 'borealis')?.faults, ['credits_unpayable']);
    assert.equal(balanceCents(world, 'borealis/CREDIT'), 100);
  });

  test('tells a loser its place by the word of the buyer', () => {
    const world = play([...named, at(CONTEST_UNTIL_MS, award('borealis')), tellRank('carter', 2)]);
    const rank = world.get('sourcing/rank', bidId(world, 'carter'));
    assert.deepEqual([rank?.rank, rank?.compared, rank?.points], [2, 2, undefined]);
  });
});

describe('what a bidder can try', () => {
  test('not handing over forfeits the bond, as not opening does', () => {
    const world = play([...sealedFiles, at(SEAL_UNTIL_MS, handOver('borealis')), at(OPEN_UNTIL_MS, settle('carter'))]);
    assert.equal(bid(world, 'carter')?.state, 'forfeited');
    assert.deepEqual(euros(world), [1_005_000, 5_000, 5_000]);
    assert.equal(world.do(open('carter', dear)(world)).outcome, 'sourcing.bid_not_sealed');
  });

  test('a sealed bid that was not handed over is too late for the contest', () => {
    assert.equal(outcome(sealedFiles, at(OPEN_UNTIL_MS, open('borealis', cheap))), 'sourcing.opening_over');
    assert.equal(outcome(sealedFiles, at(OPEN_UNTIL_MS, handOver('borealis'))), 'sourcing.opening_over');
    assert.equal(outcome(handedOver, at(CONTEST_UNTIL_MS, open('borealis', cheap))), 'sourcing.opening_over');
  });

  test('a bid may be opened on the ledger instead', () => {
    const world = play([...sealedFiles, at(SEAL_UNTIL_MS, open('carter', dear))]);
    assert.equal(bid(world, 'carter')?.state, 'opened');
    assert.equal(balanceCents(world, 'carter/EUR'), 10_000);
  });

  test('what was handed over cannot be taken back, nor changed', () => {
    assert.equal(outcome(handedOver, onBid('borealis/sales', 'withdrawBid', 'borealis')), 'sourcing.bid_not_sealed');
    assert.equal(outcome(handedOver, sealFile('borealis', dear)), 'sourcing.sealing_over');
    assert.equal(outcome(handedOver, open('borealis', priced(14_000))), 'sourcing.commitment_differs');
  });

  test('a bid goes to another actor of the buyer where the one that it named is gone, or is opened on the ledger', () => {
    const gone: Later = () => ({ by: 'acme/admin', action: 'membership.removeActor', input: { actor: 'acme/buyer' } });
    const left = at(SEAL_UNTIL_MS, gone);
    const refused = outcome([...sealedFiles, left], handOver('borealis'));
    assert.equal(refused, 'sourcing.reader_foreign');
    const world = play([...sealedFiles, left, handOver('borealis', 'acme/finance'), open('carter', dear)]);
    assert.deepEqual([bid(world, 'borealis')?.state, bid(world, 'carter')?.state], ['handedOver', 'opened']);
  });

  test('the file of another member, or one that was erased, is no bid of one’s own', () => {
    const given = [...market, publishToBuyer(), registerFile('borealis')];
    assert.equal(outcome(given, sealFile('carter', dear, fileOf('borealis'))), 'sourcing.file_wrong');
    const erase: Later = () => ({
      by: 'borealis/sales',
      action: 'sharing.eraseBlob',
      input: { blob: fileOf('borealis') },
    });
    assert.equal(outcome([...given, erase], sealFile('borealis', cheap)), 'sourcing.file_wrong');
  });

  test('a file that the buyer cannot read is opened in time, or its bond is forfeited', () => {
    const unreadable = [...handedOver, at(OPEN_UNTIL_MS, sayUnreadable('carter'))];
    const opened = play([...unreadable, at(NAMING_UNTIL_MS, open('carter', dear))]);
    assert.deepEqual([bid(opened, 'carter')?.state, balanceCents(opened, 'carter/EUR')], ['opened', 10_000]);
    assert.equal(outcome(unreadable, at(CONTEST_UNTIL_MS - 1, settle('carter'))), 'sourcing.nothing_due');
    const silent = play([...unreadable, at(CONTEST_UNTIL_MS, settle('carter'))]);
    assert.deepEqual(euros(silent), [1_005_000, 5_000, 5_000]);
  });
});

describe('what a buyer can try', () => {
  test('a bid opens to what was sealed, whoever opens it', () => {
    const other = openReceived('borealis', priced(20_000));
    assert.equal(outcome(handedOver, at(OPEN_UNTIL_MS, other)), 'sourcing.commitment_differs');
  });

  test('no award before the contest is over, however the bids stand', () => {
    assert.equal(outcome(named, at(CONTEST_UNTIL_MS - 1, award('borealis'))), 'sourcing.opening_runs');
    assert.equal(outcome(named, at(CONTEST_UNTIL_MS - 1, onRfq('acme/buyer', 'endRfq'))), 'sourcing.opening_runs');
  });

  test('no bid put on the ledger so late that nobody could contest it, and no word that takes the bidder its time', () => {
    assert.equal(outcome(handedOver, at(NAMING_UNTIL_MS, openReceived('carter', dear))), 'sourcing.naming_over');
    assert.equal(outcome(handedOver, at(NAMING_UNTIL_MS, sayUnreadable('carter'))), 'sourcing.naming_over');
  });

  test('no bid put on the ledger while others may still be handed over', () => {
    assert.equal(outcome(handedOver, openReceived('carter', dear)), 'sourcing.opening_runs');
  });
});
