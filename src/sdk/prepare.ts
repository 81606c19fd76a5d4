// Signing in two steps: the exact bytes are fixed and put into words first, and only then signed. What is signed is what
// was shown.

import { concat } from '#core/bytes.ts';
import type { ContractInterface } from '#core/contract.ts';
import type { Signer } from '#core/cose-sign1.ts';
import { lowS } from '#core/es256.ts';
import { decodeStatement, type StatementContent, signStatement } from '#core/statement.ts';
import { type SigningSheet, signingSheet } from './signing-sheet.ts';

const SIGNATURE_BYTES = 64;

/** A statement before it is signed. */
export type Prepared = {
  /** What its bytes say, in words. */
  readonly sheet: SigningSheet;
  /** Transaction id, 32 bytes: it does not depend on the signature. */
  readonly txId: Uint8Array;
  /** The bytes that the signature is over. */
  readonly toBeSigned: Uint8Array;
  /** Signs exactly these bytes. @returns the statement */
  sign(): Promise<Uint8Array>;
};

/** Fixes a statement's bytes and explains them. @throws those of signStatement and signingSheet */
export async function prepareStatement(
  content: StatementContent,
  signer: Signer,
  contract: ContractInterface,
): Promise<Prepared> {
  // The statement with its signature left blank: a statement ends with its signature.
  const blank = await signStatement(content, { ...signer, sign: async () => new Uint8Array(SIGNATURE_BYTES) });
  const { txId, toBeSigned } = decodeStatement(blank);
  return {
    sheet: signingSheet(blank, [contract]),
    txId,
    toBeSigned,
    sign: async () => concat(blank.subarray(0, -SIGNATURE_BYTES), lowS(await signer.sign(toBeSigned))),
  };
}
