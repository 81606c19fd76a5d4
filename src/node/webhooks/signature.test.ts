import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WEBHOOK_OLD_SECRET_MS } from '../limits.ts';
import { webhookHeaders } from './signature.ts';
import { Bench, entryOf, isSignedBy, until } from './webhooks.fixture.ts';

describe('a signature', () => {
  test('is that of the specification’s own library', () => {
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
    assert.deepEqual(webhookHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']), {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('is never made over an id that could be read as another message', () => {
    assert.throws(() => webhookHeaders({ id: 'a.1', timestamp: 1, body: '' }, []), /assertion failed/);
  });

  test('is under each delivery, by the secret that was shown when the webhook was made', async () => {
    await using bench = await Bench.start();
    const { webhook, secret } = bench.make();
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    bench.feed.add(entryOf(1));
    await until(() => bench.receiver.received.length === 1);
    const [request] = bench.receiver.received;
    assert.ok(request !== undefined && (await isSignedBy(request, secret)));
    assert.equal(await isSignedBy({ ...request, body: `${request.body} ` }, secret), false);
    assert.equal(request.headers['webhook-id'], `${webhook.id}_1`);
    assert.equal(request.headers['webhook-timestamp'], String(Math.floor(bench.timers.nowMs / 1000)));
    assert.equal(request.headers['content-type'], 'application/json');
    assert.ok(!JSON.stringify(bench.webhooks.list('acme')).includes(secret.slice(6)));
  });

  test('is by the old secret too, for a day after there is a new one', async () => {
    await using bench = await Bench.start();
    const { webhook, secret: old } = bench.make();
    const { secret, oldUntilMs } = bench.webhooks.renewSecret('acme', webhook.id);
    assert.equal(oldUntilMs, bench.timers.nowMs + WEBHOOK_OLD_SECRET_MS);
    for (const [index, isBoth] of [true, false].entries()) {
      bench.feed.add(entryOf(index));
      await until(() => bench.receiver.received.length === index + 1);
      const request = bench.receiver.received[index];
      assert.ok(request !== undefined && (await isSignedBy(request, secret)));
      assert.equal(await isSignedBy(request, old), isBoth);
      bench.timers.nowMs = oldUntilMs;
    }
  });
});
