// Why a SCITT client's request was not done, in the words of SCRAPI (draft-ietf-scitt-scrapi-11) and as it asks for them:
// concise problem details in CBOR (RFC 9290). Status codes are those of problem.ts; what SCRAPI names has its title.

import { decodeForeignCbor, encodeCbor, Tagged } from '#core/cbor.ts';
import { ALGORITHM_ESP256, LABEL, type Sign1, sign1OfValue } from '#core/cose-sign1.ts';
import { Fault, isFault } from '#core/fault.ts';
import { decodeStatement, type Statement } from '#core/statement.ts';
import { DROPS } from '#ledger/applied.ts';
import { problemOf } from '../problem.ts';

/** Media type of RFC 9290 section 6.3. */
export const CONCISE_PROBLEM_TYPE = 'application/concise-problem-details+cbor';

/** Keys of RFC 9290 section 2. */
const TITLE = -1;
const DETAIL = -2;

/** Titles of SCRAPI sections 2.2 to 2.4, by our code. Any other that the client caused is the registration policy's. */
const TITLES: { readonly [code: string]: string } = {
  cbor_invalid: 'Malformed request',
  cose_invalid: 'Malformed request',
  request_invalid: 'Malformed request',
  cose_algorithm_unsupported: 'Bad Signature Algorithm',
  cose_payload_missing: 'Payload Missing',
  receipt_locator_invalid: 'Invalid locator',
  entry_unknown: 'Not Found',
  receipt_key_unknown: 'No such key',
  too_many_requests: 'Too Many Requests',
  body_too_large: 'Payload Too Large',
  media_type_unknown: 'Unsupported Media Type',
};

/** An error as a SCITT client gets it. */
export type ConciseProblem = { readonly status: number; readonly code: string; readonly body: Uint8Array };

/** @param incident under which the log has an error that the client cannot cause */
export function conciseProblem(error: unknown, incident: string): ConciseProblem {
  if (isFault(error) && error.code in DROPS) return encoded(400, error.code, 'Rejected', error.message);
  const { status, code, title, detail } = problemOf(error, incident);
  return encoded(status, code, TITLES[code] ?? (status === 400 ? 'Rejected' : title), detail);
}

/**
 * Reads a signed statement that may not be ours.
 * @throws Fault `cbor_invalid`, `cose_invalid`, `cose_algorithm_unsupported`, `cose_payload_missing`; for any other one
 * that is not of this ledger's form, those of decodeStatement
 */
export function readSignedStatement(bytes: Uint8Array): Statement {
  try {
    return decodeStatement(bytes);
  } catch (error) {
    if (!isFault(error)) throw error;
    const { protected: header, payload } = foreignSign1(bytes);
    const algorithm = header.get(LABEL.algorithm);
    if (algorithm !== ALGORITHM_ESP256) {
      throw new Fault(
        'cose_algorithm_unsupported',
        `Signed Statement: expected the algorithm ${ALGORITHM_ESP256} (ESP256), got ${numberOf(algorithm)}`,
      );
    }
    if (payload === undefined) {
      throw new Fault('cose_payload_missing', 'Signed Statement: expected the payload in the envelope, got none');
    }
    throw error;
  }
}

function encoded(status: number, code: string, title: string, detail: string): ConciseProblem {
  const body = new Map([
    [TITLE, title],
    [DETAIL, `${detail} (${code})`],
  ]);
  return { status, code, body: encodeCbor(body) };
}

function foreignSign1(bytes: Uint8Array): Sign1 {
  const value = decodeForeignCbor(bytes);
  return sign1OfValue(value instanceof Tagged ? value.value : value, decodeForeignCbor);
}

function numberOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : 'none that is a number';
}
