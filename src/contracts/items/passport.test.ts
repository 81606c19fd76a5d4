// Passports: what anyone who scans a code is told of an item, and that no statement leaves it behind.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type World } from '#test/world.ts';
import {
  answer,
  attach,
  changeState,
  consume,
  item,
  itemId,
  type Later,
  offer,
  passport,
  plan,
  plate,
  play,
  printedCode,
  registerItem,
  registerType,
  released,
  stocked,
  typeId,
} from './items.fixture.ts';
import { setState } from './operations.ts';
import { ITEM_STATES, type ItemState, type Passport, passportCode, passportPath, passportVerdict } from './records.ts';

const GTIN = '04012345123456';
const publish = (number: string) => passport('acme/sales', 'publishPassport', number);
const shown = (world: World, number: string): JsonObject | undefined =>
  world.get('items/passport', itemId(world, number));
const marked = { ...plate, input: { ...plate.input, gtin: GTIN } };

describe('a passport', () => {
  test('says what the item is and how it is, to anyone, and neither whose it is nor where', () => {
    const world = play([marked, registerItem('acme', 'PLATE-1', 'S1'), publish('S1')]);
    const id = itemId(world, 'S1');
    assert.deepEqual(shown(world, 'S1'), {
      item: id,
      type: typeId(world, 'PLATE-1'),
      kind: 'serial',
      maker: 'acme',
      partNumber: 'PLATE-1',
      name: 'PLATE-1 of acme',
      gtin: GTIN,
      number: 'S1',
      code: `${GTIN}/S1`,
      state: 'made',
      evidenceGrade: 0,
      publishedAtMs: START_MS,
    });
    assert.equal(world.registry.readers('items/passport', world.state.get('items/passport', id) ?? ''), 'public');
  });

  test('has an address that its label carries: by GTIN and number, or by the item', () => {
    const rows = [
      [{ item: 'item-1', code: `${GTIN}/S1` }, `/01/${GTIN}/21/S1`],
      [{ item: 'item-1', code: `${GTIN}/a/b?#%` }, `/01/${GTIN}/21/a%2Fb%3F%23%25`],
      [{ item: 'item-1' }, '/p/item-1'],
    ] as const;
    for (const [named, path] of rows) assert.equal(passportPath(named), path);
  });

  test('is found by the code of the thing; one without a GTIN, and a lot, only by its id', () => {
    const world = play([marked, registerItem('acme', 'PLATE-1', 'S1'), publish('S1')]);
    assert.deepEqual(world.state.list('items/passport', 'code', passportCode(GTIN, 'S1'), '', 9), [
      itemId(world, 'S1'),
    ]);
    const lot = { ...registerType('acme', 'BAR-2', 'lot') };
    const registered = play([{ ...lot, input: { ...lot.input, gtin: GTIN } }]);
    const input = { type: typeId(registered, 'BAR-2'), lotNumber: 'L1', quantity: 10 };
    play([{ by: 'acme/operator', action: 'items.registerLot', input }, publish('L1')], registered);
    assert.equal(shown(registered, 'L1')?.gtin, GTIN);
    assert.equal(shown(registered, 'L1')?.code, undefined);
  });

  test('does not hide that two members give the same code', () => {
    const foreign = { ...registerType('borealis', 'COPY'), input: { ...marked.input, partNumber: 'COPY' } };
    const world = play([marked, registerItem('acme', 'PLATE-1', 'S1'), publish('S1'), foreign]);
    const copy = world.ok(registerItem('borealis', 'COPY', 'S1')(world)).id('item');
    world.ok({ by: 'borealis/sales', action: 'items.publishPassport', input: { item: copy } });
    const ids = world.state.list('items/passport', 'code', passportCode(GTIN, 'S1'), '', 9);
    assert.equal(ids.length, 2);
    const found = ids.map((id) => world.get('items/passport', id) as unknown as Passport);
    assert.equal(passportVerdict(found).verdict, 'claimed twice');
  });

  const changes: readonly (readonly [what: string, steps: readonly Later[], number: string, state: ItemState])[] = [
    ['rejected', [changeState('acme/quality', 'S1', 'rejected')], 'S1', 'rejected'],
    ['scrapped', [changeState('acme/quality', 'S1', 'scrapped')], 'S1', 'scrapped'],
    ['built into another', [consume('acme/operator', 'L1', 'S2', 1000)], 'L1', 'consumed'],
  ];
  for (const [what, steps, number, state] of changes) {
    test(`of an item that is ${what} says so at once`, () => {
      const world = play([...stocked, publish(number), ...steps]);
      assert.equal(shown(world, number)?.state, state);
      assert.equal(item(world, number)?.state, state);
    });
  }

  test('of a unit of an order follows the contract that judges it', () => {
    const world = play([plate]);
    play([plan('acme', 'S9'), publish('S9')], world);
    assert.equal(shown(world, 'S9')?.state, 'planned');
    const maker = { by: 'acme/operator', via: 'production' };
    for (const to of ['made', 'rejected'] as const) {
      callOperation(world, maker, setState, { item: itemId(world, 'S9'), to });
      assert.equal(shown(world, 'S9')?.state, to);
    }
    assert.equal(shown(world, 'S9')?.order, undefined);
  });

  test('has the highest evidence grade of its identifiers', () => {
    const world = play([...released, publish('S1'), attach('acme/operator', 'S1', printedCode('A1'))]);
    assert.equal(shown(world, 'S1')?.evidenceGrade, 0);
    const chip = { kind: 'chip', grade: 3, code: 'C1' } as const;
    play([attach('acme/operator', 'S1', chip), attach('acme/operator', 'S1', printedCode('A2'))], world);
    assert.equal(shown(world, 'S1')?.evidenceGrade, 3);
  });

  test('stays when the item is sold, until the new owner withdraws it; the former owner has no say', () => {
    const world = play([
      ...released,
      publish('S1'),
      offer('acme/logistics', ['S1'], 'borealis', 'both'),
      answer('borealis/logistics', 'acceptHandover', ['S1']),
    ]);
    const withdraw = (by: string) => passport(by, 'withdrawPassport', 'S1')(world);
    assert.equal(shown(world, 'S1')?.maker, 'acme');
    assert.equal(world.do(withdraw('acme/sales')).outcome, 'items.not_owner');
    play([withdraw('borealis/buyer')], world);
    assert.equal(shown(world, 'S1'), undefined);
    assert.equal(world.do(publish('S1')(world)).outcome, 'items.not_owner');
    play([passport('borealis/quality', 'publishPassport', 'S1')], world);
    assert.equal(shown(world, 'S1')?.state, 'released');
  });

  test('is published by people who speak for their member, and by an agent within its mandate', () => {
    const world = play(released);
    const attempt = (by: string) => world.do(passport(by, 'publishPassport', 'S1')(world)).outcome;
    assert.equal(attempt('acme/operator'), 'role_not_allowed');
    assert.equal(attempt('acme/agent'), 'mandate_missing');
    const line = { what: 'items.publishPassport', unit: 'item', mostEach: 1, mostPerPeriod: 1, periodMs: 86_400_000 };
    const mandate = [{ ...line, untilMs: Number.MAX_SAFE_INTEGER }];
    world.ok({ by: 'acme/admin', action: 'membership.setMandate', input: { actor: 'acme/agent', mandate } });
    assert.equal(attempt('acme/agent'), 'accepted');
  });
});

