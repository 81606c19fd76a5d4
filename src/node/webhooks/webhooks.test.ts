import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isFault } from '#core/fault.ts';
import { SOAK } from '#test/load.ts';
import {
  WEBHOOK_ATTEMPTS,
  WEBHOOK_DEAD_IN_A_ROW,
  WEBHOOK_RESENDS_AT_ONCE,
  WEBHOOKS_MOST,
  WEBHOOKS_PER_MEMBER,
} from '../limits.ts';
import { type Behaviour, Bench, entryOf, indexOf, isSignedBy, seededNumbers, until } from './webhooks.fixture.ts';

describe('a webhook', () => {
  test('whose target lets letter after letter fail is paused, says so, and goes on when resumed', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    bench.receiver.behave = () => 500;
    bench.feed.add(...[1, 2, 3, 4, 5].map((index) => entryOf(index)));
    await until(() => bench.webhooks.get('acme', webhook.id).state === 'paused');
    assert.equal(bench.webhooks.get('acme', webhook.id).reason, 'failing');
    assert.equal(bench.receiver.received.length, WEBHOOK_DEAD_IN_A_ROW * WEBHOOK_ATTEMPTS);
    assert.deepEqual(bench.webhooks.totals(), { busy: 0, paused: 1, deadLetters: WEBHOOK_DEAD_IN_A_ROW });
    bench.receiver.behave = () => 200;
    await bench.restart();
    bench.feed.add(entryOf(6));
    const { state, reason } = bench.webhooks.resume('acme', webhook.id);
    assert.deepEqual([state, reason], ['live', undefined]);
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 6);
    assert.deepEqual(bench.receiver.received.slice(WEBHOOK_DEAD_IN_A_ROW * WEBHOOK_ATTEMPTS).map(indexOf), [4, 5, 6]);
  });

  test('whose target takes a letter now and then is not paused', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    bench.receiver.behave = ({ id }) => (/_[36]$/.test(id) ? 200 : 500);
    bench.feed.add(...[1, 2, 3, 4, 5, 6].map((index) => entryOf(index)));
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 6);
    const { paused, deadLetters } = bench.webhooks.totals();
    assert.deepEqual([paused, deadLetters], [0, 4]);
  });

  test('whose target is gone is paused at once, with nothing lost', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    bench.receiver.behave = () => 410;
    bench.feed.add(entryOf(1));
    await until(() => bench.webhooks.get('acme', webhook.id).reason === 'gone');
    bench.receiver.behave = () => 200;
    bench.webhooks.resume('acme', webhook.id);
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 1);
    assert.deepEqual(bench.receiver.received.map(indexOf), [1, 1]);
  });

  test('with as many dead letters as it may have is paused until some are removed', async () => {
    await using bench = await Bench.start({ bounds: { inARow: 100, most: 2 } });
    const { webhook } = bench.make();
    bench.receiver.behave = ({ id }) => (id.endsWith('_3') ? 200 : 500);
    bench.feed.add(...[1, 2, 3].map((index) => entryOf(index)));
    await until(() => bench.webhooks.get('acme', webhook.id).reason === 'dead_letters_full');
    assert.throws(
      () => bench.webhooks.resume('acme', webhook.id),
      (error) => isFault(error, 'webhook_dead_letters_full'),
    );
    bench.webhooks.removeLetter('acme', webhook.id, 1);
    bench.webhooks.resume('acme', webhook.id);
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 3);
    assert.deepEqual(
      bench.webhooks.deadLetters('acme', webhook.id, -1, 10).map(({ index }) => index),
      [2],
    );
    assert.throws(
      () => bench.webhooks.removeLetter('acme', webhook.id, 1),
      (error) => isFault(error, 'dead_letter_unknown'),
    );
  });

  test('sends a dead letter again when asked, and keeps it where that fails', async () => {
    await using bench = await Bench.start();
    const { webhook, secret } = bench.make();
    bench.receiver.behave = ({ id }) => (id.endsWith('_1') ? 500 : 200);
    bench.feed.add(entryOf(1), entryOf(2));
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 2);
    bench.receiver.behave = () => 404;
    assert.deepEqual(await bench.webhooks.resend('acme', webhook.id, 1), { delivered: false, reason: 'status_404' });
    const [letter] = bench.webhooks.deadLetters('acme', webhook.id, -1, 1);
    assert.deepEqual([letter?.attempts, letter?.reason], [WEBHOOK_ATTEMPTS + 1, 'status_404']);
    bench.receiver.behave = () => 200;
    assert.deepEqual(await bench.webhooks.resend('acme', webhook.id, 1), { delivered: true });
    const last = bench.receiver.received.at(-1);
    assert.ok(last !== undefined && indexOf(last) === 1 && (await isSignedBy(last, secret)));
    await assert.rejects(bench.webhooks.resend('acme', webhook.id, 1), (error) =>
      isFault(error, 'dead_letter_unknown'),
    );
    assert.equal(bench.webhooks.get('acme', webhook.id).cursor, 2);
  });

  test('sends no more dead letters again at once than it may', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    bench.receiver.behave = () => 500;
    bench.feed.add(entryOf(1));
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 1);
    bench.timers.passDeadlines = () => undefined;
    bench.receiver.behave = () => 'hang';
    const under = Array.from({ length: WEBHOOK_RESENDS_AT_ONCE }, () => bench.webhooks.resend('acme', webhook.id, 1));
    await assert.rejects(bench.webhooks.resend('acme', webhook.id, 1), (error) => isFault(error, 'webhooks_busy'));
    await bench.webhooks[Symbol.asyncDispose]();
    for (const { delivered } of await Promise.all(under)) assert.equal(delivered, false);
  });

  test('whose node cannot note what it did says so, and sends again with the next block', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    bench.file.db.exec('PRAGMA query_only = ON');
    bench.feed.add(entryOf(1));
    await until(() => bench.errors.length === 1);
    bench.file.db.exec('PRAGMA query_only = OFF');
    bench.feed.add(entryOf(2));
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 2);
    assert.deepEqual(bench.receiver.received.map(indexOf), [1, 1, 2]);
  });

  test('that is removed sends nothing more, also where a request is under way', async () => {
    await using bench = await Bench.start();
    bench.timers.passDeadlines = () => undefined;
    bench.receiver.behave = () => 'hang';
    const { webhook } = bench.make();
    bench.feed.add(entryOf(1));
    await until(() => bench.receiver.received.length === 1);
    await bench.webhooks.remove('acme', webhook.id);
    bench.feed.add(entryOf(2));
    bench.make({ after: 1, url: `${bench.receiver.url}/another` });
    await until(() => bench.receiver.received.length === 2);
    assert.equal(bench.receiver.received[1]?.path, '/hook/another');
    assert.deepEqual([bench.webhooks.list('acme').length, bench.errors], [1, []]);
  });

  test('is its member’s alone', async () => {
    await using bench = await Bench.start();
    const { id } = bench.make().webhook;
    const unknown = (error: unknown): boolean => isFault(error, 'webhook_unknown');
    assert.deepEqual(bench.webhooks.list('borealis'), []);
    assert.throws(() => bench.webhooks.get('borealis', id), unknown);
    assert.throws(() => bench.webhooks.resume('borealis', id), unknown);
    assert.throws(() => bench.webhooks.renewSecret('borealis', id), unknown);
    assert.throws(() => bench.webhooks.deadLetters('borealis', id, -1, 1), unknown);
    assert.throws(() => bench.webhooks.removeLetter('borealis', id, 1), unknown);
    await assert.rejects(bench.webhooks.resend('borealis', id, 1), unknown);
    await assert.rejects(bench.webhooks.remove('borealis', id), unknown);
    assert.equal(bench.webhooks.list('acme').length, 1);
  });

  test('is refused with a URL inside, with names that there are not, and as one too many', async () => {
    await using bench = await Bench.start();
    const refused = (code: string, wish: Parameters<Bench['make']>[0]): void =>
      assert.throws(
        () => bench.make(wish),
        (error) => isFault(error, code),
      );
    refused('webhook_url_invalid', { url: 'https://10.0.0.1/' });
    refused('webhook_filter_unknown', { contracts: ['procurment'] });
    refused('webhook_filter_unknown', { events: ['orderPlaced'] });
    refused('webhook_filter_unknown', { contracts: Array(101).fill('items') });
    for (let n = 0; n < WEBHOOKS_PER_MEMBER; n++) bench.make();
    refused('webhooks_too_many', {});
    for (let n = WEBHOOKS_PER_MEMBER; n < WEBHOOKS_MOST; n++) bench.make({ member: `m${n}` });
    refused('webhooks_too_many', { member: 'another' });
  });
});

