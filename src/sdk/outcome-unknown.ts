// The error of a statement whose fate is not known.

import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Transaction } from './transport.ts';

/** A statement was sent, and what came of it is not known: ask for it by its id, or send the same bytes again. */
export class OutcomeUnknown extends Fault {
  readonly statement: Uint8Array;
  /** By which `Transport.outcome` tells it later. */
  readonly transaction: Transaction;

  constructor(statement: Uint8Array, transaction: Transaction, cause: unknown) {
    const id = base64url(transaction.txId);
    super('outcome_unknown', `statement ${id}: it was sent, and whether it was applied is not known`, { cause });
    this.statement = statement;
    this.transaction = transaction;
  }
}
