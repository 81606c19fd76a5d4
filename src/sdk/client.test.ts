// The client over a node in this process: what it signs, what comes back, and what it is not given.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { recordHash } from '#core/runtime.ts';
import { decodeStatement } from '#core/statement.ts';
import { newHome } from '#node/home.fixture.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { newReaderKey } from '#vault/reader-key.ts';
import { Client } from './client.ts';
import { enrolmentOf } from './new-key.ts';
import { signingSheet } from './signing-sheet.ts';

const DAY_MS = 86_400_000;
const certificate = {
  subject: 'borealis',
  kind: 'ISO 9001',
  validFromMs: START_MS,
  validUntilMs: START_MS + 365 * DAY_MS,
  evidence: 'A'.repeat(43),
};

test('an administrator certifies a member, and the credential has the id that the signer knew', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const admin = home.client('acme/admin');
  const outcome = await admin.do(membershipInterface, 'issueCredential', certificate);
  assert.equal(outcome.index, 2, 'after the genesis and its block leaf');
  assert.equal(outcome.events[0]?.name, 'credentialIssued');
  const credential = await admin.need(membershipInterface, 'credential', outcome.id('credential'));
  assert.equal(credential.kind, 'ISO 9001');
  assert.equal(credential.issuer, 'acme');
});

test('a refusal is a Fault with its code, and its sentence with who did what', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const inverted = { ...certificate, validUntilMs: START_MS - 1 };
  await assert.rejects(home.client('acme/admin').do(membershipInterface, 'issueCredential', inverted), (fault) => {
    assert.ok(isFault(fault, 'membership.validity_empty'));
    assert.match(fault.message, /^membership\.issueCredential by acme\/admin: The validity ends before it begins\./);
    return true;
  });
});

test('to try is to be told the refusal, which stands in the log with its index', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const tried = await home.client('acme/admin').try(membershipInterface, 'revokeCredential', { id: 'none' });
  assert.equal(tried.outcome, 'membership.credential_unknown');
  assert.equal(tried.index, 2);
});

test('a role that may not sign is refused by the runtime', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const tried = await home.client('acme/buyer').try(membershipInterface, 'issueCredential', certificate);
  assert.equal(tried.outcome, 'role_not_allowed');
});

test('one signs the record as one saw it: after another change the same statement is refused', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const admin = home.client('acme/admin');
  const id = (await admin.do(membershipInterface, 'issueCredential', certificate)).id('credential');
  const [first, second] = [
    await admin.sign(membershipInterface, 'revokeCredential', { id }),
    await admin.sign(membershipInterface, 'revokeCredential', { id }),
  ];
  const seen = (await admin.transport.record('membership/credential', id)) ?? '';
  assert.deepEqual(decodeStatement(first).action.expects, { [`membership/credential/${id}`]: recordHash(seen) });
  assert.equal((await admin.transport.submit(first)).outcome, 'accepted');
  assert.equal((await admin.transport.submit(second)).outcome, 'record_changed');
});

test('a statement is valid for ten minutes of the client’s clock and for its ledger alone', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const admin = home.client('acme/admin');
  const statement = await admin.sign(membershipInterface, 'issueCredential', certificate);
  const { action, audience, issuer } = decodeStatement(statement);
  assert.deepEqual([action.notAfterMs, audience, issuer], [START_MS + 600_000, home.node.ledger.id, 'acme']);
  home.clock.nowMs += 600_001;
  assert.equal((await admin.transport.submit(statement)).outcome, 'statement_expired');
});

test('what the client signs is what the signing sheet says', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const statement = await home.client('acme/admin').sign(membershipInterface, 'issueCredential', certificate);
  const { sentence, ledgerId, member } = signingSheet(statement, contractInterfaces);
  assert.equal(sentence, 'Certify "ISO 9001" for borealis until 2027-01-05T08:00:00Z');
  assert.deepEqual([ledgerId, member], [home.node.ledger.id, 'acme']);
});

test('two equal actions are two statements', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const admin = home.client('acme/admin');
  const first = await admin.do(membershipInterface, 'issueCredential', certificate);
  const second = await admin.do(membershipInterface, 'issueCredential', certificate);
  assert.notEqual(first.id('credential'), second.id('credential'));
  const list = await admin.list(membershipInterface, 'credential', 'subject', 'borealis');
  assert.deepEqual(list.map(({ id }) => id).sort(), [first.id('credential'), second.id('credential')].sort());
});

test('a record of others is not given, and its absence is told like that of any record', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const [acme, borealis] = [home.client('acme/finance'), home.client('borealis/finance')];
  await acme.do(accountsInterface, 'createUnit', { code: 'EUR' });
  await acme.do(accountsInterface, 'openAccount', { unit: 'EUR' });
  assert.equal((await acme.get(accountsInterface, 'account', 'acme/EUR'))?.owner, 'acme');
  assert.equal(await borealis.get(accountsInterface, 'account', 'acme/EUR'), undefined);
  assert.equal(await borealis.get(accountsInterface, 'account', 'acme/USD'), undefined);
  await assert.rejects(borealis.need(accountsInterface, 'account', 'acme/EUR'), { code: 'record_unknown' });
});

test('what is prepared is what is signed, and its sheet says it', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const admin = home.client('acme/admin');
  const prepared = await admin.prepare(membershipInterface, 'issueCredential', certificate);
  assert.match(prepared.sheet.sentence, /^Certify "?ISO 9001"? for borealis until /);
  const statement = decodeStatement(await prepared.sign());
  assert.deepEqual(statement.toBeSigned, prepared.toBeSigned);
  assert.deepEqual(statement.txId, prepared.txId);
  assert.equal(prepared.sheet.txId, base64url(statement.txId));
  assert.equal((await admin.submit(statement.bytes)).outcome, 'accepted');
});

test('with a confirmation, each statement is shown first, and signed only on a yes', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const shown: string[] = [];
  let answer = false;
  const actor = 'acme/admin';
  const asked = new Client({
    transport: home.node.transportFor(actor),
    actor,
    signer: testKey(actor),
    clock: () => home.clock.nowMs,
    random: (length) => new Uint8Array(length),
    confirm: async ({ sentence }) => {
      shown.push(sentence);
      return answer;
    },
  });
  const size = home.node.ledger.head.size;
  const certify = () => asked.do(membershipInterface, 'issueCredential', certificate);
  await assert.rejects(certify(), { code: 'signing_declined' });
  assert.equal(home.node.ledger.head.size, size);
  answer = true;
  await certify();
  assert.equal(shown.length, 2);
});

test('what an actor hands in to be enrolled is taken, for this ledger and this actor only', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const actor = 'acme/newcomer';
  const signer = testKey(actor);
  const keys = { actor, signer, readerKey: await newReaderKey(), encryptionKey: signer.publicKey };
  const enrol = async (ledgerId: string) => {
    const { key, encryptionKey } = await enrolmentOf(keys, ledgerId);
    const own = { id: actor, key, encryptionKey, mandate: [] };
    return home.client('acme/admin').try(membershipInterface, 'enrolActor', { ...own, kind: 'person', role: 'buyer' });
  };
  assert.equal((await enrol('b'.repeat(52))).outcome, 'membership.proof_wrong');
  assert.equal((await enrol(home.node.ledger.id)).outcome, 'accepted');
});
