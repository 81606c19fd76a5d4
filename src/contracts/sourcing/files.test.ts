// Files of a request: who is given them before the award, and who reads them after the request.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { desk } from '#contracts/sharing/desk.fixture.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { cheap, dear } from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  at,
  award,
  DRAWING,
  give,
  HASH,
  market,
  onRfq,
  open,
  publish,
  registerDrawing,
  rfqId,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';

type Steps = readonly (Step | Later)[];

const SHOPS = ['borealis', 'carter'];
const asked: Steps = [...market, registerDrawing, publish({ files: [DRAWING], nda: HASH })];
const given: Steps = [
  ...asked,
  ...SHOPS.map((member) => onRfq(`${member}/sales`, 'signNda')),
  ...SHOPS.map((member) => give(`${member}/engineer`)),
];
const opened: Steps = [
  ...given,
  seal('borealis', dear),
  seal('carter', cheap),
  at(SEAL_UNTIL_MS, open('borealis', dear)),
  open('carter', cheap),
];

/** The shops whose engineers may read the drawing. */
function readers(world: World, timeMs = world.timeMs): readonly string[] {
  world.timeMs = timeMs;
  return SHOPS.filter((member) => {
    const read = { by: 'delta/quality', action: 'desk.read', input: { blob: DRAWING, actor: `${member}/engineer` } };
    return world.do(read).outcome === 'accepted';
  });
}

const playWith = (steps: Steps) => play(steps, new World({ contracts: [desk] }));
const outcome = (world: World, step: Later) => world.do(step(world)).outcome;

describe('the files of a request', () => {
  test('are read by nobody who may bid until the agreement is signed; the rest of the request is', () => {
    const world = playWith(asked);
    const [rfq] = world.all('sourcing/rfq');
    assert.equal(world.registry.readers('sourcing/rfq', canonicalJson(rfq ?? {})), 'members');
    assert.deepEqual([Object(rfq?.order).quantity, Object(rfq?.requirement).material], [4, 'EN AW-6082']);
    assert.deepEqual(readers(world), []);
    assert.equal(outcome(world, give('borealis/engineer')), 'sourcing.nda_missing');
    world.ok(onRfq('borealis/sales', 'signNda')(world));
    assert.equal(outcome(world, give('carter/engineer')), 'sourcing.nda_missing');
    world.ok(give('borealis/engineer')(world));
    assert.deepEqual(readers(world), ['borealis']);
  });

  test('stay with the winner and end for the losers at the award, without a statement each', () => {
    const world = playWith(opened);
    assert.deepEqual(readers(world), SHOPS);
    const { events } = world.ok(award('carter')(world));
    assert.ok(events.some(({ name }) => name === 'occasionEnded'));
    assert.deepEqual(readers(world), ['carter']);
    assert.deepEqual(readers(world, START_MS + 86_400_000), ['carter'], 'until the time that was signed');
    assert.deepEqual(readers(world, START_MS + 86_400_001), []);
  });

  test('end for all where the request is cancelled, ended, or lapses with nobody saying so', () => {
    assert.deepEqual(readers(playWith([...given, onRfq('acme/buyer', 'cancelRfq')])), []);
    const lapsed = playWith(opened);
    assert.deepEqual(readers(lapsed, AWARD_UNTIL_MS - 1), SHOPS);
    assert.deepEqual(readers(lapsed, AWARD_UNTIL_MS), []);
    lapsed.ok(onRfq('delta/sales', 'endRfq')(lapsed));
    assert.deepEqual(readers(lapsed), []);
  });

  test('are given by the buyer alone, to who may bid, while the request runs', () => {
    const world = playWith(given);
    const named = playWith([...market, registerDrawing, publish({ files: [DRAWING], invited: ['borealis'] })]);
    assert.equal(outcome(world, give('borealis/engineer', 'borealis/engineer')), 'sourcing.not_buyer');
    assert.equal(outcome(world, give('acme/engineer')), 'sourcing.not_invited');
    assert.equal(outcome(world, give('borealis/nobody')), 'sharing.reader_unknown');
    assert.equal(outcome(named, give('carter/engineer')), 'sourcing.not_invited');
    assert.equal(outcome(named, give('borealis/engineer')), 'accepted', 'no agreement was asked for');
    assert.equal(outcome(world, at(AWARD_UNTIL_MS, give('borealis/quality'))), 'sourcing.award_over');
    world.ok(onRfq('acme/buyer', 'endRfq')(world));
    assert.equal(outcome(world, give('borealis/quality')), 'sourcing.rfq_closed');
  });

  test('are signed for by a reader while it may read them', () => {
    const grant = (member: string) => ({ grant: `${DRAWING}:${member}/engineer:quote` });
    const sign =
      (member: string): Later =>
      () => ({
        by: `${member}/engineer`,
        action: 'sharing.acknowledgeOpening',
        input: grant(member),
      });
    const world = playWith([...opened, sign('borealis'), award('carter')]);
    assert.equal(world.get('sharing/grant', grant('borealis').grant)?.opened, true);
    world.ok(sign('carter')(world));
    const other = playWith([...opened, award('carter')]);
    assert.equal(outcome(other, sign('borealis')), 'sharing.grant_expired');
  });

  test('are its buyer’s, live, and each named once', () => {
    const world = playWith([...market, { ...registerDrawing, by: 'borealis/engineer' }]);
    assert.equal(outcome(world, publish({ files: [DRAWING] })), 'sourcing.files_foreign');
    const own = playWith([...market, registerDrawing]);
    assert.equal(outcome(own, publish({ files: [DRAWING, DRAWING] })), 'sourcing.files_foreign');
    own.ok({ by: 'acme/engineer', action: 'sharing.eraseBlob', input: { blob: DRAWING } });
    assert.equal(outcome(own, publish({ files: [DRAWING] })), 'sourcing.files_foreign');
  });

  test('tell a reader neither who else reads nor who won', () => {
    const world = playWith([...opened, award('carter')]);
    const readersOf = (kind: string, id: string) => world.registry.readers(kind, world.state.get(kind, id) ?? '');
    assert.deepEqual(readersOf('sharing/occasion', rfqId(world)), ['acme']);
    assert.deepEqual(readersOf('sharing/grant', `${DRAWING}:borealis/engineer:quote`), ['acme', 'borealis']);
    assert.equal(world.get('sharing/occasion', rfqId(world))?.keptFor, 'carter');
  });

  test('the owner’s own grant outlives the request', () => {
    const input = { blob: DRAWING, reader: 'borealis/engineer', purpose: 'quote', untilMs: START_MS + 86_400_000 };
    const world = playWith([...opened, { by: 'acme/engineer', action: 'sharing.grantAccess', input }, award('carter')]);
    assert.deepEqual(readers(world), SHOPS);
  });
});
