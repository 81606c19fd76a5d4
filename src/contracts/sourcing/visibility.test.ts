// Who reads what of a request: its two sides, those it invites, and no other member.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from '#contracts/items/items.fixture.ts';
import type { World } from '#test/world.ts';
import { answer, cheap, counter, dear } from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  at,
  HASH,
  market,
  OPEN_UNTIL_MS,
  onBid,
  onRfq,
  open,
  publish,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';
import { handOver, openReceived, publishToBuyer, registerFile, sealFile } from './to-buyer.fixture.ts';

const SHOPS = ['borealis', 'carter'];

const onLedger = (invited: readonly string[]) =>
  play([
    ...market,
    publish({ invited: [...invited], nda: HASH }),
    ...SHOPS.map((member) => onRfq(`${member}/sales`, 'signNda')),
    onRfq('borealis/sales', 'ask', { question: HASH }),
    answer,
    seal('borealis', cheap),
    seal('carter', dear),
    at(SEAL_UNTIL_MS, open('borealis', cheap)),
    open('carter', dear),
    counter(14_500),
    at(AWARD_UNTIL_MS, onRfq('delta/sales', 'endRfq')),
    onBid('borealis/sales', 'learnRank', 'borealis'),
  ]);
const toBuyer = (invited: readonly string[]) =>
  play([
    ...market,
    publishToBuyer({ invited: [...invited] }),
    registerFile('borealis'),
    sealFile('borealis', cheap),
    at(SEAL_UNTIL_MS, handOver('borealis')),
    at(OPEN_UNTIL_MS, openReceived('borealis', cheap)),
  ]);

function readersOf(world: World): Readonly<Record<string, unknown>> {
  const rows = world.state.dump().flatMap(([kind, id, text]) => {
    const isOurs = kind.startsWith('sourcing/') && !id.endsWith(':carter');
    return isOurs ? [[kind.slice('sourcing/'.length), world.registry.readers(kind, text)]] : [];
  });
  return Object.fromEntries(rows);
}

const own = ['acme', 'borealis'];
const parties = { bid: own, counter: own, nda: own, question: own, rank: own, tally: ['acme'] };

test('of a request for some, nobody else reads anything, and none of them what another asked, signed or bid', () => {
  const some = ['acme', ...SHOPS];
  assert.deepEqual(readersOf(onLedger(SHOPS)), { ...parties, notice: some, rfq: some });
});

test('of a request for all, every member reads the request and what all are told', () => {
  assert.deepEqual(readersOf(onLedger([])), { ...parties, notice: 'members', rfq: 'members' });
});

test('how good the best bid is, is read by those who may bid', () => {
  const bids = { bid: own, tally: ['acme'] };
  const some = ['acme', ...SHOPS];
  assert.deepEqual(readersOf(toBuyer(SHOPS)), { ...bids, leader: some, rfq: some });
  assert.deepEqual(readersOf(toBuyer([])), { ...bids, leader: 'members', rfq: 'members' });
});

test('who does not read a bid signs nothing about it: its two sides settle it', () => {
  const world = play([...market, publish(), seal('borealis', cheap)]);
  const settle = at(OPEN_UNTIL_MS, onBid('carter/sales', 'settleBid', 'borealis'))(world);
  assert.equal(world.do(settle, {}).outcome, 'expects_missing');
  play([onBid('acme/buyer', 'settleBid', 'borealis')], world);
});
