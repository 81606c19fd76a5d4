// The home folder of an origin whose members trade: acme and borealis have accounts in one unit, and borealis may run a
// replica. And what they then send: statements that name no record's hash, so that they can be signed without a node.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { signStatement } from '#core/statement.ts';
import { newHome } from '#node/home.fixture.ts';
import { enrolNode } from '#node/replica.fixture.ts';
import { testKey } from '#test/keys.ts';
import { START_MS } from '#test/world.ts';

/** The actor as which borealis' replica reads the log. */
export const REPLICA_ACTOR = 'borealis/node';
const FUNDS_CENTS = 1_000_000_000;
const VALID_MS = 3_600_000;

/** Founds the ledger, and leaves its folder to whoever serves it. @returns the ledger's id and size */
export async function foundTrade(home: string): Promise<{ readonly ledgerId: string; readonly size: number }> {
  await using founded = await newHome(home);
  await enrolNode(founded, REPLICA_ACTOR);
  const acme = founded.client('acme/finance');
  await acme.do(accountsInterface, 'createUnit', { code: 'EUR' });
  for (const member of ['acme', 'borealis']) {
    await founded.client(`${member}/finance`).do(accountsInterface, 'openAccount', { unit: 'EUR' });
    await acme.do(accountsInterface, 'issue', {
      to: `${member}/EUR`,
      amountCents: FUNDS_CENTS,
      reference: 'funds',
    });
  }
  return { ledgerId: founded.node.ledger.id, size: founded.node.ledger.head.size };
}

/** What is sent, and what the contract will say of it. */
export const KINDS = {
  /** For both sides. */
  payment: 'accepted',
  /** More than there is: for the payer's eyes. */
  overdraft: 'accounts.balance_short',
  /** For all members. */
  certificate: 'accepted',
} as const;
export type KindSent = keyof typeof KINDS;

/** Signs one. @param word tells it from every other */
export function signTraded(
  ledgerId: string,
  { kind, member, word, nowMs }: { kind: KindSent; member: string; word: string; nowMs: number },
): Promise<Uint8Array> {
  const isCertificate = kind === 'certificate';
  const partner = member === 'acme' ? 'borealis' : 'acme';
  const amountCents = kind === 'overdraft' ? 2 * FUNDS_CENTS + 1 : 1;
  const payment = { from: `${member}/EUR`, to: `${partner}/EUR`, amountCents, reference: word };
  const certificate = {
    subject: partner,
    kind: word,
    validFromMs: START_MS,
    validUntilMs: START_MS + 1,
    evidence: base64url(sha256(utf8(word))),
  };
  const action = {
    contract: isCertificate ? membershipInterface.name : accountsInterface.name,
    version: 1,
    action: isCertificate ? 'issueCredential' : 'transfer',
    input: isCertificate ? certificate : payment,
    expects: {},
    nonce: base64url(sha256(utf8(`nonce ${word}`)).subarray(0, 16)),
    notAfterMs: nowMs + VALID_MS,
  };
  const subject = isCertificate ? certificate.subject : payment.from;
  const actor = `${member}/${isCertificate ? 'admin' : 'finance'}`;
  return signStatement({ issuer: member, subject, audience: ledgerId, action }, testKey(actor));
}
