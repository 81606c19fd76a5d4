// SCITT at the edge (SCRAPI, draft-ietf-scitt-scrapi-11): a signed statement in, its receipt out, and the keys that
// receipts are verified with. Our statements are signed statements of RFC 9943 as they are; others are not registered.
// What a client is told goes by docs/decisions/scitt.md.

import type { FastifyError, FastifyReply } from 'fastify';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from '#core/cbor.ts';
import { originOf } from '#core/checkpoint.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { ALGORITHM_ESP256 } from '#core/cose-sign1.ts';
import { Fault } from '#core/fault.ts';
import { object, Type } from '#core/schema.ts';
import { STATEMENT_TYPE } from '#core/statement.ts';
import { receiptOf } from '#ledger/evidence.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { findTransaction, readTransaction } from '../../reading.ts';
import { bodyBytes, bytes, type Routes } from '../schemas.ts';
import { CONCISE_PROBLEM_TYPE, conciseProblem, readSignedStatement } from '../scrapi-problem.ts';
import { outcomeOf } from './statements.ts';

/** Media type of COSE messages (RFC 9052 section 10.3): SCRAPI's for statements and receipts. */
const COSE = 'application/cose';
/** The more exact one that RFC 9943 registers. */
const SCITT_STATEMENT = 'application/scitt-statement+cose';
const CBOR = 'application/cbor';
/** Keys of a ledger's nodes stand in its genesis and do not change; an hour bounds how long a wrong copy lives. */
const KEY_CACHING = 'public, max-age=3600';
/** Of COSE_Key: RFC 9052 section 7.1, RFC 9053 section 7.1.1. */
const KEY = { type: 1, kid: 2, algorithm: 3, curve: -1, x: -2, y: -3 } as const;
const EC2 = 2;
const P256 = 1;

const problems = {
  '4xx': bytes(CONCISE_PROBLEM_TYPE, 'Concise problem details (RFC 9290): title -1, detail -2.'),
  '5xx': bytes(CONCISE_PROBLEM_TYPE, 'Concise problem details (RFC 9290).'),
};
const receipt = bytes(COSE, 'The receipt (RFC 9942).');
const statement = bytes(COSE, 'A statement of this ledger (COSE_Sign1).');
const EntryId = Type.String({ maxLength: 128, description: 'as `Location` gave it: `<notAfterMs>.<transaction id>`' });

/** The routes of SCRAPI, and the older transparency configuration. */
export const scrapiRoutes: Routes = async (app, parts) => {
  app.addContentTypeParser(SCITT_STATEMENT, { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, code, body } = conciseProblem(ownFault(error), request.id);
    if (code === 'node_failed') request.log.error({ err: error }, 'a request failed');
    return reply.code(status).type(CONCISE_PROBLEM_TYPE).send(Buffer.from(body));
  });
  await app.register(registration, parts);
  await app.register(discovery, parts);
};

const registration: Routes = async (app, { served, config }) => {
  const { ledger } = served;
  const address = config.publicAddress ?? '';

  app.post(
    '/entries',
    {
      bodyLimit: ledger.genesis.body.limits.statementBytes,
      schema: {
        summary: 'Register a signed statement (SCRAPI 2.3)',
        description:
          'Answers when the statement is durable, with its receipt. A statement that its contract refused is registered too: /v1/transactions says what came of it.',
        body: { ...statement, content: { ...statement.content, ...bytes(SCITT_STATEMENT, '').content } },
        response: { 201: receipt, ...problems },
      },
    },
    async ({ body }, reply) => {
      const { bytes: signed, action } = readSignedStatement(bodyBytes(body));
      const { txId, index } = outcomeOf(await served.submit(signed));
      reply.code(201).header('location', `${address}/entries/${action.notAfterMs}.${txId}`).type(COSE);
      return reply.send(Buffer.from(await receiptOf(ledger, index)));
    },
  );

  app.get(
    '/entries/:id',
    {
      schema: {
        summary: 'The receipt of a registered statement (SCRAPI 2.4)',
        description: 'To anyone who knows the id: it is a hash of the statement.',
        params: object({ id: EntryId }),
        response: { 200: receipt, ...problems },
      },
    },
    async ({ params: { id } }, reply) => {
      const found = await receiptOf(ledger, indexOf(ledger, id));
      reply.header('location', `${address}/entries/${id}`).header('cache-control', 'no-cache').type(COSE);
      return reply.send(Buffer.from(found));
    },
  );
};