test('the largest statements fit their budgets when every item has a passport', () => {
  const numbers = Array.from({ length: 50 }, (_, i) => `S${i}`);
  const world = play([plate]);
  for (const number of numbers) play([registerItem('acme', 'PLATE-1', number), publish(number)], world);
  play(
    [
      offer('acme/logistics', numbers, 'borealis', 'both'),
      answer('borealis/logistics', 'acceptHandover', numbers),
      plan('acme', ...Array.from({ length: 100 }, (_, i) => `P${i}`)),
    ],
    world,
  );
  assert.equal(world.all('items/item').filter(({ owner }) => owner === 'borealis').length, 50);
  assert.equal(world.all('items/item').length, 150);
});

test('items are written in one place', () => {
  const folder = import.meta.dirname;
  const writers = globSync('*.ts', { cwd: folder, exclude: ['*.test.ts'] }).filter((file) =>
    readFileSync(`${folder}/${file}`, 'utf8').includes(`put('item'`),
  );
  assert.deepEqual(writers, ['put-item.ts']);
});

describe('who scans a code is told', () => {
  const base: Passport = {
    item: 'item-1',
    type: 'type-1',
    kind: 'serial',
    maker: 'acme',
    partNumber: 'PLATE-1',
    name: 'Plate',
    number: 'S1',
    state: 'released',
    evidenceGrade: 0,
    publishedAtMs: START_MS,
  };
  const verdicts: { readonly [state in ItemState]: string } = {
    planned: 'not made yet',
    made: 'not released',
    rejected: 'not fit for use',
    released: 'genuine record',
    inTransit: 'genuine record',
    inService: 'genuine record',
    consumed: 'built in or used up',
    scrapped: 'not fit for use',
  };
  for (const state of ITEM_STATES) {
    test(`${verdicts[state]} of an item that is ${state}, with a reason of its own and one thing to do`, () => {
      const told = passportVerdict([{ ...base, state }]);
      assert.equal(told.verdict, verdicts[state]);
      for (const sentence of [told.reason, told.whatToDo]) assert.match(sentence, /^[A-Z][^.]*\.$/);
      const others = ITEM_STATES.filter((other) => other !== state);
      assert.ok(others.every((other) => passportVerdict([{ ...base, state: other }]).reason !== told.reason));
    });
  }

  test('unknown where there is no passport, and that two claims cannot both be relied on', () => {
    assert.equal(passportVerdict([]).verdict, 'unknown');
    assert.equal(passportVerdict([base, { ...base, item: 'item-2' }]).verdict, 'claimed twice');
  });

  test('that a printed code can be copied, whatever else the item carries', () => {
    const told = [0, 1, 2, 3, 4].map((evidenceGrade) => passportVerdict([{ ...base, evidenceGrade }]).evidence);
    for (const sentence of told) {
      assert.ok(sentence.startsWith('A printed code can be copied: a copied label looks genuine until it is scanned'));
    }
    assert.equal(told[0], told[1]);
    assert.equal(new Set(told).size, 4);
  });
});
