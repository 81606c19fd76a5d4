// What always holds of things, whatever is done with them and in whatever order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#core/canonical-json.ts';
import { World } from '#test/world.ts';
import {
  attach,
  changeState,
  consume,
  itemId,
  type Later,
  offer,
  passport,
  registerItem,
  registerLot,
  registerType,
  splitLot,
} from './items.fixture.ts';
import { shownOf } from './put-item.ts';
import { ITEM_STATES, type Item } from './records.ts';
import { gtinHolds } from './rules.ts';

const REGISTERED: { readonly [number: string]: number } = { L1: 100, L2: 50, S1: 1, S2: 1 };
const NUMBERS = ['L1', 'L2', 'S1', 'S2', 'L3', 'L4'];

const started: readonly Later[] = [
  () => registerType('acme', 'PLATE'),
  () => registerType('acme', 'BAR', 'lot'),
  registerItem('acme', 'PLATE', 'S1'),
  registerItem('acme', 'PLATE', 'S2'),
  registerLot('acme', 'BAR', 'L1', 100),
  registerLot('acme', 'BAR', 'L2', 50),
  passport('acme/sales', 'publishPassport', 'L1'),
  passport('acme/sales', 'publishPassport', 'S2'),
];

const ACTIONS = [
  'offerHandover',
  'acceptHandover',
  'withdrawHandover',
  'consume',
  'splitLot',
  'changeState',
  'attachIdentifier',
  'publishPassport',
  'withdrawPassport',
];

const number = fc.constantFrom(...NUMBERS);
/** What is released at the start, and what is only made; but any of them now and then. */
const part = fc.constantFrom('L1', 'L1', 'S1', ...NUMBERS);
const into = fc.constantFrom('L2', 'S2', 'L2', 'S2', ...NUMBERS);
const quantity = fc.integer({ min: 1, max: 60 });
/** Mostly the member that holds the thing, sometimes the other one. */
const right = fc.constantFrom(true, true, true, false);

const step: fc.Arbitrary<Later> = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(right, number, fc.constantFrom('custody', 'title', 'both')).map(offering) },
  { weight: 4, arbitrary: fc.tuple(right, fc.nat(3), fc.constantFrom('accept', 'accept', 'withdraw')).map(answering) },
  { weight: 3, arbitrary: fc.tuple(right, part, into, quantity).map(consuming) },
  { weight: 2, arbitrary: fc.tuple(right, number, fc.constantFrom('L3', 'L4'), quantity).map(splitting) },
  fc
    .tuple(right, number, fc.constantFrom('released', 'made', ...ITEM_STATES))
    .map(([isRight, one, to]) => by(one, isRight, (who) => changeState(who, one, to))),
  { weight: 2, arbitrary: fc.tuple(right, number, fc.constantFrom('publish', 'withdraw')).map(showing) },
  { weight: 1, arbitrary: fc.tuple(right, number, fc.integer({ min: 0, max: 4 }), fc.nat(9)).map(marking) },
);

function offering([isRight, one, passes]: readonly [boolean, string, string]): Later {
  return by(one, isRight, (who) => offer(who, [one], who.startsWith('acme') ? 'borealis' : 'acme', passes));
}

/** Signs for one of the hand-overs that are open, mostly as the member to whom it was offered. */
function answering([isRight, nth, action]: readonly [boolean, number, string]): Later {
  return (world) => {
    const open = world.all('items/handover').filter(({ state }) => state === 'open');
    const { id = 'handover-none', from = 'acme', to = 'acme' } = open[nth % Math.max(open.length, 1)] ?? {};
    const who = `${isRight ? to : from}/logistics`;
    return { by: who, action: `items.${action}Handover`, input: { handovers: [id] } };
  };
}

function consuming([isRight, one, other, much]: readonly [boolean, string, string, number]): Later {
  return by(one, isRight, (who) => consume(who, one, other, one.startsWith('S') ? 1 : much));
}

/** Publishes or withdraws a passport, mostly as the member that owns the thing. */
function showing([isRight, one, what]: readonly [boolean, string, string]): Later {
  return (world) => {
    const owner = String(world.get('items/item', itemId(world, one))?.owner ?? 'acme');
    const who = isRight ? owner : 'carter';
    return passport(`${who}/sales`, what === 'publish' ? 'publishPassport' : 'withdrawPassport', one)(world);
  };
}

function marking([isRight, one, grade, nth]: readonly [boolean, string, number, number]): Later {
  const kind = grade < 2 ? 'printedCode' : grade < 4 ? 'chip' : 'fingerprint';
  return by(one, isRight, (who) => attach(who, one, { kind, grade, code: `${one} ${nth}` }));
}

function splitting([isRight, lot, lotNumber, much]: readonly [boolean, string, string, number]): Later {
  return by(lot, isRight, (who) => splitLot(who, lot, much, lotNumber));
}

/** A step by the holder of a thing, or by the other member. */
function by(one: string, isRight: boolean, make: (who: string) => Later): Later {
  return (world) => make(`${holder(world, one, isRight)}/logistics`)(world);
}

