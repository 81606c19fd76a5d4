// What a replica is made of, where its files lie, and how it says that it stands.

import { join } from 'node:path';
import type { Registry } from '#core/registry.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import type { Finding } from './finding.ts';
import type { LogSource } from './log-source.ts';

/** What a replica is made of. */
export type FollowerOptions = {
  /** Folder of the ledger, the evidence and the replica's state. */
  readonly home: string;
  /** The ledger that the operator means: the origin's word counts for nothing. */
  readonly ledgerId: string;
  readonly source: LogSource;
  readonly registry: Registry;
  readonly pool: SignaturePool;
  /** ms since 1970-01-01T00:00:00Z. */
  readonly clock: () => number;
  /** The witness's name in co-signatures, where the replica is one. */
  readonly witnessName?: string;
  /** Told after each block. */
  readonly onProgress?: (entries: number, of: number) => void;
};

/** How a replica stands. */
export type FollowerStatus = {
  readonly state: 'following' | 'behind' | 'unreachable' | 'stopped_on_evidence';
  readonly size: number;
  /** Entries of the largest log that the origin showed. */
  readonly originSize: number;
  /** When the origin last showed a signed checkpoint, by the replica's clock. */
  readonly lastSeenMs: number | undefined;
  /** Entries that the origin took this replica's co-signature of; undefined where it is no witness. */
  readonly cosignedSize: number | undefined;
  readonly finding?: Finding;
};

/** Where a replica's own files lie in its home folder. */
export function replicaPaths(home: string) {
  return {
    ledger: join(home, 'ledger.db'),
    state: join(home, 'replica.json'),
    evidence: join(home, 'evidence'),
    witness: { keyPath: join(home, 'witness-key.pem'), statePath: join(home, 'witness.json') },
  };
}
