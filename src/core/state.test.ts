// The overlay against a naive model: what a contract lists and reads is what applying the writes would give.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { hex, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { sha256 } from './crypto.ts';
import { registry } from './runtime.fixture.ts';
import { MemoryState, Overlay, type StateReader, type Write, writesDigest } from './state.ts';

const KINDS = ['tiny/box', 'store/box'];
const IDS = ['!', '-', '0', '00', 'A', 'B', 'a', 'a/b', 'aa', 'b', '~'];
const COLOURS = ['red', 'blue', ''];

type Put = { readonly kind: string; readonly id: string; readonly colour: string | undefined };

const put: fc.Arbitrary<Put> = fc.record({
  kind: fc.constantFrom('tiny/box', 'tiny/box', 'store/box'),
  id: fc.constantFrom(...IDS),
  colour: fc.constantFrom(...COLOURS, 'red', undefined),
});
const puts = fc.array(put, { minLength: 2, maxLength: 20 });
const query = fc.record({
  kind: fc.constantFrom(...KINDS),
  colour: fc.constantFrom(...COLOURS, 'green'),
  after: fc.constantFrom('', 'a', ...IDS),
  limit: fc.integer({ min: 1, max: 6 }),
});
const queries = fc.array(query, { minLength: 4, maxLength: 4 });

/** Everything in one map, sorted at each question. */
class Naive {
  readonly records = new Map<string, string>();

  put({ kind, id, colour }: Put): void {
    if (colour === undefined) this.records.delete(`${kind} ${id}`);
    else this.records.set(`${kind} ${id}`, colour);
  }

  list({ kind, colour, after, limit }: { kind: string; colour: string; after: string; limit: number }): string[] {
    const rows = [...this.records].map(([key, value]) => [...key.split(' '), value]);
    const ids = rows.flatMap(([k, id = '', c]) => (k === kind && c === colour && id > after ? [id] : []));
    return ids.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).slice(0, limit);
  }
}

describe('an overlay', () => {
  test('lists and reads as if its writes were applied, also over another overlay', () => {
    const seen = { hidden: 0, cut: 0 };
    fc.assert(
      fc.property(puts, puts, puts, queries, (stored, below, above, asked) => {
        const naive = new Naive();
        const state = new MemoryState(registry);
        for (const one of stored) {
          state.apply([{ kind: one.kind, id: one.id, before: undefined, after: box(one.colour) }]);
          naive.put(one);
        }
        let top: StateReader = state;
        for (const layer of [below, above]) {
          const overlay = new Overlay(top, registry);
          for (const one of layer) {
            if (state.get(one.kind, one.id) !== undefined && one.colour === undefined) seen.hidden++;
            overlay.put(one.kind, one.id, box(one.colour));
            naive.put(one);
          }
          top = overlay;
          for (const one of asked) {
            const listed = overlay.list(one.kind, 'colour', one.colour, one.after, one.limit);
            if (listed.length === one.limit) seen.cut++;
            assert.deepEqual(listed, naive.list(one));
          }
        }
        for (const kind of KINDS) {
          for (const id of IDS) assert.equal(top.get(kind, id), box(naive.records.get(`${kind} ${id}`)));
        }
      }),
      { numRuns: 1000, seed: 42 },
    );
    assert.ok(seen.hidden > 300 && seen.cut > 500, JSON.stringify(seen));
  });

  test('gives writes that lead from the state before to the state after, each record once, in byte order', () => {
    fc.assert(
      fc.property(puts, puts, (stored, changed) => {
        const state = new MemoryState(registry);
        const naive = new Naive();
        for (const one of stored) {
          state.apply([{ kind: one.kind, id: one.id, before: undefined, after: box(one.colour) }]);
          naive.put(one);
        }
        const overlay = new Overlay(state, registry);
        for (const one of changed) {
          overlay.put(one.kind, one.id, box(one.colour));
          naive.put(one);
        }
        const writes = overlay.writes();
        for (const { kind, id, before, after } of writes) {
          assert.equal(before, state.get(kind, id));
          assert.notEqual(before, after);
        }
        const names = writes.map(({ kind, id }) => `${kind} ${id}`);
        assert.deepEqual(names, [...new Set(names)].sort());
        state.apply(writes);
        const dump = state.dump().map(([kind, id, value]) => [`${kind} ${id}`, value]);
        const expected = [...naive.records].map(([key, colour]) => [key, box(colour)]);
        assert.deepEqual(
          dump,
          expected.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
        );
      }),
      { numRuns: 1000, seed: 42 },
    );
  });
});

describe('the digest of writes', () => {
  const write = (id: string, after?: string): Write => ({ kind: 'tiny/box', id, before: undefined, after });
  const digest = (text: string): string => hex(sha256(utf8(text)));
  const rows: readonly (readonly [string, readonly Write[], string])[] = [
    ['of none', [], '[]'],
    ['of a record', [write('a', '{"n":1}')], '[["tiny/box","a",{"n":1}]]'],
    ['of a deleted record', [write('a')], '[["tiny/box","a"]]'],
    ['of two', [write('a', '{}'), write('"')], '[["tiny/box","a",{}],["tiny/box","\\""]]'],
  ];
  for (const [name, writes, text] of rows) {
    test(`${name} is SHA-256 of ${text}`, () => assert.equal(hex(writesDigest(writes)), digest(text)));
  }
});

function box(colour: string | undefined): string | undefined {
  return colour === undefined ? undefined : canonicalJson({ colour, size: 1 });
}
