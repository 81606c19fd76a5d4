// What an agent may not do alone waits for a person, with the very command that lets it go on; until then nothing is
// signed again.

import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { parseArguments } from '../arguments.ts';
import { actionOf, contractOf, fieldOptions, inputOf } from '../contract-words.ts';
import { newPlant, orderCsv, type Plant, quantitiesOrdered, setMandate, sizeOf, TestInbox } from './inbox.fixture.ts';

let plant: Plant;
before(async () => {
  plant = await newPlant();
});
after(() => plant[Symbol.asyncDispose]());

/** Does what an outcome says that an administrator does: the words of its command, as a shell divides them. */
async function doAsTold(advice: string | undefined): Promise<void> {
  const command = advice?.slice(advice.indexOf('touchmark call membership setMandate')) ?? assert.fail('no advice');
  const words = [...command.matchAll(/'([^']*)'|<[^>]*>|(\S+)/g)].map(([all, quoted]) => quoted ?? all);
  assert.deepEqual(words.splice(0, 4), ['touchmark', 'call', 'membership', 'setMandate']);
  const contract = contractOf('membership');
  const action = actionOf(contract, 'setMandate');
  const connection = { node: { type: 'string' }, ledger: { type: 'string' }, as: { type: 'string' } } as const;
  const options = {
    ...fieldOptions(action),
    ...Object.fromEntries(Object.entries(connection).map(([name, one]) => [name, { ...one, says: '' }])),
  };
  const { values } = parseArguments(words, options, 0);
  const { node, ledger, as, ...fields } = values;
  assert.deepEqual(
    [node, ledger, as],
    [plant.server.url, plant.server.node.ledger.id, '<an administrator’s key file>'],
  );
  await plant.server.client('acme/admin').do(contract, 'setMandate', inputOf(action, fields) as never);
}

describe('an order beyond the agent’s mandate', () => {
  test('waits where there is none, and goes on once an administrator did what the outcome says', async () => {
    await plant.enrol('acme/new', 'agent');
    const inbox = new TestInbox(plant, 'missing', 'acme/new');
    inbox.drop('orders/order.csv', orderCsv(3));
    await inbox.work();
    const { state, code, statements, do: advice } = inbox.outcome('orders/waiting/order.csv');
    assert.deepEqual([state, code, statements[0]?.signings], ['waiting', 'mandate_missing', 1]);
    const size = sizeOf(plant);
    for (let time = 0; time < 3; time++) await inbox.work();
    assert.equal(sizeOf(plant), size, 'nothing is signed while the mandate is the same');
    await doAsTold(advice);
    await inbox.work();
    const [accepted] = inbox.outcome('orders/done/order.csv').statements;
    assert.deepEqual([accepted?.state, accepted?.signings], ['accepted', 2]);
  });

  test('waits where it is exceeded; the lines that fit are ordered meanwhile', async () => {
    await plant.enrol('acme/small', 'agent');
    const line = { what: 'procurement.placeOrder', unit: 'EUR', mostEach: 100_000 };
    await setMandate(plant.server, 'acme/small', line);
    const inbox = new TestInbox(plant, 'exceeded', 'acme/small');
    const [head = '', large = ''] = orderCsv(11).split('\n');
    inbox.drop('orders/order.csv', [head, large, large.replace('PLATE-1,11', 'PLATE-2,9'), ''].join('\n'));
    await inbox.work();
    const { state, code, sentence, statements, do: advice } = inbox.outcome('orders/waiting/order.csv');
    assert.deepEqual([state, code], ['waiting', 'mandate_exceeded']);
    assert.match(sentence, /^1 of 2 statements accepted, 1 waiting; line 2: /);
    assert.deepEqual(
      statements.map((one) => one.state),
      ['waiting', 'accepted'],
    );
    const before = sizeOf(plant);
    plant.server.clock.nowMs += 86_400_000;
    await inbox.work();
    assert.equal(sizeOf(plant), before, 'a new day makes no room for what is too large for any day');
    await doAsTold(advice);
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/order.csv').state, 'accepted');
    const quantities = await quantitiesOrdered(plant);
    for (const quantity of [9, 11]) assert.equal(quantities.filter((one) => one === quantity).length, 1);
  });

  test('that fits into the next period goes on by itself when that begins', async () => {
    await plant.enrol('acme/daily', 'agent');
    const { client } = plant.server;
    const daily = {
      mostEach: 100_000,
      mostPerPeriod: 100_000,
      periodMs: 86_400_000,
      untilMs: plant.server.clock.nowMs * 2,
    };
    const mandate = [{ what: 'procurement.placeOrder', unit: 'EUR', ...daily }];
    await client('acme/admin').do(membershipInterface, 'setMandate', { actor: 'acme/daily', mandate });
    const inbox = new TestInbox(plant, 'daily', 'acme/daily');
    inbox.drop('orders/a.csv', orderCsv(6));
    inbox.drop('orders/b.csv', orderCsv(7));
    await inbox.work();
    assert.equal(inbox.outcome('orders/waiting/b.csv').code, 'mandate_exceeded');
    plant.server.clock.nowMs += 86_400_000;
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/b.csv').state, 'accepted');
  });
});

describe('an inbox', () => {
  test('is for agents and machines, of a role that may sign what it is for', async () => {
    await plant.enrol('acme/machine', 'machine');
    const rows = [
      ['acme/buyer', /acme\/buyer is a person/],
      ['acme/machine', /orders need an actor of the role buyer, agent; acme\/machine has the role machine/],
    ] as const;
    for (const [actor, sentence] of rows) {
      const inbox = new TestInbox(plant, `of-${actor.replace('/', '-')}`, actor);
      inbox.drop('orders/order.csv', orderCsv(1));
      await assert.rejects(inbox.work(), { code: 'inbox_actor_wrong', message: sentence });
      assert.deepEqual(inbox.names('orders/waiting/order.csv'), ['order.csv']);
    }
  });

  test('is worked on by one process at a time', async () => {
    const inbox = new TestInbox(plant, 'locked');
    await inbox.work();
    await using first = inbox.open();
    assert.throws(() => inbox.open(), { code: 'inbox_in_use' });
    await first.look();
    assert.throws(() => inbox.open(), { code: 'inbox_in_use' });
  });

  test('whose journal is gone while statements are under way is not opened', async () => {
    await plant.enrol('acme/lost', 'agent');
    const inbox = new TestInbox(plant, 'lost', 'acme/lost');
    inbox.drop('orders/order.csv', orderCsv(5));
    await inbox.work();
    rmSync(join(inbox.path, 'inbox.db'));
    assert.throws(() => inbox.open(), { code: 'inbox_journal_missing' });
    writeFileSync(join(inbox.path, 'inbox.db'), 'no database');
    assert.throws(() => inbox.open(), { code: 'inbox_journal_unreadable' });
  });
});
