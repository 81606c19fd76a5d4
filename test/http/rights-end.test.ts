import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { enrolment, revocation } from '#test/load.ts';
import { SHARED } from './full-play.ts';
import { casesOf } from './matrix-cases.ts';
import { ServedLedger, text } from './served.ts';

const REMOVED = 'acme/inspector-1';
const REVOKED = 'acme/inspector-2';
const NODE = 'acme/node';

let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
  const { full } = served;
  for (const actor of [REMOVED, REVOKED]) await accepted(enrolment(full.node.ledger, actor));
});
after(() => served[Symbol.asyncDispose]());

async function accepted(signing: Parameters<typeof served.full.submit>[0]): Promise<void> {
  const { submitted } = await served.full.submit(signing);
  assert.equal(submitted.outcome, 'accepted', JSON.stringify(submitted));
}

/** Follows events with a token: `opened` once it was told the head, `ended` with all it was told once the server ends it. */
function follow(token: string): { readonly ended: Promise<string>; readonly opened: Promise<void> } {
  const { promise: opened, resolve: open, reject } = Promise.withResolvers<void>();
  const ended = new Promise<string>((resolve) => {
    const outgoing = request(`${served.url}/v1/events?after=0`, { headers: { authorization: `Bearer ${token}` } });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let said = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        said += chunk;
        if (said.includes('event: head')) open();
      });
      response.on('end', () => resolve(said));
    });
    outgoing.end();
  });
  return { ended, opened };
}

describe('what an actor loses on the ledger, its session loses with the next request', () => {
  for (const [actor, what, end] of [
    [REMOVED, 'an actor that was removed', { action: 'membership.removeActor', input: { actor: REMOVED } }],
    [REVOKED, 'an actor whose key was revoked', revocation(REVOKED)],
  ] as const) {
    test(`${what} is refused on every route, public ones too, and its stream ends`, async () => {
      const token = await served.token(actor);
      const stream = follow(token);
      await stream.opened;
      assert.equal((await served.call({ method: 'GET', path: '/v1/sessions/current', token })).status, 200);
      await accepted({ by: 'acme/admin', action: end.action, input: end.input });
      const said = await stream.ended;
      assert.ok(!said.includes(`"timeMs":${served.full.clock.nowMs},`), 'it is told nothing of its own end');
      for (const operation of served.api.operations) {
        const [one] = casesOf(served, operation) ?? [];
        if (one === undefined) continue;
        const answer = await served.call({ method: operation.method, path: one.path, body: one.body, token });
        assert.equal(answer.status, 401, `${operation.route}: ${text(answer)}`);
        assert.equal(
          String(answer.headers['content-type']).split(';')[0],
          problemTypeOf(operation.responses),
          operation.route,
        );
      }
      const again = await served.call({
        method: 'POST',
        path: '/v1/sessions',
        body: { type: 'application/cose', bytes: await served.proof(actor) },
      });
      assert.equal(JSON.parse(text(again)).code, 'session_refused');
    });
  }

  test('a node’s actor that was removed no longer reads the log', async () => {
    const token = await served.token(NODE);
    const tile = { method: 'GET', path: '/log/tile/entries/000.p/2' };
    assert.equal((await served.call({ ...tile, token })).status, 200);
    await accepted({ by: 'acme/admin', action: 'membership.removeActor', input: { actor: NODE } });
    assert.equal((await served.call({ ...tile, token })).status, 401);
    assert.equal((await served.call(tile)).status, 403);
  });

  test('a grant that was ended gives the file no more, in a session that is under way', async () => {
    const reader = 'borealis/engineer';
    const get = { method: 'GET', path: `/v1/blobs/${SHARED.hash}` };
    assert.equal((await served.as(reader, get)).status, 200);
    await accepted({
      by: 'acme/engineer',
      action: 'sharing.endGrant',
      input: { grant: `${SHARED.id}:${reader}:build` },
    });
    assert.equal((await served.as(reader, get)).status, 403);
  });

  test('who guesses tokens is counted as anyone is, and a web page may read why it was refused', async () => {
    const origin = 'https://console.example';
    await using strict = await ServedLedger.create({ requestsPerMinuteAnonymous: 60, corsOrigins: [origin] });
    const guess = { method: 'GET', path: '/v1/ledger', headers: { origin } };
    const statuses = new Set<number>();
    for (let i = 0; i < 61; i++) {
      const answer = await strict.call({ ...guess, token: String(i).padStart(43, 'A') });
      statuses.add(answer.status);
      assert.equal(answer.headers['access-control-allow-origin'], origin);
      if (answer.status === 429) assert.match(String(answer.headers['retry-after']), /^\d+$/);
    }
    assert.deepEqual([...statuses], [401, 429]);
  });

  test('a session that its actor ended is over', async () => {
    const token = await served.newToken('acme/buyer');
    const current = { method: 'GET', path: '/v1/sessions/current', token };
    assert.equal((await served.call(current)).status, 200);
    assert.equal((await served.call({ ...current, method: 'DELETE' })).status, 204);
    assert.equal((await served.call(current)).status, 401);
  });
});

function problemTypeOf(responses: { readonly [status: string]: { readonly content?: object } }): string | undefined {
  return Object.keys(responses['4XX']?.content ?? {})[0];
}