const discovery: Routes = async (app, { served: { ledger }, config }) => {
  const address = config.publicAddress ?? '';
  const keys = new Map(ledger.genesis.body.nodes.map(({ receiptKey }) => coseKey(fromBase64url(receiptKey))));
  const configuration = new Map<string, CborValue>([
    ['issuer', originOf(ledger.id)],
    ['registration_endpoint', `${address}/entries`],
    ['keys_endpoint', `${address}/.well-known/scitt-keys`],
    ['supported_signature_algorithms', ['ESP256']],
    ['supported_content_types', [STATEMENT_TYPE]],
  ]);
  const send = (reply: FastifyReply, value: CborValue) =>
    reply
      .header('cache-control', KEY_CACHING)
      .type(CBOR)
      .send(Buffer.from(encodeCbor(value)));

  app.get(
    '/.well-known/scitt-keys',
    {
      schema: {
        summary: 'The keys that receipts are verified with (SCRAPI 2.1)',
        response: { 200: bytes(CBOR, 'A COSE Key Set.'), ...problems },
      },
    },
    async (_, reply) => send(reply, [...keys.values()]),
  );

  app.get(
    '/.well-known/scitt-keys/:kid',
    {
      schema: {
        summary: 'One of these keys (SCRAPI 2.2)',
        params: object({ kid: Type.String({ maxLength: 128, description: 'base64url, without padding' }) }),
        response: { 200: bytes(CBOR, 'A COSE Key.'), ...problems },
      },
    },
    async ({ params: { kid } }, reply) => {
      const key = keys.get(kid);
      if (key === undefined) throw new Fault('receipt_key_unknown', `kid: no node of this ledger has the key ${kid}`);
      return send(reply, key);
    },
  );

  app.get(
    '/.well-known/transparency-configuration',
    {
      schema: {
        summary: 'What this transparency service is (older drafts of SCRAPI)',
        response: { 200: bytes(CBOR, 'A map.'), ...problems },
      },
    },
    async (_, reply) => send(reply, configuration),
  );
};

/** A P-256 point as COSE_Key, under its thumbprint (RFC 9679), which is the `kid` of receipts. */
function coseKey(point: Uint8Array): readonly [kid: string, key: CborMap] {
  const kid = keyThumbprint(point);
  const key = new Map<number, CborValue>([
    [KEY.type, EC2],
    [KEY.kid, kid],
    [KEY.algorithm, ALGORITHM_ESP256],
    [KEY.curve, P256],
    [KEY.x, point.subarray(1, 33)],
    [KEY.y, point.subarray(33)],
  ]);
  return [base64url(kid), key];
}

/** Where the entry with this id stands. @throws Fault `receipt_locator_invalid`, `entry_unknown` */
function indexOf(ledger: Ledger, id: string): number {
  const transaction = readTransaction(id);
  if (transaction === undefined) {
    throw new Fault('receipt_locator_invalid', 'id: expected <notAfterMs>.<transaction id>, as Location gave it');
  }
  const index = findTransaction(ledger, transaction);
  if (index !== undefined) return index;
  throw new Fault('entry_unknown', `Receipt with entry ID ${id} not known to this Transparency Service`);
}

/** What Fastify refuses before a handler runs has codes of its own. */
function ownFault(error: FastifyError): unknown {
  const codes: { readonly [code: string]: string } = {
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unknown',
    FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  };
  const code = codes[error.code];
  if (code !== undefined) return new Fault(code, error.message, { cause: error });
  const isRequest = !(error instanceof Fault) && error.statusCode !== undefined && error.statusCode < 500;
  return isRequest ? new Fault('request_invalid', error.message, { cause: error }) : error;
}
