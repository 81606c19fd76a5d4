import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  WEBHOOK_ATTEMPTS,
  WEBHOOK_BODY_BYTES,
  WEBHOOK_ENTRIES,
  WEBHOOK_RETRY_MOST_MS,
  WEBHOOK_RETRY_MS,
  WEBHOOK_SWEEP_MS,
} from '../limits.ts';
import { waitMs } from './runner.ts';
import { type Behaviour, Bench, entryOf, indexOf, until } from './webhooks.fixture.ts';

const retries = (bench: Bench): readonly number[] => bench.timers.waitsMs.filter((wait) => wait !== WEBHOOK_SWEEP_MS);

describe('a delivery', () => {
  test('is the entry as the event stream has it, in the order of the log, and only of what the member sees', async () => {
    await using bench = await Bench.start();
    bench.make();
    bench.feed.add(...Array.from({ length: 250 }, (_, i) => entryOf(i, { member: i % 3 === 0 ? 'borealis' : 'acme' })));
    const expected = bench.feed.entries.filter(({ member }) => member === 'acme');
    await until(() => bench.receiver.received.length === expected.length);
    assert.deepEqual(
      bench.receiver.received.map(indexOf),
      expected.map(({ index }) => index),
    );
    assert.equal(bench.receiver.received[0]?.body, JSON.stringify(entryOf(1)));
  });

  test('is of the contracts and events that were asked for', async () => {
    await using bench = await Bench.start();
    const other = { contract: 'items', name: 'itemRegistered', data: {} };
    bench.feed.add(
      entryOf(1),
      entryOf(2, { contract: 'items', events: [] }),
      entryOf(3, { contract: 'production', events: [other] }),
      entryOf(4, { contract: 'production', events: [] }),
      entryOf(5, { outcome: 'procurement.not_seller', events: [] }),
    );
    const wishes = [
      [{}, [1, 2, 3, 4, 5]],
      [{ contracts: ['items'] }, [2, 3]],
      [{ events: ['procurement.orderPlaced'] }, [1]],
      [{ contracts: ['items'], events: ['procurement.orderPlaced'] }, [1, 2, 3]],
      [{ contracts: ['procurement'], after: 1 }, [5]],
    ] as const;
    for (const [number, [wish]] of wishes.entries()) bench.make({ ...wish, url: `${bench.receiver.url}/${number}` });
    await until(() => bench.webhooks.totals().busy === 0);
    for (const [number, [, expected]] of wishes.entries()) {
      const requests = bench.receiver.received.filter(({ path }) => path === `/hook/${number}`);
      assert.deepEqual(requests.map(indexOf), expected);
    }
  });

  test('goes on through pages of entries that are not for the webhook', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make({ contracts: ['items'] });
    const many = 3 * WEBHOOK_ENTRIES;
    bench.feed.add(...Array.from({ length: many }, (_, i) => entryOf(i)), entryOf(many, { contract: 'items' }));
    await until(() => bench.receiver.received.length === 1);
    bench.feed.add(entryOf(many + 1), entryOf(many + 2, { contract: 'items' }));
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === many + 2);
    assert.deepEqual(bench.receiver.received.map(indexOf), [many, many + 2]);
  });

  /** What the receiver does, and whether the entry counts as delivered, or why not. */
  const ANSWERS: readonly (readonly [Behaviour, string | true])[] = [
    [200, true],
    [204, true],
    [299, true],
    ['hangInAnswer', true],
    ['dropInAnswer', true],
    ['flood', true],
    [300, 'status_300'],
    [302, 'status_302'],
    [307, 'status_307'],
    [400, 'status_400'],
    [404, 'status_404'],
    [429, 'status_429'],
    [500, 'status_500'],
    ['hang', 'no_answer'],
    ['dropAtOnce', 'connection_failed ECONNRESET'],
    ['dropAfterReading', 'connection_failed ECONNRESET'],
    ['switch', 'connection_failed'],
  ];
  for (const [behaviour, expected] of ANSWERS) {
    test(`that is met by ${behaviour} ${expected === true ? 'is done' : 'is tried again, then a dead letter'}`, async () => {
      await using bench = await Bench.start();
      const { webhook } = bench.make();
      bench.receiver.behave = ({ id }) => (id.endsWith('_1') ? behaviour : 200);
      bench.feed.add(entryOf(1), entryOf(2));
      await until(() => bench.webhooks.get('acme', webhook.id).cursor === 2);
      const attempts = bench.receiver.received.map(indexOf);
      assert.deepEqual(attempts, [...Array(expected === true ? 1 : WEBHOOK_ATTEMPTS).fill(1), 2]);
      assert.ok(
        bench.receiver.received.every(({ path }) => path === '/hook'),
        'no redirect is followed',
      );
      const letters = bench.webhooks.deadLetters('acme', webhook.id, -1, 10);
      const word = typeof expected === 'string' ? [[1, WEBHOOK_ATTEMPTS, expected]] : [];
      assert.deepEqual(
        letters.map(({ index, attempts: n, reason }) => [index, n, reason]),
        word,
      );
      assert.deepEqual(bench.errors, []);
    });
  }

  test('to a port where nobody listens, or to a name that is nowhere or here, fails with that word', async () => {
    const names: { readonly [name: string]: readonly string[] } = {
      'inside.example': ['10.0.0.1'],
      'gone.example': [],
    };
    await using bench = await Bench.start({ resolve: async (name) => names[name] ?? [] });
    const { port } = bench.receiver;
    bench.receiver.behave = () => assert.fail('reached');
    const wishes = [
      [`https://inside.example:${port}/`, 'target_forbidden'],
      [`https://gone.example:${port}/`, 'name_unknown'],
      [`https://localhost:${port}/`, 'name_unknown'],
      [`https://127.0.0.1:${port}/`, 'connection_failed EPROTO'],
      ['http://127.0.0.1:1/', 'connection_failed ECONNREFUSED'],
    ] as const;
    const made = wishes.map(([url]) => bench.make({ url }).webhook.id);
    bench.feed.add(entryOf(1));
    await until(() => made.every((id) => bench.webhooks.deadLetters('acme', id, -1, 1).length === 1));
    const reasons = made.map((id) => bench.webhooks.deadLetters('acme', id, -1, 1)[0]?.reason.split(/(?<=EPROTO)/)[0]);
    assert.deepEqual(
      reasons,
      wishes.map(([, reason]) => reason),
    );
  });

  test('whose name is not found in time fails too', async () => {
    let asked = 0;
    await using bench = await Bench.start({
      resolve: () => {
        asked++;
        setImmediate(() => bench.timers.passDeadlines());
        return new Promise(() => undefined);
      },
    });
    const { webhook } = bench.make({ url: 'https://slow.example/' });
    bench.feed.add(entryOf(1));
    await until(() => bench.webhooks.deadLetters('acme', webhook.id, -1, 1)[0]?.reason === 'no_answer');
    assert.equal(asked, WEBHOOK_ATTEMPTS);
  });

  test('that would be too large is a dead letter at once, and no fault of the target', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    const large = [{ contract: 'items', name: 'x', data: 'é'.repeat(WEBHOOK_BODY_BYTES / 2) }];
    bench.feed.add(...[1, 2, 3, 4].map((index) => entryOf(index, { events: large })), entryOf(5));
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === 5);
    const letters = bench.webhooks.deadLetters('acme', webhook.id, -1, 10);
    assert.deepEqual(
      letters.map(({ index, attempts, reason }) => [index, attempts, reason]),
      [1, 2, 3, 4].map((i) => [i, 0, 'body_too_large']),
    );
    assert.deepEqual(bench.receiver.received.map(indexOf), [5]);
  });
});

