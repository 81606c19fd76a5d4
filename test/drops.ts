// A statement for each reason to be left out of the log. Each differs from a right one in one place. The same table is
// held against an engine's door and against the statement's place in a block.

import { concat } from '#core/bytes.ts';
import { decodeStatement } from '#core/statement.ts';
import type { DROPS } from '#ledger/applied.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { certify, crafted } from '#test/load.ts';

/** What makes the statement, given a ledger and the time there. */
export type Drop = (ledger: Ledger, timeMs: number) => Promise<Uint8Array>;

const DAY_MS = 86_400_000;

/** A statement for each code. */
export const dropTable: { readonly [Code in keyof typeof DROPS]: Drop } = {
  audience_wrong: (ledger) => crafted(ledger, () => ({ audience: 'b'.repeat(52) })),
  statement_expired: (ledger, timeMs) =>
    crafted(ledger, ({ action }) => ({ action: { ...action, notAfterMs: timeMs - 1 } })),
  statement_early: (ledger, timeMs) =>
    crafted(ledger, ({ action }) => ({ action: { ...action, notAfterMs: timeMs + DAY_MS + 1 } })),
  key_unknown: (ledger) => crafted(ledger, () => ({}), 'a stranger'),
  issuer_wrong: (ledger) => crafted(ledger, () => ({ issuer: 'borealis' })),
  signature_wrong: async (ledger) => withSignatureOf(await certify(ledger, 'one'), await certify(ledger, 'another')),
  statement_known: async (ledger) => {
    const { bytes } = ledger.store.db.prepare('SELECT bytes FROM entries WHERE idx = 2').get() ?? {};
    return bytes instanceof Uint8Array ? bytes : new Uint8Array();
  },
  subject_wrong: (ledger) => crafted(ledger, () => ({ subject: 'acme' })),
  release_missing: (ledger) =>
    crafted(ledger, ({ action }) => ({
      subject: 'accounts',
      action: { ...action, action: 'approveRelease', input: { contract: 'accounts', version: 9 } },
    })),
  statement_too_large: (ledger) => certify(ledger, 'q'.repeat(100)).then((bytes) => padded(ledger, bytes)),
};

/** The statement with another's signature. */
export function withSignatureOf(statement: Uint8Array, other: Uint8Array): Uint8Array {
  return concat(statement.subarray(0, -64), other.subarray(-64));
}

/** A right statement of more bytes than the ledger's limit of 1,024. */
async function padded(ledger: Ledger, bytes: Uint8Array): Promise<Uint8Array> {
  const { action } = decodeStatement(bytes);
  return crafted(ledger, () => ({ action: { ...action, expects: { note: 'x'.repeat(1024) } } }));
}
