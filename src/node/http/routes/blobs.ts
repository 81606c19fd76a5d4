// Files, sealed: up by their owner, down to those with a live grant. The node sees ciphertext only, and notes who fetched
// what by which grant.

import { Readable } from 'node:stream';
import { Fault } from '#core/fault.ts';
import { object, Type } from '#core/schema.ts';
import { ownFile, ownLiveFile, rightToRead } from '../../access.ts';
import type { FileAccess } from '../../file-accesses.ts';
import { PAGE_DEFAULT } from '../../limits.ts';
import { SESSION } from '../openapi.ts';
import { actorOf } from '../request.ts';
import { type App, answers, bytes, HexHash, Index, NOTHING, Page, type Parts, type Routes } from '../schemas.ts';

const params = object({ hash: HexHash });

const AccessSchema = object({
  id: Index,
  timeMs: Index,
  actor: Type.String(),
  /** Absent where the owner’s own actor came. */
  grant: Type.Optional(object({ id: Type.String(), purpose: Type.String() })),
  bytesSent: Index,
  outcome: Type.String(),
});

/** Files. */
export const blobRoutes: Routes = async (app, parts) => {
  await app.register(async (streams: App) => addUpload(streams, parts));
  addDownload(app, parts);
  addAccesses(app, parts);
};

/** A file streams through: it is never held whole. */
function addUpload(app: App, { served, config }: Parts): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_, payload, done) => done(null, payload));
  app.put(
    '/v1/blobs/:hash',
    {
      schema: {
        summary: 'Upload a file’s ciphertext; its record must be registered before',
        security: SESSION,
        params,
        body: bytes('application/octet-stream', 'The ciphertext.'),
        response: NOTHING,
      },
    },
    async (request, reply) => {
      const { hash } = request.params;
      const { sizeBytes } = ownLiveFile(served.ledger, hash, actorOf(request).member);
      // Fastify's own limit is for bodies that are held whole.
      if (sizeBytes > config.blobBytesMost) {
        throw new Fault(
          'body_too_large',
          `this node takes files of at most ${config.blobBytesMost} bytes, ${hash} has ${sizeBytes}`,
        );
      }
      if (!(request.body instanceof Readable)) throw new Fault('request_invalid', 'body: expected bytes, got none');
      await served.vault.put(ofSize(request.body, sizeBytes), hash);
      served.metrics.blobBytes('in', sizeBytes);
      return reply.code(204).send(null);
    },
  );
}

function addDownload(app: App, { served }: Parts): void {
  const { ledger, vault, accesses, metrics, clock } = served;
  app.get(
    '/v1/blobs/:hash',
    {
      schema: {
        summary: 'Download a file’s ciphertext',
        security: SESSION,
        params,
        response: answers({ 200: bytes('application/octet-stream', 'The ciphertext.') }),
      },
    },
    async (request, reply) => {
      const { hash } = request.params;
      const { actor, member } = actorOf(request);
      const grant = rightToRead(ledger, hash, actor);
      const sizeBytes = await vault.sizeBytes(hash);
      if (sizeBytes === undefined) throw new Fault('vault_blob_unknown', `the file ${hash} was not uploaded here`);
      const note = (bytesSent: number): void => {
        const outcome = bytesSent === sizeBytes ? 'sent' : 'broken';
        metrics.blobBytes('out', bytesSent);
        accesses.add({ timeMs: clock(), blob: hash, actor, member, grant, bytesSent, outcome });
      };
      return reply
        .header('content-length', sizeBytes)
        .header('cache-control', 'no-store')
        .type('application/octet-stream')
        .send(Readable.from(noted(vault.get(hash), note)));
    },
  );
}

function addAccesses(app: App, { served }: Parts): void {
  app.get(
    '/v1/blobs/:hash/accesses',
    {
      schema: {
        summary: 'Who fetched a file of mine from this node',
        security: SESSION,
        params,
        querystring: object({ after: Type.Optional(Index), ...Page }),
        response: answers({ 200: object({ items: Type.Array(AccessSchema), next: Type.Optional(Index) }) }),
      },
    },
    (request) => {
      const { hash } = request.params;
      const { after = 0, limit = PAGE_DEFAULT } = request.query;
      ownFile(served.ledger, hash, actorOf(request).member);
      const items = served.accesses.of(hash, after, limit).map(shown);
      const last = items.at(-1);
      return items.length < limit || last === undefined ? { items } : { items, next: last.id };
    },
  );
}

function shown({ id, timeMs, actor, grant, bytesSent, outcome }: FileAccess & { readonly id: number }) {
  return { id, timeMs, actor, bytesSent, outcome, ...(grant === undefined ? {} : { grant }) };
}

/** @throws Fault `blob_size_differs` */
async function* ofSize(source: AsyncIterable<Uint8Array>, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > sizeBytes) break;
    yield chunk;
  }
  if (seen === sizeBytes) return;
  const got = seen > sizeBytes ? 'more' : String(seen);
  throw new Fault('blob_size_differs', `expected ${sizeBytes} bytes as registered, got ${got}`);
}

/** Notes how much was sent, whether or not it was all. */
async function* noted(
  source: AsyncIterable<Uint8Array>,
  note: (bytesSent: number) => void,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  try {
    for await (const chunk of source) {
      sent += chunk.length;
      yield chunk;
    }
  } finally {
    note(sent);
  }
}
