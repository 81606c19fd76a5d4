// What anyone may know of a ledger and the node that serves it.

import { object, oneOf, Type } from '#core/schema.ts';
import { entryAt } from '#ledger/entries.ts';
import { answers, bytes, Index, type Routes } from '../schemas.ts';

const LedgerSchema = object({
  ledgerId: Type.String(),
  name: Type.String(),
  role: oneOf('origin', 'replica'),
  /** Where the origin is, as this replica knows it. */
  origin: Type.Optional(Type.String()),
  publicAddress: Type.Optional(Type.String()),
  size: Index,
  height: Index,
  timeMs: Index,
  nowMs: Index,
  windowMs: Index,
  statementBytes: Index,
});

/** The ledger's description and its genesis. */
export const ledgerRoutes: Routes = async (app, { served, config }) => {
  const { ledger, role, clock } = served;

  app.get(
    '/v1/ledger',
    { schema: { summary: 'The ledger and its head', response: answers({ 200: LedgerSchema }) } },
    () => {
      const { size, height, timeMs } = ledger.head;
      const { name, limits } = ledger.genesis.body;
      return {
        ledgerId: ledger.id,
        name,
        role,
        ...(config.origin === undefined ? {} : { origin: config.origin }),
        ...(config.publicAddress === undefined ? {} : { publicAddress: config.publicAddress }),
        ...{ size, height, timeMs, nowMs: clock(), windowMs: limits.windowMs, statementBytes: limits.statementBytes },
      };
    },
  );

  app.get(
    '/v1/genesis',
    {
      schema: {
        summary: 'Leaf 0: its SHA-256 is the ledger’s id',
        response: answers({ 200: bytes('application/octet-stream', 'The signed genesis.') }),
      },
    },
    async (_, reply) => reply.type('application/octet-stream').send(Buffer.from(entryAt(ledger.store, 0)?.bytes ?? [])),
  );
};
