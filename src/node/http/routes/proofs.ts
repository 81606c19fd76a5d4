// Proofs out: receipts and bundles of statements to those who may see them, and that one head goes on from another.

import { MAX_BUNDLE_ENTRIES } from '#core/bundle-format.ts';
import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { Hash, list, object, Type } from '#core/schema.ts';
import { receiptOf } from '#ledger/evidence.ts';
import { visibleBundle, visibleStatement } from '../../reading.ts';
import { SESSION } from '../openapi.ts';
import { actorOf } from '../request.ts';
import { Anything, answers, bytes, Index, type Routes } from '../schemas.ts';

/** Receipts, bundles, consistency. */
export const proofRoutes: Routes = async (app, { served }) => {
  const { ledger, witnessing } = served;

  app.get(
    '/v1/entries/:index/receipt',
    {
      schema: {
        summary: 'The receipt of a statement (COSE, RFC 9942)',
        params: object({ index: Index }),
        querystring: object({ size: Type.Optional(Index) }),
        response: answers({ 200: bytes('application/cose', 'The receipt.') }),
      },
    },
    async ({ params: { index }, query: { size }, reader }, reply) => {
      visibleStatement(ledger, reader, index);
      const receipt = await receiptOf(ledger, index, size);
      return reply.type('application/cose').send(Buffer.from(receipt));
    },
  );

  app.post(
    '/v1/bundles',
    {
      schema: {
        summary: 'The evidence bundle of statements',
        description: 'On the last checkpoint that is witnessed where that covers them, else on the newest.',
        security: SESSION,
        body: object({ indexes: list(Index, MAX_BUNDLE_ENTRIES, 1) }),
        response: answers({
          200: { description: 'The bundle.', content: { 'application/json': { schema: Anything } } },
        }),
      },
    },
    async (request, reply) => {
      const bundle = await visibleBundle(ledger, actorOf(request), request.body.indexes, witnessing.witnessedHead());
      return reply.type('application/json').send(Buffer.from(bundle));
    },
  );

  app.get(
    '/v1/proofs/consistency',
    {
      schema: {
        summary: 'That the log of one size goes on from that of another (RFC 9162)',
        querystring: object({ from: Index, to: Index }),
        response: answers({ 200: object({ from: Index, to: Index, path: Type.Array(Hash) }) }),
      },
    },
    ({ query: { from, to } }) => {
      if (from > to || to > ledger.head.size) {
        throw new Fault(
          'proof_out_of_range',
          `from and to: expected from ≤ to ≤ ${ledger.head.size}, got ${from} and ${to}`,
        );
      }
      return { from, to, path: ledger.tree.consistency(from, to).map(base64url) };
    },
  );
};