describe('through failures at seeded moments, and restarts of the node', () => {
  const ENTRIES = 25;
  const SEEDS = SOAK ? 400 : 12;
  const BEHAVIOURS: readonly Behaviour[] = [
    500,
    302,
    'hang',
    'dropAtOnce',
    'dropAfterReading',
    'dropInAnswer',
    'hangInAnswer',
    200,
    200,
    204,
  ];

  for (let seed = 0; seed < SEEDS; seed++) {
    test(`seed ${seed}: order is kept, nothing is lost, dead letters are right`, async () => {
      await using bench = await Bench.start({ seed: String(seed), bounds: { inARow: 100, most: 1000 } });
      const next = seededNumbers(`receiver ${seed}`);
      const doomed = new Set(Array.from({ length: ENTRIES }, (_, index) => index).filter(() => next() < 0.1));
      bench.receiver.behave = ({ id }) => {
        const chosen = BEHAVIOURS[Math.floor(next() * BEHAVIOURS.length)] ?? 200;
        return doomed.has(Number(id.split('_')[1])) ? 503 : chosen;
      };
      const { webhook, secret } = bench.make();
      for (let index = 0; index < ENTRIES; index += 5) {
        bench.feed.add(...[0, 1, 2, 3, 4].map((i) => entryOf(index + i)));
        const seen = bench.receiver.received.length + Math.floor(next() * 8);
        await until(() => bench.receiver.received.length >= seen || bench.webhooks.totals().busy === 0);
        if (next() < 0.6) await bench.restart();
      }
      await until(() => bench.webhooks.get('acme', webhook.id).cursor === ENTRIES - 1);
      const { received } = bench.receiver;
      const order = received.map(indexOf);
      assert.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
        'an entry is not sent before the one ahead is done',
      );
      const dead = new Set(bench.webhooks.deadLetters('acme', webhook.id, -1, 100).map(({ index }) => index));
      for (let index = 0; index < ENTRIES; index++) {
        const attempts = received.filter((request) => indexOf(request) === index);
        const arrived = attempts.filter(({ isAnswered2xx }) => isAnswered2xx).length;
        // What a restart cut off is sent again, and was no failure.
        if (dead.has(index))
          assert.ok(attempts.length - arrived >= WEBHOOK_ATTEMPTS, `entry ${index} was given up early`);
        else assert.ok(arrived >= 1, `entry ${index} was neither delivered nor a dead letter`);
        assert.ok(!doomed.has(index) || dead.has(index), `entry ${index} cannot have arrived`);
      }
      for (const request of received) if (request.body !== '') assert.ok(await isSignedBy(request, secret));
      assert.deepEqual(bench.errors, []);
    });
  }
});
