// Fault: the one class for operational errors: bad input from outside, a broken file, a full disk, a failed check.
// A contract's "no" is a refusal (runtime.ts), not a Fault; a bug is a failed assertion, not a Fault.

/** An operational error with a stable code. `message` is one sentence that names the place, what was expected and what came. */
export class Fault extends Error {
  /** Stable, lower_snake_case, prefixed by its topic: `cbor_not_deterministic`, `qif_unit_missing`. */
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }
}

/** True for a Fault, with the given code where one is given. */
export function isFault(error: unknown, code?: string): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}

/** States what must be true unless there is a bug; throws an ordinary Error, which nothing catches. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
