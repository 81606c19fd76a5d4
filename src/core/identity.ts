// What the runtime and the ledger must know of who signs. The membership contract keeps it as records; this is the
// shape in which it hands it over, so that core depends on no contract.

import type { Caller } from './contract.ts';
import type { Action } from './runtime.ts';
import type { StateReader } from './state.ts';

/** A live key and whose it is. */
export type KeyBinding = Caller & {
  /** Thumbprint (RFC 9679), base64url. */
  readonly kid: string;
  /** SEC1 uncompressed point, base64url. */
  readonly publicKey: string;
};

/** One line of a mandate: what an agent or machine may bind its member to alone. */
export type MandateLine = {
  /** The commitment's class. */
  readonly what: string;
  readonly unit: string;
  /** Most per statement, in the unit's smallest part. */
  readonly mostEach: number;
  /** Most per period. Periods are counted from 1970-01-01T00:00:00Z. */
  readonly mostPerPeriod: number;
  readonly periodMs: number;
  readonly untilMs: number;
};

/** How the state says who is who. */
export type Identity = {
  /** The live key with this thumbprint, or undefined. */
  key(state: StateReader, kid: string): KeyBinding | undefined;
  /** All live keys, sorted by thumbprint: the leaves of the members tree. */
  liveKeys(state: StateReader): readonly KeyBinding[];
  /** The mandate of an actor; empty where it has none. */
  mandate(state: StateReader, actor: string): readonly MandateLine[];
  /** The version of a contract that is in force, or undefined. */
  activeVersion(state: StateReader, contract: string): number | undefined;
  /** Amount already used of a mandate line in a period, kept under this name. */
  usedOf(state: StateReader, name: string): number;
  /** The record that keeps it. */
  useRecord(name: string, used: number): { readonly kind: string; readonly id: string; readonly value: string };
  /** The release that an action would put in force, or undefined where it is about none. */
  releaseOf(action: Action): { readonly contract: string; readonly version: number } | undefined;
  /** True for kinds of record whose change can change who holds which live key. */
  isKeyRecord(kind: string): boolean;
};
