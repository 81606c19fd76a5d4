// Schemas that routes share, and the type provider by which handlers see their parts typed.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyPluginAsync, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { FastifyBaseLogger } from 'fastify/types/logger.js';
import type { TSchema } from 'typebox';
import { Fault } from '#core/fault.ts';
import { Hash, integer, object, type Static, Type } from '#core/schema.ts';
import type { Config } from '../config.ts';
import { PAGE_DEFAULT, PAGE_MOST } from '../limits.ts';
import { PROBLEM_TYPE } from '../problem.ts';
import type { ConsoleFiles } from './console-files.ts';
import type { Served } from './served.ts';
import type { Sessions } from './sessions.ts';

interface TypeBoxProvider extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  // What a route gives is held against its schema in tests: bytes and streams have no type there.
  serializer: unknown;
}

/** What each group of routes is given. */
export type Parts = {
  readonly served: Served;
  readonly sessions: Sessions;
  readonly config: Config;
  /** Undefined where the console was not built. */
  readonly consoleFiles: ConsoleFiles | undefined;
};
/** A Fastify instance whose handlers are typed by their route's schema. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxProvider
>;
/** A group of routes. */
export type Routes = FastifyPluginAsync<Parts, RawServerDefault, TypeBoxProvider>;

/** An index in the log. */
export const Index = integer(0, Number.MAX_SAFE_INTEGER);
/** SHA-256 in hexadecimal, as files are named in addresses. */
export const HexHash = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** Where a list goes on, and how much of it is asked for. */
export const Page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MOST, description: `default ${PAGE_DEFAULT}` })),
};
/** Any JSON. */
export const Anything = Type.Unknown();
/** An event of a contract. */
const EventSchema = object({ contract: Type.String(), name: Type.String(), data: Anything });

/** A statement as its readers see it. */
export const EntrySchema = object({
  index: Index,
  txId: Hash,
  height: Index,
  timeMs: Index,
  contract: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  member: Type.String(),
  actor: Type.String(),
  outcome: Type.String(),
  details: Anything,
  events: Type.Array(EventSchema),
  statement: Type.Optional(Type.String()),
});

/** What came of a statement. */
export const OutcomeSchema = object({
  txId: Hash,
  index: Index,
  height: Index,
  timeMs: Index,
  outcome: Type.String(),
  details: Anything,
  events: Type.Array(EventSchema),
  known: Type.Optional(Type.Literal(true)),
});

/** A problem as it travels. */
export const ProblemSchema = object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
  detail: Type.String(),
});
const problemResponse = {
  description: 'A problem (RFC 9457).',
  content: { [PROBLEM_TYPE]: { schema: ProblemSchema } },
};

/** Responses of a route: what it gives, and the problems. */
export function answers<const S extends object>(success: S) {
  return { ...success, '4xx': problemResponse, '5xx': problemResponse };
}

/** The response of a route that gives nothing back. */
export const NOTHING = answers({ 204: Type.Null() });

/** A body of bytes, as the parser of its media type gave it. @throws Fault `request_invalid` where there is none */
export function bodyBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  throw new Fault('request_invalid', 'body: expected bytes, got none');
}

/** A response or a body of bytes. */
export function bytes(mediaType: string, description: string) {
  return {
    description,
    content: { [mediaType]: { schema: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }) } },
  };
}
