import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { actorOf } from '#test/world.ts';
import { ROLES } from './full-ledger.ts';
import { GRANTED } from './full-play.ts';
import { type Case, casesOf, unusedCases } from './matrix-cases.ts';
import { ServedLedger, text } from './served.ts';
import { type Asking, KINDS, storedRecords } from './visibility.ts';

/** Every role of acme; of the others those who hold grants, a node, an administrator, a buyer; and anyone. */
const CALLERS: readonly Asking[] = [
  undefined,
  ...ROLES.map((role) => ({ actor: actorOf('acme', role), member: 'acme', role })),
  ...[...Object.values(GRANTED), 'borealis/node', 'carter/admin', 'delta/buyer'].map((actor) => {
    const [member = '', role = ''] = actor.split('/');
    return { actor, member, role };
  }),
];

let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
});
after(() => served[Symbol.asyncDispose]());

async function ask(method: string, one: Case, asking: Asking): Promise<void> {
  const token =
    asking === undefined
      ? undefined
      : one.endsSession === true
        ? await served.newToken(asking.actor)
        : await served.token(asking.actor);
  const { path, body, until } = one;
  const answer = await served.call({ method, path, body, token, until });
  const where = `${method} ${path} for ${asking?.actor ?? 'anyone'}`;
  assert.equal(answer.status, one.expected(asking), `${where}: ${text(answer).slice(0, 300)}`);
  try {
    if (answer.status === 200) one.check?.(answer, asking);
  } catch (cause) {
    throw new Error(`${where}: it is given something else`, { cause });
  }
}

describe('every route, to every role, gives what the contracts say', () => {
  test('the ledger has a record of every kind, and every role acts on it', () => {
    const kinds = new Set(storedRecords(served.full.node.ledger).map(({ kind }) => kind));
    assert.deepEqual(
      KINDS.filter((kind) => !kinds.has(kind)),
      [],
    );
    assert.ok(ROLES.includes('node') && ROLES.length > 10);
  });

  test('no route is without an expectation, and no expectation without its route', () => {
    const without = served.api.operations.filter((operation) => casesOf(served, operation) === undefined);
    assert.deepEqual(
      without.map(({ route }) => route),
      [],
    );
    assert.deepEqual(unusedCases(served), []);
  });

  test('each gives own, foreign and public things to whom they are for', async () => {
    let asked = 0;
    for (const operation of served.api.operations) {
      for (const one of casesOf(served, operation) ?? []) {
        await Promise.all(CALLERS.map((asking) => ask(operation.method, one, asking)));
        asked += CALLERS.length;
      }
    }
    assert.ok(asked > 5000, `${asked} requests`);
  });
});
