// What the HTTP side is given of a node: an origin that orders statements, or a replica that follows one.

import type { Ledger } from '#ledger/ledger.ts';
import type { Submitted } from '#sdk/transport.ts';
import type { BlobStore } from '#vault/blob-store.ts';
import type { Feed } from '../feed.ts';
import type { FollowerStatus } from '../replica/follower-options.ts';
import type { Services } from '../services.ts';

/** A node that is served. */
export type Served = Services & {
  readonly role: 'origin' | 'replica';
  readonly ledger: Ledger;
  readonly vault: BlobStore;
  readonly feed: Feed;
  /** ms since 1970 */
  readonly clock: () => number;
  /** Takes a statement. @throws as Engine.submit; Fault `node_is_replica` */
  submit(statement: Uint8Array): Promise<Submitted>;
  /** The last checkpoint of the ledger as a signed note. */
  checkpoint(): Promise<string>;
  /**
   * Holds a checkpoint that someone was shown against this node's log.
   * @throws Fault `checkpoint_conflicts`, and those of verifyCheckpoint
   */
  compare(note: string): 'same' | 'kept';
  /** How a replica stands; an origin has none. */
  readonly status?: () => FollowerStatus;
  /** Why the node is not ready to serve, or undefined. */
  notReady(): string | undefined;
};
