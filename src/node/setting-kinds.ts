// The kinds of values that a setting of the server can have. A kind is one schema and the words for it; text, as it comes
// from a variable or an argument, is read in one way only, so that no value is guessed.

import { isIP } from 'node:net';
import { type Check, compile, integer as integerSchema, list, oneOf, Type, WitnessName } from '#core/schema.ts';
import { CONFIG_CHARACTERS, CONFIG_LIST } from './limits.ts';

/** What values a setting has. */
export type Kind<T> = {
  /** Completes "expected …". */
  readonly expected: string;
  /** True where the value is one. */
  accepts(value: unknown): value is T;
  /** What a text stands for; it is then checked as any value. */
  fromText(text: string): unknown;
  /** A path is relative to the file that names it, or to the working folder. */
  readonly isPath?: true;
};

const Text = Type.String({ minLength: 1, maxLength: CONFIG_CHARACTERS, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

/** A file or folder. */
export const path: Kind<string> = { ...kind(compile(Text), 'a path'), isPath: true };

/** A name or address to listen on. */
export const hostName: Kind<string> = kind(
  compile(Type.String({ pattern: '^[0-9A-Za-z.:_-]{1,255}$' })),
  'a host name or address',
);

/** A witness's name. */
export const witnessName: Kind<string> = kind(
  compile(WitnessName),
  'a name of 1 to 100 characters without space and plus',
);

/** Where a server is reached. A path is allowed, since a proxy may put one before ours. */
export const address: Kind<string> = kind(
  compile(Text),
  'an http or https URL without user, query, fragment or trailing slash',
  (value) => isAddress(value),
);

/** Addresses of servers. */
export const addresses: Kind<readonly string[]> = listOf(address, 'http or https URLs');

/** Origins of web pages, as browsers send them. */
export const webOrigins: Kind<readonly string[]> = listOf(
  kind(compile(Text), 'an origin', (value) => URL.parse(value)?.origin === value && isAddress(value)),
  'origins such as https://example.com, in lower case and without a path',
);

/** Addresses of machines, or networks in CIDR notation. */
export const networks: Kind<readonly string[]> = listOf(
  kind(compile(Text), 'a network', (value) => isNetwork(value)),
  'IP addresses or networks such as 10.0.0.0/8',
);

/** Yes or no. */
export const flag: Kind<boolean> = {
  ...kind<boolean>(compile(Type.Boolean()), 'true or false'),
  fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

/** A whole number. */
export function integer(least: number, most: number): Kind<number> {
  return {
    ...kind<number>(compile(integerSchema(least, most)), `a whole number from ${least} to ${most}`),
    fromText: (text) => (/^(0|-?[1-9]\d{0,15})$/.test(text) ? Number(text) : text),
  };
}

/** One of these words. */
export function words<W extends string[]>(...values: W): Kind<W[number]> {
  return kind(compile(oneOf(...values)), `one of ${values.join(', ')}`);
}

function kind<T>(check: Check<T>, expected: string, isSound: (value: T) => boolean = () => true): Kind<T> {
  return {
    expected,
    // The schema that was compiled is T's.
    accepts: (value): value is T => check.firstError(value) === undefined && isSound(value as T),
    fromText: (text) => text,
  };
}

/** In text, values are parted by commas; empty text is the empty list. */
function listOf<T>(one: Kind<T>, expected: string): Kind<readonly T[]> {
  return {
    ...kind<readonly T[]>(
      compile(list(Type.Unsafe<T>(Type.Unknown()), CONFIG_LIST)),
      `a list of ${expected}`,
      (values) => values.every((value) => one.accepts(value)),
    ),
    fromText: (text) => (text === '' ? [] : text.split(',').map((part) => one.fromText(part.trim()))),
  };
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return url.username === '' && url.password === '' && !/[?#\s\\]/.test(text) && !text.endsWith('/');
}

function isNetwork(text: string): boolean {
  const [ip = '', bits, ...more] = text.split('/');
  const family = isIP(ip);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
