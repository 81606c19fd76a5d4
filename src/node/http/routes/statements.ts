// Statements in. They are signed, so no session is needed; what comes back is durable.

import { base64url } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import { Hash, object, Type } from '#core/schema.ts';
import { decodeEntries } from '#core/tile.ts';
import { DROPS } from '#ledger/applied.ts';
import type { Submitted } from '#sdk/transport.ts';
import { BATCH_BYTES, BATCH_STATEMENTS } from '../../limits.ts';
import { problemOf } from '../../problem.ts';
import { answers, bodyBytes, bytes, OutcomeSchema, type Routes } from '../schemas.ts';
import type { Served } from '../served.ts';

const DroppedSchema = object({ txId: Type.Optional(Hash), code: Type.String(), detail: Type.String() });

/** Submitting statements. */
export const statementRoutes: Routes = async (app, { served }) => {
  app.post(
    '/v1/statements',
    {
      bodyLimit: served.ledger.genesis.body.limits.statementBytes,
      schema: {
        summary: 'Submit a signed statement',
        description:
          'Answers when the statement is durable, with what came of it; a refusal by the contract is such an outcome. One that is in the log already gets its first outcome, marked known. A statement that was not taken is a problem.',
        body: bytes('application/cose', 'One signed statement (COSE_Sign1).'),
        response: answers({ 200: OutcomeSchema }),
      },
    },
    async ({ body }) => outcomeOf(await counted(served, bodyBytes(body))),
  );

  app.post(
    '/v1/statements/batch',
    {
      bodyLimit: BATCH_BYTES,
      schema: {
        summary: 'Submit several statements at once',
        description: `Up to ${BATCH_STATEMENTS} statements, each with its length in two bytes before it. Each result stands at its statement’s place.`,
        body: bytes('application/octet-stream', 'Statements, each after its length.'),
        response: answers({
          200: object({ results: Type.Array(Type.Union([OutcomeSchema, DroppedSchema])) }),
        }),
      },
    },
    async ({ body, id }) => {
      const statements = decodeEntries(bodyBytes(body));
      return { results: await Promise.all(statements.map((bytes) => settled(counted(served, bytes), id))) };
    },
  );
};

/** Submits, and counts what became of it. */
async function counted({ submit, metrics }: Served, bytes: Uint8Array): Promise<Submitted> {
  const started = performance.now();
  const submitted = await submit(bytes);
  const { index, outcome } = submitted;
  const became = index === undefined ? 'dropped' : outcome === 'accepted' ? 'accepted' : 'refused';
  metrics.statement(became, (performance.now() - started) / 1000);
  return submitted;
}

/** What came of a statement, as it travels. @throws Fault with a code of DROPS where it was not taken */
export function outcomeOf({ txId, index, height, timeMs, outcome, details, events, known }: Submitted) {
  if (index === undefined) throw new Fault(outcome, dropSentence(outcome));
  const own = { txId: base64url(txId), index, height, timeMs, outcome, details, events: [...events] };
  return known ? { ...own, known } : own;
}

async function settled(submitted: Promise<Submitted>, id: string) {
  try {
    const result = await submitted;
    if (result.index !== undefined) return outcomeOf(result);
    return { txId: base64url(result.txId), code: result.outcome, detail: dropSentence(result.outcome) };
  } catch (error) {
    if (!isFault(error)) throw error;
    const { code, detail } = problemOf(error, id);
    return { code, detail };
  }
}

function dropSentence(code: string): string {
  return code in DROPS ? DROPS[code as keyof typeof DROPS] : 'The statement was not taken.';
}
