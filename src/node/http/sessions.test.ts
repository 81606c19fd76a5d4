import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { fromBase64url } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { readSessionProof, signSessionProof } from '#sdk/session-proof.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { newHome, type TestHome } from '../home.fixture.ts';
import { CHALLENGE_MS, SESSIONS_OF_AN_ACTOR } from '../limits.ts';
import { Sessions } from './sessions.ts';

const ADDRESS = '127.0.0.1:4800';
const LASTS_MS = 15 * 60_000;
const ACTOR = 'acme/buyer';

type Desk = { readonly home: TestHome; readonly sessions: Sessions };

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
let opened = 0;

/** Sessions of a ledger of their own. */
async function desk(): Promise<Desk & AsyncDisposable> {
  const home = await newHome(folder.file(`home-${opened++}`));
  const sessions = new Sessions(home.node.ledger, {
    clock: () => home.clock.nowMs,
    lastsMs: LASTS_MS,
    isOurs: (address) => address === ADDRESS,
  });
  return { home, sessions, [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
}

/** A proof for a challenge; `changed` says what is other. */
async function prove(
  { home, sessions }: Desk,
  changed: { readonly audience?: string; readonly address?: string; readonly challenge?: string } = {},
  signer = testKey(ACTOR),
  actor = ACTOR,
): Promise<Uint8Array> {
  const { challenge } = sessions.challenge();
  return signSessionProof({ actor, address: ADDRESS, audience: home.node.ledger.id, challenge, ...changed }, signer);
}

const refusal = (why: RegExp) => (error: unknown) => isFault(error, 'session_refused') && why.test(error.message);

describe('a session', () => {
  test('begins with a proof, and its token names the actor', async () => {
    await using own = await desk();
    const { token, expiresMs } = own.sessions.begin(await prove(own));
    assert.equal(own.sessions.holder(token).actor, ACTOR);
    assert.equal(expiresMs, own.home.clock.nowMs + LASTS_MS);
  });

  test('does not begin for another ledger, another address, another actor or with another’s signature', async () => {
    await using own = await desk();
    const otherLedger = await prove(own, { audience: 'a'.repeat(52) });
    assert.throws(() => own.sessions.begin(otherLedger), refusal(/for another ledger/));
    const otherAddress = await prove(own, { address: 'elsewhere:1' });
    assert.throws(() => own.sessions.begin(otherAddress), refusal(/not an address of this node/));
    const stranger = await prove(own, {}, testKey('nobody'));
    assert.throws(() => own.sessions.begin(stranger), refusal(/has no live key/));
    const posing = await prove(own, {}, testKey(ACTOR), 'acme/finance');
    assert.throws(() => own.sessions.begin(posing), refusal(/has no live key/));
    const proof = await prove(own);
    proof[proof.length - 1] = (proof[proof.length - 1] ?? 0) ^ 1;
    assert.throws(() => own.sessions.begin(proof), refusal(/signature is not by the key/));
  });

  test('begins once for a challenge, in its time, and only for one of this node', async () => {
    await using own = await desk();
    const proof = await prove(own);
    own.sessions.begin(proof);
    assert.throws(() => own.sessions.begin(proof), refusal(/answered already/));
    const late = await prove(own);
    own.home.clock.nowMs += CHALLENGE_MS + 1;
    assert.throws(() => own.sessions.begin(late), refusal(/has expired/));
    await using other = await desk();
    const foreign = await prove(own, { challenge: other.sessions.challenge().challenge });
    assert.throws(() => own.sessions.begin(foreign), refusal(/not of this node/));
    const made = readSessionProof(proof).challenge;
    const longer = Buffer.from(fromBase64url(made));
    longer.writeUInt8(longer.readUInt8(5) ^ 1, 5);
    const forged = await prove(own, { challenge: longer.toString('base64url') });
    assert.throws(() => own.sessions.begin(forged), refusal(/not of this node/));
  });

  test('ends at its time, when it is told to, and when its actor begins too many more', async () => {
    await using own = await desk();
    const { token } = own.sessions.begin(await prove(own));
    own.home.clock.nowMs += LASTS_MS;
    assert.throws(() => own.sessions.holder(token), { code: 'session_unknown' });
    const tokens: string[] = [];
    for (let i = 0; i <= SESSIONS_OF_AN_ACTOR; i++) tokens.push(own.sessions.begin(await prove(own)).token);
    const [first = '', second = ''] = tokens;
    assert.throws(() => own.sessions.holder(first), { code: 'session_unknown' });
    assert.equal(own.sessions.holder(second).actor, ACTOR);
    own.sessions.end(second);
    assert.throws(() => own.sessions.holder(second), { code: 'session_unknown' });
  });
});
