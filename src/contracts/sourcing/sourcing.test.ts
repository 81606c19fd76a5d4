import { registerType, typeId } from '#contracts/items/items.fixture.ts';
import { relate } from '#contracts/standing/standing.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import {
  answer,
  awarded,
  cheap,
  choose,
  counter,
  crowded,
  dear,
  opened,
  POOL,
  pooledOpened,
  published,
  reply,
  revoke,
  sealed,
} from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  askWith,
  at,
  award,
  DRAWING,
  give,
  HASH,
  market,
  NEEDED_BY_MS,
  OPEN_UNTIL_MS,
  onBid,
  onRfq,
  open,
  priced,
  publish,
  rfqInput,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';
import { sourcing } from './sourcing.ts';
import {
  CONTEST_UNTIL_MS,
  handedOver,
  handOver,
  NAMING_UNTIL_MS,
  named,
  openReceived,
  publishToBuyer,
  sayUnreadable,
  sealedFiles,
  sealFile,
  tellRank,
} from './to-buyer.fixture.ts';

testRefusals(sourcing, {
  type_foreign: {
    given: [...market, registerType('carter', 'RING-1')],
    refused: (world) => {
      const input = rfqInput(world);
      const order = { ...Object(input.order), itemType: typeId(world, 'RING-1') };
      return { by: 'acme/buyer', action: 'sourcing.publishRfq', input: { ...input, order } };
    },
  },
  times_wrong: { given: market, refused: publish({ openUntilMs: SEAL_UNTIL_MS }) },
  weights_wrong: { given: market, refused: publish({ weights: { price: 6000, time: 2000, shop: 1999 } }) },
  needs_differ: {
    given: market,
    refused: (world) => {
      const input = rfqInput(world);
      const requirement = { ...Object(input.requirement), neededByMs: NEEDED_BY_MS + 1 };
      return { by: 'acme/buyer', action: 'sourcing.publishRfq', input: { ...input, requirement } };
    },
  },
  invited_wrong: { given: market, refused: publish({ invited: ['borealis', 'borealis'] }) },
  account_missing: { given: [registerType('acme', 'PLATE-1')], refused: publish() },
  arbiter_apart: { given: [...market, askWith({ conditions: { arbiter: 'carter' } })], refused: seal('carter', dear) },
  rfq_unknown: { given: market, refused: onRfq('borealis/sales', 'signNda') },
  rfq_closed: { given: awarded, refused: award('borealis') },
  not_buyer: { given: opened, refused: award('borealis', 'carter/buyer') },
  not_bidder: { given: sealed, refused: onBid('carter/sales', 'withdrawBid', 'borealis') },
  not_invited: { given: [...market, publish({ invited: ['borealis'] })], refused: seal('carter', dear) },
  nda_none: { given: published, refused: onRfq('borealis/sales', 'signNda') },
  nda_signed: {
    given: [...market, publish({ nda: HASH }), onRfq('borealis/sales', 'signNda')],
    refused: onRfq('borealis/engineer', 'signNda'),
  },
  files_none: { given: published, refused: give('borealis/engineer') },
  files_foreign: { given: market, refused: publish({ files: [DRAWING] }) },
  nda_missing: { given: [...market, publish({ nda: HASH })], refused: seal('borealis', cheap) },
  sealing_over: { given: published, refused: at(SEAL_UNTIL_MS, seal('borealis', cheap)) },
  sealing_runs: { given: sealed, refused: at(SEAL_UNTIL_MS - 1, open('borealis', cheap)) },
  opening_over: { given: sealed, refused: at(OPEN_UNTIL_MS, open('borealis', cheap)) },
  opening_runs: { given: opened.slice(0, -1), refused: award('borealis') },
  award_over: { given: opened, refused: at(AWARD_UNTIL_MS, award('borealis')) },
  award_runs: { given: opened, refused: onRfq('carter/sales', 'endRfq') },
  addendum_open: {
    given: [...published, onRfq('acme/buyer', 'addAddendum', { text: HASH })],
    refused: seal('borealis', cheap),
  },
  addendum_late: {
    given: published,
    refused: at(SEAL_UNTIL_MS - 15 * 60_000, onRfq('acme/buyer', 'addAddendum', { text: HASH })),
  },
  question_unknown: { given: published, refused: answer },
  question_answered: {
    given: [...published, onRfq('borealis/sales', 'ask', { question: HASH }), answer],
    refused: answer,
  },
  bid_unknown: { given: published, refused: onBid('borealis/sales', 'withdrawBid', 'borealis') },
  bid_not_sealed: {
    given: [...sealed, onBid('borealis/sales', 'withdrawBid', 'borealis')],
    refused: onBid('borealis/sales', 'withdrawBid', 'borealis'),
  },
  bids_full: { given: [...published, crowded], refused: seal('borealis', cheap) },
  changes_too_many: {
    given: [...published, ...Array.from({ length: 21 }, () => seal('borealis', cheap))],
    refused: seal('borealis', dear),
  },
  file_wrong: { given: published, refused: sealFile('borealis', cheap) },
  not_to_buyer: { given: sealed, refused: at(SEAL_UNTIL_MS, handOver('borealis')) },
  reader_foreign: { given: sealedFiles, refused: at(SEAL_UNTIL_MS, handOver('borealis', 'carter/buyer')) },
  bid_not_handed_over: { given: sealedFiles, refused: at(OPEN_UNTIL_MS, openReceived('borealis', cheap)) },
  naming_over: { given: handedOver, refused: at(NAMING_UNTIL_MS, openReceived('borealis', cheap)) },
  unreadable_already: {
    given: [...handedOver, at(OPEN_UNTIL_MS, sayUnreadable('carter'))],
    refused: sayUnreadable('carter'),
  },
  pool_unfit: { given: market, refused: publishToBuyer({ pool: POOL }) },
  rank_of_buyer: {
    given: [...named, at(CONTEST_UNTIL_MS, award('borealis'))],
    refused: onBid('borealis/sales', 'learnRank', 'borealis'),
  },
  rank_wrong: { given: [...named, at(CONTEST_UNTIL_MS, award('borealis'))], refused: tellRank('carter', 3) },
  commitment_differs: { given: sealed, refused: at(SEAL_UNTIL_MS, open('borealis', priced(14_999))) },
  bid_not_opened: { given: sealed, refused: at(OPEN_UNTIL_MS, award('carter')) },
  bid_excluded: {
    given: [...published, seal('borealis', priced(20_001)), at(SEAL_UNTIL_MS, open('borealis', priced(20_001)))],
    refused: choose('borealis'),
  },
  not_best: { given: opened, refused: award('carter') },
  not_contested: {
    given: [
      ...named,
      openReceived('carter', dear),
      at(CONTEST_UNTIL_MS, revoke('borealis')),
      onBid('acme/buyer', 'excludeLapsed', 'borealis'),
    ],
    refused: award('carter'),
  },
  bid_stands: { given: opened, refused: onBid('carter/sales', 'excludeLapsed', 'borealis') },
  counter_unknown: { given: opened, refused: reply('borealis/sales', 'acceptCounter') },
  counter_open: { given: [...opened, counter(14_500)], refused: counter(14_600) },
  counter_ended: {
    given: [...opened, counter(14_500), reply('borealis/sales', 'declineCounter')],
    refused: reply('borealis/sales', 'acceptCounter'),
  },
  counter_too_many: {
    given: [...opened, counter(14_500), reply('borealis/sales', 'declineCounter')],
    refused: counter(14_600),
  },
  counter_outside: { given: opened, refused: counter(14_249) },
  nothing_due: { given: sealed, refused: onBid('carter/sales', 'settleBid', 'borealis') },
  pool_none: { given: awarded, refused: onBid('borealis/sales', 'claimShare', 'borealis') },
  pool_open: { given: pooledOpened, refused: onBid('borealis/sales', 'claimShare', 'borealis') },
  pool_claimable: { given: [...pooledOpened, award('borealis')], refused: onRfq('acme/buyer', 'settlePool') },
  share_none: {
    given: [
      ...market,
      relate('borealis', 'acme'),
      publish({ pool: POOL }),
      seal('borealis', cheap),
      at(SEAL_UNTIL_MS, open('borealis', cheap)),
      award('borealis'),
    ],
    refused: onBid('borealis/sales', 'claimShare', 'borealis'),
  },
  share_claimed: {
    given: [...pooledOpened, award('borealis'), onBid('carter/sales', 'claimShare', 'carter')],
    refused: onBid('carter/finance', 'claimShare', 'carter'),
  },
});
