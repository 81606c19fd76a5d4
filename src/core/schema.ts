// The words that contract schemas are written in: TypeBox types with our limits built in. Lengths are counted in code
// points by a pattern, since `maxLength` counts differently from one JSON Schema library to the next.

import Type, { type Static, type TProperties } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** An object with exactly these members: an unknown one is refused. */
export function object<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** Free text of 1 to `most` code points, without control characters but line feed. */
export function text(most: number) {
  return Type.String({ pattern: `^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]{1,${most}}$` });
}

/** One of these words. */
export function oneOf<V extends string[]>(...values: V): Type.TEnum<V> {
  return Type.Enum(values) as Type.TEnum<V>;
}

/** An array of `least` to `most` values. */
export function list<S extends Type.TSchema>(items: S, most: number, least = 0) {
  return Type.Array(items, { minItems: least, maxItems: most });
}

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number) {
  return Type.Integer({ minimum: least, maximum: most });
}

/** A member's id: a lower-case word, unique on its ledger for ever. */
export const MemberId = Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' });
/** An actor's id: its member's id, a slash, a lower-case word that names a desk, a machine or an agent, not a person. */
export const ActorId = Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}/[a-z0-9][a-z0-9-]{0,31}$' });
/** A record's id: 1 to 128 printable ASCII characters without a space. */
export const RecordId = Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$' });
/** SHA-256 in base64url: 43 characters. */
export const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$' });
/** A P-256 public key: SEC1 uncompressed point in base64url, 87 characters. */
export const PublicKey = Type.String({ pattern: '^B[A-P][A-Za-z0-9_-]{84}[AEIMQUYcgkosw048]$' });
/** A witness's name: a key name of C2SP signed-note, here ASCII; a URL without its scheme, by custom. */
export const WitnessName = Type.String({ pattern: '^[\\x21-\\x2a\\x2c-\\x7e]{1,100}$' });
/** Bytes in base64url, at most 32 KiB. */
export const Bytes = Type.String({ pattern: '^[A-Za-z0-9_-]{0,43690}$' });
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const TimeMs = integer(0, Number.MAX_SAFE_INTEGER);
/** An amount in hundredths of its currency. */
export const Cents = integer(0, 1_000_000_000_000_000);
/** A count of things. */
export const Count = integer(0, 1_000_000_000);
/** ISO 4217 code. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });
/** A decimal number as its source wrote it, compared exactly. */
export const Decimal = Type.String({ pattern: '^[+-]?(\\d{1,20}(\\.\\d{0,20})?|\\.\\d{1,20})([eE][+-]?[0-5]?\\d)?$' });

/** A compiled schema. */
export type Check<T> = {
  /** The place and reason of the first fault in a value, or undefined where it fits. */
  firstError(value: unknown): string | undefined;
  readonly type?: T;
};

/** Compiles a schema once. */
export function compile<S extends Type.TSchema>(schema: S): Check<Static<S>> {
  let validator: Validator | undefined;
  return {
    firstError(value) {
      validator ??= Compile(schema);
      if (validator.Check(value)) return undefined;
      const error = validator.Errors(value)[0];
      return error === undefined
        ? 'does not fit'
        : `${error.instancePath === '' ? 'the input' : error.instancePath} ${error.message}`;
    },
  };
}

export type { Static };
export { Type };
