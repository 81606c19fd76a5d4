// A statement on its way into a block, and whether its signature was checked. One function checks signatures on every
// path: ingress, import, replay, audit. The ledger checks again, in place, whatever comes without a check by the key
// that is live there.

import { fromBase64url } from '#core/bytes.ts';
import { verifyEs256 } from '#core/es256.ts';
import type { Statement } from '#core/statement.ts';
import type { SignaturePool } from './signature-pool.ts';

const token = Symbol('candidate');

/** A statement that may be executed. Only `checkSignatures` says that a signature was checked. */
export class Candidate {
  readonly statement: Statement;
  /** The public key (base64url) by which the signature was found right; undefined where it was not checked yet. */
  readonly #checkedBy: string | undefined;

  constructor(statement: Statement, checked?: { readonly token: typeof token; readonly by: string }) {
    this.statement = statement;
    this.#checkedBy = checked?.by;
  }

  /** True where the signature is by this key. */
  isSignedBy(publicKey: string): boolean {
    if (this.#checkedBy === publicKey) return true;
    const { toBeSigned, signature } = this.statement;
    return verifyEs256(fromBase64url(publicKey), toBeSigned, signature);
  }
}

/**
 * Checks signatures off the main thread.
 * @param publicKeyOf base64url of the key to check with; undefined where it is not known yet: then the check is left to
 * the statement's place
 * @returns per statement a candidate, or undefined where the signature is wrong
 */
export async function checkSignatures(
  pool: SignaturePool,
  statements: readonly Statement[],
  publicKeyOf: (statement: Statement) => string | undefined,
): Promise<readonly (Candidate | undefined)[]> {
  const keys = statements.map(publicKeyOf);
  const known = statements.flatMap((statement, i) => {
    const key = keys[i];
    return key === undefined
      ? []
      : [{ publicKey: fromBase64url(key), message: statement.toBeSigned, signature: statement.signature }];
  });
  const right = await pool.verify(known);
  let next = 0;
  return statements.map((statement, i) => {
    const by = keys[i];
    if (by === undefined) return new Candidate(statement);
    return right[next++] === true ? new Candidate(statement, { token, by }) : undefined;
  });
}
