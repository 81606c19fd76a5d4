// Looking at one ledger through several nodes: how this one stands, and whether a checkpoint that someone was shown is of
// the log that this one has.

import { Fault } from '#core/fault.ts';
import { object, oneOf, Type } from '#core/schema.ts';
import { answers, Index, type Routes } from '../schemas.ts';

const StatusSchema = object({
  role: oneOf('origin', 'replica'),
  state: oneOf('origin', 'following', 'behind', 'unreachable', 'stopped_on_evidence'),
  size: Index,
  originSize: Index,
  /** When the origin last answered, by this node's clock. */
  lastSeenMs: Type.Optional(Index),
  cosignedSize: Type.Optional(Index),
  finding: Type.Optional(object({ kind: Type.String(), sentence: Type.String() })),
});

/** The state of this node among others. */
export const replicaRoutes: Routes = async (app, { served }) => {
  const { ledger, role } = served;

  app.get(
    '/v1/replica',
    { schema: { summary: 'How this node stands to its origin', response: answers({ 200: StatusSchema }) } },
    () => {
      const status = served.status?.();
      if (status === undefined) {
        return { role, state: 'origin', size: ledger.head.size, originSize: ledger.head.size };
      }
      const { state, size, originSize, lastSeenMs, cosignedSize, finding } = status;
      return {
        ...{ role, state, size, originSize },
        ...(lastSeenMs === undefined ? {} : { lastSeenMs }),
        ...(cosignedSize === undefined ? {} : { cosignedSize }),
        // Where the evidence lies is for who runs the replica.
        ...(finding === undefined ? {} : { finding: { kind: finding.kind, sentence: finding.sentence } }),
      };
    },
  );

  app.post(
    '/v1/checkpoints',
    {
      schema: {
        summary: 'Hold a checkpoint that I was shown against this node’s log',
        description:
          '`kept`: this node has not come that far, and compares as soon as it has. A conflict is a problem.',
        body: { description: 'A signed note.', content: { 'text/plain': { schema: Type.String() } } },
        response: answers({ 200: object({ result: oneOf('same', 'kept') }) }),
      },
    },
    ({ body }) => {
      if (typeof body !== 'string') throw new Fault('request_invalid', 'body: expected a signed note as text/plain');
      return { result: served.compare(body) };
    },
  );
};
