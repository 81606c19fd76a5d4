// Signing in over a network that loses answers: a challenge is answered once, so a lost answer costs another one.

import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { isFault } from '#core/fault.ts';
import { testKey } from '#test/keys.ts';
import { answering, QUICK } from './http.fixture.ts';
import { HttpPort } from './http-port.ts';
import { HttpSession } from './http-session.ts';
import { ATTEMPTS } from './limits.ts';

/** A node that loses its answer to each of the first proofs, and takes no challenge twice. */
function losing(answers: number) {
  const spent = { challenges: 0, lost: 0, isAnswered: false };
  const answer = ({ url }: IncomingMessage, response: ServerResponse): void => {
    if (url === '/v1/sessions/challenge') {
      spent.challenges++;
      spent.isAnswered = false;
      response.end(JSON.stringify({ challenge: `challenge-number-${spent.challenges}`, expiresMs: 1 }));
    } else if (spent.isAnswered) {
      const problem = { type: 'about:blank', title: 't', status: 401, code: 'session_refused', detail: 'answered' };
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    } else if (spent.lost < answers) {
      spent.lost++;
      spent.isAnswered = true;
      response.destroy();
    } else response.end(JSON.stringify({ token: 'a-token', expiresMs: 1 }));
  };
  return { spent, answer };
}

function sessionAt(url: string): HttpSession {
  const identity = { actor: 'acme/admin', signer: testKey('acme/admin') };
  return new HttpSession(new HttpPort(url, QUICK), 'ledger', identity);
}

test('a lost answer to the proof is followed by another challenge', async () => {
  const { spent, answer } = losing(2);
  await using node = await answering(answer);
  const session = sessionAt(node.url);
  assert.equal(await session.use(async ({ authorization }) => authorization), 'Bearer a-token');
  assert.equal(spent.challenges, 3);
});

test('a node that never lets a session begin is not asked for ever', async () => {
  const { spent, answer } = losing(1_000);
  await using node = await answering(answer);
  await assert.rejects(
    sessionAt(node.url).use(async () => ''),
    (error) => isFault(error, 'session_refused'),
  );
  assert.equal(spent.challenges, ATTEMPTS);
});
