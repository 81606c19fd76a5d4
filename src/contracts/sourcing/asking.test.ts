// Asking: the terms of a request, who asks, answers, adds and ends, and when.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play, registerType } from '#contracts/items/items.fixture.ts';
import { answer, awarded, cheap, opened, POOL, published, sealed } from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  at,
  award,
  HASH,
  MINUTE_MS,
  market,
  NEEDED_BY_MS,
  OPEN_UNTIL_MS,
  onRfq,
  publish,
  rfqId,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';
import { by, rowsOf } from './places.fixture.ts';
import { CONTEST_UNTIL_MS, publishToBuyer } from './to-buyer.fixture.ts';

const toBuyer = (contestUntilMs: number, reader = 'acme/buyer') =>
  publishToBuyer({ toBuyer: { contestUntilMs, reader } });
rowsOf('a request', [
  ['whose sealing ends at once', 'times_wrong', market, at(SEAL_UNTIL_MS, publish())],
  ['that is awarded when opening ends', 'times_wrong', market, publish({ awardUntilMs: OPEN_UNTIL_MS })],
  ['that is awarded when it is needed', 'times_wrong', market, publish({ awardUntilMs: NEEDED_BY_MS })],
  ['whose contest ends with opening', 'times_wrong', market, toBuyer(OPEN_UNTIL_MS)],
  ['whose contest ends with awarding', 'times_wrong', market, toBuyer(AWARD_UNTIL_MS)],
  ['whose bids go to another’s actor', 'reader_foreign', market, toBuyer(CONTEST_UNTIL_MS, 'carter/buyer')],
  ['whose bids go to nobody', 'reader_foreign', market, toBuyer(CONTEST_UNTIL_MS, 'acme/nobody')],
  ['that invites its buyer', 'invited_wrong', market, publish({ invited: ['acme'] })],
  ['that invites nobody known', 'invited_wrong', market, publish({ invited: ['nobody'] })],
  [
    'without a bond, of a buyer without an account',
    'accepted',
    [registerType('acme', 'PLATE-1')],
    publish({ bondCents: 0 }),
  ],
]);

const some = [...market, publish({ invited: ['borealis'], nda: HASH })];
const asked = [...published, onRfq('borealis/sales', 'ask', { question: HASH })];
const cancel = onRfq('acme/buyer', 'cancelRfq');
const add = onRfq('acme/buyer', 'addAddendum', { text: HASH });
const ask = onRfq('borealis/sales', 'ask', { question: HASH });
rowsOf('whoever is not meant, or comes too late,', [
  ['signs the agreement uninvited', 'not_invited', some, onRfq('carter/sales', 'signNda')],
  ['asks uninvited', 'not_invited', some, by('carter/sales', ask)],
  ['asks when all is over', 'rfq_closed', [...published, cancel], ask],
  ['answers for the buyer', 'not_buyer', asked, by('carter/buyer', answer)],
  ['answers when all is over', 'rfq_closed', [...asked, cancel], answer],
  ['adds for the buyer', 'not_buyer', published, by('carter/buyer', add)],
  ['adds when all is over', 'rfq_closed', [...published, cancel], add],
  ['adds when sealing is over', 'sealing_over', published, at(SEAL_UNTIL_MS, add)],
  ['adds in time', 'accepted', published, at(SEAL_UNTIL_MS - 15 * MINUTE_MS - 1, add)],
  ['cancels for the buyer', 'not_buyer', published, by('carter/buyer', cancel)],
  ['cancels twice', 'rfq_closed', [...published, cancel], cancel],
  ['cancels when sealing is over', 'sealing_over', sealed, at(SEAL_UNTIL_MS, cancel)],
  ['cancels in time', 'accepted', sealed, at(SEAL_UNTIL_MS - 1, cancel)],
  ['ends what was awarded', 'rfq_closed', awarded, at(AWARD_UNTIL_MS, onRfq('acme/buyer', 'endRfq'))],
  ['ends it before anybody has sealed', 'opening_runs', published, onRfq('acme/buyer', 'endRfq')],
  ['ends it before all is opened', 'opening_runs', sealed, at(OPEN_UNTIL_MS - 1, onRfq('acme/buyer', 'endRfq'))],
  ['ends it when opening is over', 'accepted', sealed, at(OPEN_UNTIL_MS, onRfq('acme/buyer', 'endRfq'))],
  ['awards at the last moment', 'accepted', opened, at(AWARD_UNTIL_MS - 1, award('borealis'))],
  ['settles a pool that is not there', 'pool_none', awarded, onRfq('acme/buyer', 'settlePool')],
]);

test('who bids is told of an addendum, its number and its text', () => {
  const world = play([...published, add, add]);
  const notices = world.all('sourcing/notice').map(({ kind, number, text }) => [kind, number, text]);
  assert.deepEqual(new Set(notices.map(String)), new Set([`addendum,1,${HASH}`, `addendum,2,${HASH}`]));
  assert.equal(world.get('sourcing/rfq', rfqId(world))?.addenda, 2);
});

test('a pool of a request that was cancelled goes back at once', () => {
  const world = play([...market, publish({ pool: POOL }), seal('borealis', cheap), cancel]);
  play([onRfq('delta/sales', 'settlePool')], world);
  assert.equal(world.get('accounts/account', 'acme/CREDIT')?.balanceCents, 1_000);
});
