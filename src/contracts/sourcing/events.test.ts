// What is told of each step: one row for each event of the contract, typed so that a missing row does not compile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { Step } from '#test/world.ts';
import {
  answer,
  awarded,
  cheap,
  counter,
  counterId,
  opened,
  pooledOpened,
  published,
  reply,
  revoke,
  sealed,
} from './deals.fixture.ts';
import {
  at,
  award,
  bidId,
  DRAWING,
  give,
  HASH,
  market,
  OPEN_UNTIL_MS,
  onBid,
  onRfq,
  open,
  publish,
  registerDrawing,
  rfqId,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';
import type { sourcingInterface } from './schema.ts';
import {
  CONTEST_UNTIL_MS,
  handedOver,
  handOver,
  named,
  sayUnreadable,
  sealedFiles,
  tellRank,
} from './to-buyer.fixture.ts';

type Row = { readonly given: readonly (Step | Later)[]; readonly step: Later };
const ask = onRfq('borealis/sales', 'ask', { question: HASH });

const ROWS: { readonly [E in (typeof sourcingInterface)['events'][number]]: Row } = {
  rfqPublished: { given: market, step: publish() },
  ndaSigned: { given: [...market, publish({ nda: HASH })], step: onRfq('borealis/sales', 'signNda') },
  filesGiven: { given: [...market, registerDrawing, publish({ files: [DRAWING] })], step: give('borealis/engineer') },
  questionAsked: { given: published, step: ask },
  questionAnswered: { given: [...published, ask], step: answer },
  addendumAdded: { given: published, step: onRfq('acme/buyer', 'addAddendum', { text: HASH }) },
  bidSealed: { given: published, step: seal('borealis', cheap) },
  bidWithdrawn: { given: sealed, step: onBid('borealis/sales', 'withdrawBid', 'borealis') },
  bidOpened: { given: sealed, step: at(SEAL_UNTIL_MS, open('borealis', cheap)) },
  bidHandedOver: { given: sealedFiles, step: at(SEAL_UNTIL_MS, handOver('borealis')) },
  bidUnreadable: { given: handedOver, step: sayUnreadable('borealis') },
  bidExcluded: { given: [...opened, revoke('borealis')], step: onBid('acme/buyer', 'excludeLapsed', 'borealis') },
  counterOffered: { given: opened, step: counter(14_500) },
  counterAnswered: { given: [...opened, counter(14_500)], step: reply('borealis/sales', 'declineCounter') },
  rfqAwarded: { given: opened, step: award('borealis') },
  rfqEnded: { given: opened, step: onRfq('acme/buyer', 'endRfq') },
  rfqCancelled: { given: sealed, step: onRfq('acme/buyer', 'cancelRfq') },
  bidSettled: { given: awarded, step: onBid('carter/sales', 'settleBid', 'carter') },
  poolClaimed: { given: [...pooledOpened, award('borealis')], step: onBid('carter/sales', 'claimShare', 'carter') },
  poolSettled: {
    given: [
      ...market,
      publish({ pool: { unit: 'CREDIT', amountCents: 1, capCents: 1 } }),
      onRfq('acme/buyer', 'cancelRfq'),
    ],
    step: onRfq('acme/buyer', 'settlePool'),
  },
  rankLearned: { given: awarded, step: onBid('carter/sales', 'learnRank', 'carter') },
};

/** The events of this contract that a step tells. */
function toldBy({ given, step }: Row) {
  const world = play(given);
  const { events } = world.ok(step(world));
  return { world, told: events.filter(({ contract }) => contract === 'sourcing') };
}

for (const [event, row] of Object.entries(ROWS)) {
  test(`${event} is told once, of its request or its bid`, () => {
    const { world, told } = toldBy(row);
    assert.deepEqual(
      told.map(({ name }) => name),
      [event],
    );
    assert.equal(Object(told[0]?.data).rfq, rfqId(world));
  });
}

test('a rank that the buyer tells, and a counter-offer that is accepted, are told as others are', () => {
  const ended = [...named, at(CONTEST_UNTIL_MS, award('borealis'))];
  const rank = toldBy({ given: ended, step: tellRank('carter', 2) });
  assert.deepEqual(rank.told[0]?.data, { rfq: rfqId(rank.world), bid: bidId(rank.world, 'carter') });
  const accept = reply('borealis/sales', 'acceptCounter');
  const { world, told } = toldBy({ given: [...opened, counter(14_500)], step: accept });
  const data = { rfq: rfqId(world), counter: counterId(world), answer: 'accepted' };
  assert.deepEqual(told[0]?.data, data);
  assert.ok(world.timeMs < OPEN_UNTIL_MS);
});