function holder(world: World, one: string, isRight: boolean): string {
  const custodian = String(world.get('items/item', itemId(world, one))?.custodian ?? 'acme');
  return isRight ? custodian : custodian === 'acme' ? 'borealis' : 'acme';
}

test('one owner, one custodian, moved by both; quantities conserved; numbers unique; no cycle; passports true', () => {
  const accepted = new Map<string, number>();
  const property = fc.property(fc.array(step, { minLength: 5, maxLength: 20 }), (steps) => {
    const world = new World();
    for (const make of started) world.ok(make(world));
    for (const one of ['L1', 'S1']) world.ok(changeState('acme/quality', one, 'released')(world));
    const came = new Map(Object.entries(REGISTERED).map(([one, much]) => [itemId(world, one), much]));
    for (const make of steps) {
      const before = world.all('items/item');
      const next = make(world);
      const { outcome, events } = world.do(next);
      if (outcome !== 'accepted') continue;
      accepted.set(next.action, (accepted.get(next.action) ?? 0) + 1);
      for (const { name, data } of events) {
        // The event's data is an object of the contract's own making.
        const { into, quantity: much } = data as JsonObject;
        if (name === 'lotSplit') came.set(String(into), Number(much));
      }
      checkMoves(world, before, next.by.split('/')[0] ?? '');
      checkQuantities(world, came);
      checkOffers(world);
      checkPassports(world);
    }
    checkNumbers(world);
    checkNoCycle(world);
  });
  fc.assert(property, { numRuns: 1000, seed: 42 });
  for (const action of ACTIONS) {
    const times = accepted.get(`items.${action}`) ?? 0;
    assert.ok(times > 100, `${action} was accepted ${times} times: too few to mean anything`);
  }
});

/** Owner and custodian change only to the signer, by an offer of the one before. */
function checkMoves(world: World, before: readonly JsonObject[], signer: string): void {
  for (const old of before) {
    const now = world.get('items/item', String(old.id));
    for (const [role, passes] of [
      ['owner', 'title'],
      ['custodian', 'custody'],
    ] as const) {
      if (now?.[role] === old[role]) continue;
      assert.equal(now?.[role], signer);
      const offers = world.all('items/handover').filter(({ item, state }) => item === old.id && state === 'accepted');
      assert.ok(
        offers.some(
          ({ from, to, passes: what }) => from === old[role] && to === signer && (what === passes || what === 'both'),
        ),
      );
    }
  }
}

/** What was registered, or came by a split, is what is left and what the links say went elsewhere. */
function checkQuantities(world: World, came: ReadonlyMap<string, number>): void {
  const links = world.all('items/part');
  for (const { id, quantity: left, state, timesUsed } of world.all('items/item')) {
    const out = links.filter(({ part }) => part === id);
    const gone = out.reduce((total, link) => total + Number(link.quantity), 0);
    assert.equal(Number(left) + gone, came.get(String(id)));
    assert.equal(timesUsed, out.length);
    assert.equal(left === 0, state === 'consumed');
  }
}

/** The offers that stand in items are the hand-overs that are open. */
function checkOffers(world: World): void {
  const standing = world
    .all('items/item')
    .flatMap(({ offers }) => (offers as readonly JsonObject[]).map(({ handover }) => handover));
  const open = world.all('items/handover').flatMap(({ id, state }) => (state === 'open' ? [id] : []));
  assert.deepEqual(standing.sort(), open.sort());
}

/** A passport says what its item is now, in no more words than anyone may know. */
function checkPassports(world: World): void {
  for (const { state, evidenceGrade, ...rest } of world.all('items/passport')) {
    // Written by the contract's schema.
    const item = world.get('items/item', String(rest.item)) as unknown as Item;
    assert.deepEqual({ state, evidenceGrade }, shownOf(item));
    assert.equal(rest.number, item.number);
    const told = ['item', 'kind', 'maker', 'name', 'number', 'partNumber', 'publishedAtMs', 'type'];
    assert.deepEqual(Object.keys(rest).sort(), told, 'neither owner, custodian nor order');
  }
}

function checkNumbers(world: World): void {
  const numbers = world.all('items/item').map(({ type, number: text }) => `${type} ${text}`);
  assert.equal(new Set(numbers).size, numbers.length);
}

function checkNoCycle(world: World): void {
  let rest = world.all('items/part');
  for (;;) {
    const sources = new Set(rest.map(({ part }) => part));
    const kept = rest.filter(({ of }) => sources.has(of ?? ''));
    if (kept.length === rest.length) break;
    rest = kept;
  }
  assert.deepEqual(rest, [], 'links that only lead to each other');
}

test('a GTIN holds with one digit in its last place, and no other', () => {
  // GTINs of the GS1 General Specifications' examples and of goods, filled to 14 digits.
  for (const gtin of ['04012345123456', '00614141000036', '10614141000415', '09506000134352']) {
    const body = gtin.slice(0, 13);
    const holding = [...'0123456789'].filter((digit) => gtinHolds(body + digit));
    assert.deepEqual(holding, [gtin.slice(13)]);
  }
});