describe('between attempts', () => {
  test('the wait grows to its bound, and half of it is chance', () => {
    const waits = (jitter: number): readonly number[] =>
      Array.from({ length: WEBHOOK_ATTEMPTS - 1 }, (_, i) => waitMs(i + 1, 0, jitter));
    assert.deepEqual(
      waits(1),
      [5, 15, 45, 135, 405, 1215, 3600, 3600, 3600].map((seconds) => seconds * 1000),
    );
    assert.deepEqual(
      waits(0),
      waits(1).map((wait) => wait / 2),
    );
    assert.equal(waitMs(1, 60_000, 0), 60_000);
    assert.equal(waitMs(1, 10 ** 12, 0), WEBHOOK_RETRY_MOST_MS);
    assert.equal(waitMs(1_000, 0, 1), WEBHOOK_RETRY_MOST_MS);
  });

  test('a target that says Retry-After has that time', async () => {
    await using bench = await Bench.start();
    bench.make();
    bench.receiver.headers = { 'retry-after': '120' };
    let left = 2;
    bench.receiver.behave = () => (left-- > 0 ? 503 : 200);
    bench.feed.add(entryOf(1));
    await until(() => bench.receiver.received.length === 3);
    assert.deepEqual(retries(bench), [120_000, 120_000]);
  });

  test('a request that the end of the node cuts off is no attempt', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make();
    bench.timers.passDeadlines = () => undefined;
    bench.receiver.behave = () => 'hang';
    bench.feed.add(entryOf(1));
    for (let start = 1; start <= 3; start++) {
      await until(() => bench.receiver.received.length === start);
      await bench.restart();
    }
    assert.equal(bench.webhooks.get('acme', webhook.id).attempts, 0);
  });

  test('attempts are counted for one entry, also across restarts and what is passed over before it', async () => {
    await using bench = await Bench.start();
    const { webhook } = bench.make({ contracts: ['items'] });
    bench.receiver.behave = () => 500;
    const half = WEBHOOK_ENTRIES - 20;
    for (const from of [0, half]) {
      bench.feed.add(...Array.from({ length: half }, (_, i) => entryOf(from + i)));
      await nextTurn();
      await until(() => bench.webhooks.totals().busy === 0);
    }
    const last = entryOf(2 * half, { contract: 'items' });
    bench.feed.add(last);
    bench.timers.isHeld = true;
    for (let attempt = 1; attempt < WEBHOOK_ATTEMPTS; attempt++) {
      if (attempt > 1) await bench.restart();
      await until(() => bench.webhooks.get('acme', webhook.id).attempts === attempt);
      bench.timers.nowMs += WEBHOOK_RETRY_MOST_MS;
    }
    await bench.restart();
    await until(() => bench.webhooks.get('acme', webhook.id).cursor === last.index);
    assert.equal(bench.receiver.received.length, WEBHOOK_ATTEMPTS);
  });

  test('a node that stops goes on with the same attempt at the same time', async () => {
    await using bench = await Bench.start({ jitter: () => 0 });
    const { webhook } = bench.make();
    bench.receiver.behave = () => 500;
    bench.timers.isHeld = true;
    bench.feed.entries.push(entryOf(1));
    await bench.restart();
    await until(() => retries(bench).length === 1);
    bench.timers.nowMs += 1_000;
    await bench.restart();
    await until(() => retries(bench).length === 2);
    assert.deepEqual(retries(bench), [WEBHOOK_RETRY_MS / 2, WEBHOOK_RETRY_MS / 2 - 1_000]);
    assert.equal(bench.webhooks.get('acme', webhook.id).attempts, 1);
    assert.equal(bench.receiver.received.length, 1);
    bench.timers.nowMs -= 10 * WEBHOOK_RETRY_MOST_MS;
    await bench.restart();
    await until(() => retries(bench).length === 3);
    assert.equal(retries(bench)[2], WEBHOOK_RETRY_MOST_MS, 'a clock that was set back costs one longest wait at most');
  });
});
