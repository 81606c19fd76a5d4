// Whether a statement may take its place in the log at all. What may not is left out and not consumed.

import type { DROPS } from './applied.ts';
import type { Candidate } from './candidate.ts';
import type { Ledger } from './ledger.ts';

/** Why a statement is left out at this time, in the state as staged so far; undefined where nothing speaks against it. */
export function reasonToDrop(ledger: Ledger, candidate: Candidate, timeMs: number): keyof typeof DROPS | undefined {
  const { audience, issuer, kid, action, bytes, subject } = candidate.statement;
  const { statementBytes, windowMs } = ledger.genesis.body.limits;
  if (bytes.length > statementBytes) return 'statement_too_large';
  if (audience !== ledger.id) return 'audience_wrong';
  if (timeMs > action.notAfterMs) return 'statement_expired';
  if (timeMs < action.notAfterMs - windowMs) return 'statement_early';
  const key = ledger.key(kid);
  if (key === undefined) return 'key_unknown';
  if (key.member !== issuer) return 'issuer_wrong';
  if (!candidate.isSignedBy(key.publicKey)) return 'signature_wrong';
  if (ledger.knows(candidate.statement)) return 'statement_known';
  // What this software cannot execute must not be put in force: an older node stops here instead of going its own way.
  const release = ledger.registry.identity.releaseOf(action);
  if (release !== undefined && !ledger.registry.hasRelease(release.contract, release.version)) return 'release_missing';
  // Only of the version in force: another one is refused, whatever a later release would say of its subject.
  const isInForce = ledger.registry.identity.activeVersion(ledger.state, action.contract) === action.version;
  const right = isInForce ? ledger.registry.subjectOf(action) : undefined;
  return right !== undefined && right !== subject ? 'subject_wrong' : undefined;
}
