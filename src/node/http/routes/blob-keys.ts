// The keys of files, wrapped for their readers: laid by the owner, fetched by the reader, erased by either.

import { Fault } from '#core/fault.ts';
import { ActorId, object } from '#core/schema.ts';
import { decodeWrappedKey, encodeWrappedKey } from '#vault/wrap.ts';
import { ownFile, ownLiveFile } from '../../access.ts';
import { SESSION } from '../openapi.ts';
import { actorOf } from '../request.ts';
import { answers, bodyBytes, bytes, HexHash, NOTHING, type Routes } from '../schemas.ts';

const params = object({ hash: HexHash, reader: ActorId });
const wrapped = bytes('application/octet-stream', 'The wrapped key.');

/** Wrapped keys beside a file. */
export const blobKeyRoutes: Routes = async (app, { served }) => {
  const { ledger, vault } = served;

  app.put(
    '/v1/blobs/:hash/keys/:reader',
    {
      schema: {
        summary: 'Lay a key for a reader beside my file',
        security: SESSION,
        params,
        body: wrapped,
        response: NOTHING,
      },
    },
    async (request, reply) => {
      const { hash, reader } = request.params;
      ownLiveFile(ledger, hash, actorOf(request).member);
      await vault.putKey(hash, reader, decodeWrappedKey(bodyBytes(request.body)));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v1/blobs/:hash/keys/:reader',
    {
      schema: {
        summary: 'My wrapped key of a file, or one of my file',
        security: SESSION,
        params,
        response: answers({ 200: wrapped }),
      },
    },
    async (request, reply) => {
      const { hash, reader } = request.params;
      const { actor, member } = actorOf(request);
      if (reader !== actor) ownFile(ledger, hash, member);
      const found = await vault.getKey(hash, reader);
      if (found === undefined) throw new Fault('vault_blob_unknown', `the file ${hash} has no key for ${reader} here`);
      return reply.type('application/octet-stream').send(Buffer.from(encodeWrappedKey(found)));
    },
  );

  app.delete(
    '/v1/blobs/:hash/keys/:reader',
    {
      schema: { summary: 'Erase a wrapped key: mine, or one of my file', security: SESSION, params, response: NOTHING },
    },
    async (request, reply) => {
      const { hash, reader } = request.params;
      const { actor, member } = actorOf(request);
      if (reader !== actor) ownFile(ledger, hash, member);
      await vault.eraseKey(hash, reader);
      return reply.code(204).send(null);
    },
  );
};
