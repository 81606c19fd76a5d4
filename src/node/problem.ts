// Codes become HTTP here and nowhere else: problem details (RFC 9457) with the stable code beside them. What is not a
// Fault is a bug: its text stays in the log, and the caller gets only the number under which it stands there.

import { isFault } from '#core/fault.ts';
import { DROPS } from '#ledger/applied.ts';

/** Media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** A problem as it travels. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, lower_snake_case. */
  readonly code: string;
  /** One sentence that names the place. */
  readonly detail: string;
};

const TITLES: { readonly [status: number]: string } = {
  400: 'The request is not well formed',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  406: 'Not given in this form',
  408: 'Too slow',
  409: 'It does not fit what is there',
  413: 'Too large',
  414: 'Too large',
  415: 'Not taken in this form',
  421: 'Another node does this',
  422: 'The statement was not taken',
  429: 'Too many requests',
  431: 'Too large',
  500: 'The node failed',
  503: 'Not now',
  507: 'The node has no room',
};

const STATUS: { readonly [code: string]: number } = {
  request_invalid: 400,
  request_incomplete: 400,
  cursor_invalid: 400,
  index_unknown: 400,
  tile_path_invalid: 400,
  bundle_too_large: 400,
  bundle_invalid: 400,
  entry_not_statement: 400,
  receipt_locator_invalid: 400,
  note_invalid: 400,
  note_too_large: 400,
  checkpoint_invalid: 400,
  checkpoint_origin: 400,
  checkpoint_unsigned: 400,
  cosignature_invalid: 400,
  cosignature_missing: 400,
  session_missing: 401,
  session_unknown: 401,
  session_proof_invalid: 401,
  session_refused: 401,
  role_not_allowed: 403,
  blob_not_granted: 403,
  log_not_granted: 403,
  webhook_url_invalid: 400,
  webhook_filter_unknown: 400,
  dead_letter_unknown: 404,
  webhooks_too_many: 409,
  webhook_dead_letters_full: 409,
  webhooks_busy: 503,
  record_unknown: 404,
  entry_unknown: 404,
  receipt_key_unknown: 404,
  route_unknown: 404,
  webhook_unknown: 404,
  passport_unknown: 404,
  proof_out_of_range: 404,
  tile_missing: 404,
  vault_blob_unknown: 404,
  size_has_no_checkpoint: 404,
  bundle_key_too_fresh: 409,
  vault_hash_differs: 409,
  blob_size_differs: 409,
  cosignature_other_root: 409,
  checkpoint_conflicts: 409,
  replica_behind: 503,
  request_too_slow: 408,
  body_too_large: 413,
  vault_file_too_large: 413,
  media_type_unknown: 415,
  node_is_replica: 421,
  ledger_has_no_key: 421,
  too_many_requests: 429,
  head_too_large: 431,
  engine_full: 503,
  engine_closed: 503,
  engine_failed: 503,
  followers_full: 503,
  sessions_full: 503,
  disk_full: 507,
  vault_disk_full: 507,
};

/** Families of codes whose every member has one status: what the form of something from outside can be wrong in. */
const FAMILIES: readonly (readonly [prefix: string, status: number])[] = [
  ['statement_', 400],
  ['json_', 400],
  ['cbor_', 400],
  ['cose_', 400],
  ['signature_', 400],
  ['base64', 400],
  ['vault_wrapped_', 400],
  ['vault_reader_', 400],
  ['hex_', 400],
  ['utf8_', 400],
];

/** The HTTP status of a code; 500 where it is none that a caller can cause. */
function statusOf(code: string): number {
  if (Object.hasOwn(DROPS, code)) return 422;
  return STATUS[code] ?? FAMILIES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 500;
}

/** A problem of a code. @param status where it is not the code's own */
export function problem(code: string, detail: string, status: number = statusOf(code)): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'The request failed', status, code, detail };
}

/** The problem of an error. @param incident under which the log has an error that the caller cannot cause */
export function problemOf(error: unknown, incident: string): Problem {
  if (isFault(error) && statusOf(error.code) !== 500) return problem(error.code, error.message);
  return problem('node_failed', `the node could not do this; its log has the reason under ${incident}`, 500);
}
