// Who vouches for the log: the witnesses that the ledger names, and what they co-signed.

import { Fault } from '#core/fault.ts';
import { object, Type } from '#core/schema.ts';
import { answers, Index, type Routes } from '../schemas.ts';

const WitnessedSchema = object({
  size: Index,
  /** Largest size that more than half of the members with a live witness co-signed. */
  witnessedSize: Index,
  /** The checkpoint of that size with its co-signatures. */
  checkpoint: Type.Optional(Type.String()),
  witnesses: Type.Array(
    object({ name: Type.String(), member: Type.String(), publicKey: Type.String(), size: Type.Optional(Index) }),
  ),
});

/** Co-signatures out and in. */
export const cosignatureRoutes: Routes = async (app, { served }) => {
  const { ledger, witnessing } = served;

  app.get(
    '/v1/cosignatures',
    {
      schema: {
        summary: 'Who co-signs this ledger, and how far it is witnessed',
        response: answers({ 200: WitnessedSchema }),
      },
    },
    () => ({
      size: ledger.head.size,
      witnessedSize: witnessing.witnessedSize(),
      ...checkpointOf(witnessing.witnessedHead()),
      witnesses: witnessing.live().map(({ name, member, publicKey }) => {
        const size = witnessing.latestSizeOf(name);
        return { name, member, publicKey, ...(size === undefined ? {} : { size }) };
      }),
    }),
  );

  app.post(
    '/v1/cosignatures',
    {
      schema: {
        summary: 'Hand in a checkpoint that a registered witness co-signed',
        body: { description: 'A signed note.', content: { 'text/plain': { schema: Type.String() } } },
        response: answers({ 200: object({ size: Index, witnessedSize: Index, witnesses: Type.Array(Type.String()) }) }),
      },
    },
    ({ body }) => {
      if (typeof body !== 'string') throw new Fault('request_invalid', 'body: expected a signed note as text/plain');
      const { size, witnesses } = witnessing.take(body);
      return { size, witnessedSize: witnessing.witnessedSize(), witnesses: [...witnesses] };
    },
  );
};

function checkpointOf(head: { readonly note: string } | undefined) {
  return head === undefined ? {} : { checkpoint: head.note };
}
