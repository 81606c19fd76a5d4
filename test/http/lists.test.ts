import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { seededRandom } from '#test/load.ts';
import { ServedLedger, text } from './served.ts';
import { type Asking, isFor, readersOfRecord, type StoredRecord, storedRecords } from './visibility.ts';

const CALLERS: readonly Asking[] = [
  undefined,
  { actor: 'acme/buyer', member: 'acme', role: 'buyer' },
  { actor: 'borealis/engineer', member: 'borealis', role: 'engineer' },
  { actor: 'carter/node', member: 'carter', role: 'node' },
  { actor: 'delta/quality', member: 'delta', role: 'quality' },
];
/** More than one page looks at, and none of it for the reader. */
const HIDDEN = 2100;

type List = { readonly kind: string; readonly indexes: readonly string[]; readonly records: readonly StoredRecord[] };
type Filters = { readonly [index: string]: string };
type ListPage = { readonly items: readonly { readonly id: string }[]; readonly next?: string };

const random = seededRandom(20260105);
let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
});
after(() => served[Symbol.asyncDispose]());

function lists(): readonly List[] {
  const records = storedRecords(served.full.node.ledger);
  return served.api.operations.flatMap(({ route, parameters }) => {
    const [, kind] = /^GET \/v1\/records\/([a-z]+\/[a-zA-Z]+)$/.exec(route) ?? [];
    if (kind === undefined) return [];
    const indexes = parameters.map(({ name }) => name).filter((name) => name !== 'limit' && name !== 'after');
    return [{ kind, indexes, records: records.filter((record) => record.kind === kind) }];
  });
}

/** Each value of each index, a value that no record has, and two indexes at once. */
function filtersOf({ indexes, records }: List): readonly Filters[] {
  const single = indexes.flatMap((name) =>
    [...new Set(records.flatMap((record) => fieldOf(record, name) ?? [])), 'none'].map((value) => ({ [name]: value })),
  );
  const [first, second] = indexes;
  const [record] = records;
  const values = [first, second].map((name) => name && record && fieldOf(record, name));
  const both =
    first !== undefined && second !== undefined && values[0] !== undefined && values[1] !== undefined
      ? [{ [first]: String(values[0]), [second]: String(values[1]) }]
      : [];
  return [{}, ...single, ...both];
}

function fieldOf({ text: json }: StoredRecord, name: string): string | undefined {
  const value: unknown = JSON.parse(json)[name];
  return value === undefined ? undefined : String(value);
}

/** All pages, of random sizes. */
async function readAll(kind: string, filters: Filters, asking: Asking): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const limit = 1 + Math.floor(random() * 7);
    const query = new URLSearchParams({ ...filters, limit: String(limit), ...(after === undefined ? {} : { after }) });
    const page = (await served.json(asking?.actor, `/v1/records/${kind}?${query}`)) as ListPage;
    assert.ok(page.items.length <= limit);
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}

describe('a list, page by page, is exactly what its reader may see, in the order of ids', () => {
  test('by each index, each value, and in pages of any size', async () => {
    for (const list of lists()) {
      for (const filters of filtersOf(list)) {
        const found = list.records.filter((record) =>
          Object.entries(filters).every(([name, value]) => fieldOf(record, name) === value),
        );
        await Promise.all(
          CALLERS.map(async (asking) => {
            const visible = found.filter((record) => isFor(readersOfRecord(record), asking)).map(({ id }) => id);
            const where = `${list.kind} ${JSON.stringify(filters)} for ${asking?.actor ?? 'anyone'}`;
            assert.deepEqual(await readAll(list.kind, filters, asking), visible, where);
          }),
        );
      }
    }
  });

  test('a cursor goes on in its own list only, shows nothing, and gives another reader nothing more', async () => {
    const path = '/v1/records/membership/key';
    const { next } = (await served.json('acme/buyer', `${path}?limit=1`)) as ListPage;
    assert.ok(next !== undefined);
    const shown = Buffer.from(next, 'base64url').toString('latin1');
    for (const id of served.full.idsOf('membership/key')) assert.ok(!shown.includes(id));
    for (const other of [`${path}?member=acme&after=${next}`, `/v1/records/accounts/unit?after=${next}`]) {
      const answer = await served.as('acme/buyer', { method: 'GET', path: other });
      assert.equal(JSON.parse(text(answer)).code, 'cursor_invalid', other);
    }
    const accounts = '/v1/records/accounts/account?limit=1';
    const all = (await served.json('carter/node', accounts)) as ListPage;
    const stolen = (await served.json('acme/finance', `${accounts}&after=${all.next}`)) as ListPage;
    assert.deepEqual(stolen, { items: [] });
  });

  test('a page that looked at too much ends early, and the next goes on', async () => {
    const { full } = served;
    const codes = Array.from({ length: HIDDEN }, (_, i) => `name-${i}`);
    await full.submitAll(
      codes.map((name) => ({ by: 'acme/finance', action: 'accounts.openAccount', input: { unit: 'EUR', name } })),
    );
    const path = '/v1/records/accounts/account?limit=500';
    const first = (await served.json('delta/finance', path)) as ListPage;
    assert.deepEqual(first.items, []);
    assert.ok(first.next !== undefined);
    const second = (await served.json('delta/finance', `${path}&after=${first.next}`)) as ListPage;
    assert.deepEqual(
      second.items.map(({ id }) => id),
      ['delta/EUR'],
    );
    const rest =
      second.next === undefined ? second : await served.json('delta/finance', `${path}&after=${second.next}`);
    assert.equal(rest.next, undefined);
    const exported = await served.as('acme/finance', {
      method: 'GET',
      path: '/v1/exports/accounts/account?format=json',
    });
    assert.equal(JSON.parse(text(exported)).length, HIDDEN + 1);
  });
});
