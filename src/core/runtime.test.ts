// The runtime: what it refuses itself, what a refusal leaves, what an action may use and what it sees.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base64url, utf8 } from './bytes.ts';
import { canonicalJson, type Json, type JsonObject } from './canonical-json.ts';
import { sha256 } from './crypto.ts';
import { newId } from './id.ts';
import { AGENT, attempt, stateWith, TIME_MS, type Try } from './runtime.fixture.ts';
import { type RUNTIME_REFUSALS, readAction, recordHash } from './runtime.ts';

const HOUR_MS = 3_600_000;
const BOX = { size: 1, colour: 'red' };
const boxHash = (box: JsonObject) => recordHash(canonicalJson(box));
const put = (...boxes: Json[]): Try => ({ action: { action: 'put', input: { boxes } } });
const change = (expects: { [key: string]: string }): Try => ({
  action: { action: 'change', input: { id: 'a/b', other: 'o' }, expects },
});
const spend = (amount: number, unit = 'EUR'): Try => ({
  caller: AGENT,
  action: { action: 'spend', input: { amount, unit } },
});
const use = (what: string, times: number, limits: Try['limits'] = {}): Try => ({
  action: { action: 'use', input: { what, times } },
  limits,
});
const refuse = (how: string): Try => ({ action: { action: 'refuse', input: { how } } });
const line = { what: 'tiny.spend', unit: 'EUR', mostEach: 50, mostPerPeriod: 80, periodMs: HOUR_MS, untilMs: TIME_MS };
const agent = (...mandate: JsonObject[]) =>
  ['membership/actor', 'acme/agent', { id: 'acme/agent', mandate } as JsonObject] as const;

/** Rows: what is tried, on which records. */
type Row = readonly [name: string, attempt: Try, records?: Parameters<typeof stateWith>[0]];

const table: { readonly [Code in keyof typeof RUNTIME_REFUSALS]: readonly Row[] } = {
  action_unknown: [
    ['a contract that is not in force', { action: { contract: 'nothing' } }],
    ['an action that the contract has not', { action: { action: 'nothing' } }],
    [
      'a version in force whose code is not here',
      { action: { version: 2 } },
      [['membership/release', 'tiny', { contract: 'tiny', version: 2 }]],
    ],
  ],
  version_inactive: [
    ['a later version', { action: { version: 2 } }],
    ['an earlier version', {}, [['membership/release', 'tiny', { contract: 'tiny', version: 2 }]]],
  ],
  input_invalid: [
    ['a member too many', { action: { input: { more: 1 } } }],
    ['a member missing', { action: { action: 'spend', input: { amount: 1 } } }],
    ['a member of another type', { action: { action: 'spend', input: { amount: '1', unit: 'EUR' } } }],
  ],
  role_not_allowed: [['a buyer where an administrator is asked for', { action: { action: 'manage' } }]],
  expects_missing: [
    ['none of two records named', change({}), [['tiny/box', 'a/b', BOX]]],
    [
      'one of two records named',
      change({ 'tiny/box/a/b': boxHash(BOX) }),
      [
        ['tiny/box', 'a/b', BOX],
        ['store/box', 'o', BOX],
      ],
    ],
  ],
  record_changed: [
    ['another content', change({ 'tiny/box/a/b': boxHash({ ...BOX, size: 2 }) }), [['tiny/box', 'a/b', BOX]]],
    ['a record that is gone', change({ 'tiny/box/a/b': boxHash(BOX) })],
    ['a record that the action does not ask for', { action: { expects: { 'tiny/box/x': boxHash(BOX) } } }],
    ['a kind of record that is none', { action: { expects: { 'tiny/crate/x': boxHash(BOX) } } }],
    ['a name that is none', { action: { expects: { x: boxHash(BOX) } } }],
  ],
  mandate_missing: [
    ['an agent without a record', spend(1)],
    ['an agent without a mandate', spend(1), [agent()]],
    ['another class', spend(1), [agent({ ...line, what: 'tiny.bind' })]],
    ['another unit', spend(1, 'USD'), [agent(line)]],
    ['a mandate that is over', { ...spend(1), timeMs: TIME_MS + 1 }, [agent(line)]],
    ['an action that says nothing of what it commits to', { caller: AGENT, action: { action: 'bind' } }, [agent(line)]],
    ['a machine like an agent', { ...spend(1), caller: { ...AGENT, kind: 'machine' } }],
  ],
  mandate_exceeded: [
    ['more than each', spend(51), [agent(line)]],
    ['more than the period', spend(81), [agent({ ...line, mostEach: 99 })]],
    ['more than one of two lines', spend(30), [agent(line, { ...line, periodMs: 2 * HOUR_MS, mostPerPeriod: 29 })]],
    ['less than nothing', spend(-1), [agent(line)]],
    ['a fraction', spend(0.5), [agent(line)]],
  ],
  budget_exceeded: [
    ['reads', use('reads', 6, { readsPerStatement: 5 })],
    ['writes, also of one record', use('writes', 6, { writesPerStatement: 5 })],
    ['events', use('events', 6, { eventsPerStatement: 5 })],
    ['call depth', use('depth', 6, { callDepth: 5 })],
    ['rows', use('rows', 6, { listRowsPerStatement: 5 }), [['tiny/box', 'a', BOX]]],
    ['reads of the rows listed', use('rows', 6, { readsPerStatement: 5 }), [['tiny/box', 'a', BOX]]],
    ['expects', { action: { expects: { a: '', b: '' } }, limits: { expectsPerStatement: 1 } }],
  ],
  record_invalid: [
    ['a field beyond its schema', put({ id: 'a', size: 10 })],
    ['a field below its schema', put({ id: 'a', size: -1 })],
    ['an empty id', put({ id: '', size: 1 })],
    ['an id with a space', put({ id: 'a b', size: 1 })],
    ['an id beyond ASCII', put({ id: 'é', size: 1 })],
    ['an id of 129 characters', put({ id: 'x'.repeat(129), size: 1 })],
  ],
};

describe('the runtime refuses', () => {
  for (const [code, rows] of Object.entries(table)) {
    for (const [name, attempted, records] of rows) {
      test(`${code}: ${name}`, () => {
        const state = stateWith(records);
        const before = state.dump();
        const { outcome, writes, events } = attempt(state, attempted);
        assert.deepEqual({ outcome, writes, events }, { outcome: code, writes: [], events: [] });
        assert.deepEqual(state.dump(), before);
      });
    }
  }
});

describe('a refusal', () => {
  for (const [how, outcome] of [
    ['plainly', 'tiny.said_no'],
    ['caught', 'tiny.said_no'],
    ['below', 'store.full'],
  ] as const) {
    test(`${how} keeps neither writes nor events`, () => {
      const result = attempt(stateWith(), refuse(how));
      assert.deepEqual({ ...result, details: {} }, { outcome, details: {}, writes: [], events: [] });
    });
  }
  test('after the charge to a mandate uses none of it', () => {
    const state = stateWith([agent(line)]);
    const tried = { ...spend(50), limits: { eventsPerStatement: 0 } };
    assert.deepEqual(attempt(state, tried).writes, []);
  });
});

describe('an accepted statement', () => {
  test('leaves its writes with what was there before, sorted, and its events; applying is the caller’s affair', () => {
    const state = stateWith([['tiny/box', 'b', BOX]]);
    const result = attempt(state, put({ id: 'c', size: 1 }, { id: 'b', size: 2 }, { id: 'c', size: 3 }));
    const red = (size: number) => `{"colour":"red","size":${size}}`;
    assert.deepEqual(result, {
      outcome: 'accepted',
      details: {},
      writes: [
        { kind: 'tiny/box', id: 'b', before: red(1), after: red(2) },
        { kind: 'tiny/box', id: 'c', before: undefined, after: red(3) },
      ],
      events: [{ contract: 'tiny', name: 'told', data: 3 }],
    });
    assert.equal(state.get('tiny/box', 'b'), red(1));
  });

  test('that writes what was there leaves no write', () => {
    assert.deepEqual(attempt(stateWith([['tiny/box', 'b', BOX]]), put({ id: 'b', size: 1 })).writes, []);
  });

  test('has the same ids each time, counted by kind, and others in another transaction', () => {
    const txId = sha256(utf8('tx'));
    const seed = { txId, notAfterMs: TIME_MS };
    const ids = [newId(seed, 'box', 0), newId(seed, 'box', 1), newId(seed, 'crate', 0)];
    const first = attempt(stateWith(), {});
    assert.deepEqual(first, attempt(stateWith(), {}));
    assert.deepEqual(first.events.at(-1)?.data, { ids, via: '', txId: base64url(txId) });
    assert.notDeepEqual(attempt(stateWith(), { tx: 'another' }).events, first.events);
  });

  test('tells an operation which contract called it', () => {
    const [direct, nested] = attempt(stateWith(), {}).events;
    assert.deepEqual(direct, { contract: 'store', name: 'called', data: { name: 'from the action', via: 'tiny' } });
    assert.deepEqual(nested, { contract: 'store', name: 'called', data: { name: 'bottom', via: 'store' } });
  });

  test('sees its own writes and deletions in a list, in the order of ids, within the limit', () => {
    const state = stateWith(['a', 'c', 'd', 'e'].map((id) => ['tiny/box', id, BOX]));
    const listed = (limit: number) =>
      attempt(state, { action: { action: 'list', input: { remove: 'c', add: 'b', limit } } }).events[0]?.data;
    assert.deepEqual(listed(100), ['a', 'b', 'd', 'e']);
    assert.deepEqual(listed(3), ['a', 'b', 'd']);
  });

  test('may use each budget to its end', () => {
    const five = {
      readsPerStatement: 5,
      writesPerStatement: 5,
      listRowsPerStatement: 5,
      eventsPerStatement: 5,
      callDepth: 5,
    };
    for (const what of ['reads', 'writes', 'rows', 'events', 'depth']) {
      assert.equal(attempt(stateWith([['tiny/box', 'a', BOX]]), use(what, 5, five)).outcome, 'accepted', what);
    }
  });

  test('names each existing record that its action relies on, and need not name one that is absent', () => {
    const state = stateWith([['tiny/box', 'a/b', BOX]]);
    const named = { 'tiny/box/a/b': boxHash(BOX) };
    assert.equal(attempt(state, change(named)).outcome, 'accepted');
    assert.equal(attempt(state, { ...change(named), limits: { expectsPerStatement: 1 } }).outcome, 'accepted');
    state.apply(attempt(state, change(named)).writes);
    assert.equal(attempt(state, change(named)).outcome, 'record_changed');
  });

  test('is for administrators only where its action says so', () => {
    const admin = { member: 'acme', actor: 'acme/admin', role: 'admin', kind: 'person' } as const;
    assert.equal(attempt(stateWith(), { caller: admin, action: { action: 'manage' } }).outcome, 'accepted');
  });
});

describe('a mandate', () => {
  const spendAll = (state: ReturnType<typeof stateWith>, tries: readonly Try[]) =>
    tries.map((tried) => {
      const { outcome, writes } = attempt(state, tried);
      state.apply(writes);
      return outcome;
    });

  test('is used up within its period and fresh in the next, to the amount', () => {
    const state = stateWith([agent({ ...line, untilMs: TIME_MS + 2 * HOUR_MS })]);
    const at = (timeMs: number, amount: number): Try => ({ ...spend(amount), timeMs });
    assert.deepEqual(
      spendAll(state, [
        spend(50),
        spend(31),
        spend(30),
        spend(0),
        spend(1),
        at(TIME_MS + HOUR_MS - 1, 1),
        at(TIME_MS + HOUR_MS, 50),
      ]),
      ['accepted', 'mandate_exceeded', 'accepted', 'accepted', 'mandate_exceeded', 'mandate_exceeded', 'accepted'],
    );
  });

  test('of two periods holds in both', () => {
    const day = { ...line, mostPerPeriod: 100, periodMs: 24 * HOUR_MS, untilMs: TIME_MS + 24 * HOUR_MS };
    const state = stateWith([agent(day, { ...line, untilMs: day.untilMs })]);
    const later = { ...spend(50), timeMs: TIME_MS + HOUR_MS };
    assert.deepEqual(spendAll(state, [spend(50), later, later]), ['accepted', 'accepted', 'mandate_exceeded']);
  });

  test('is counted for each unit and each actor apart', () => {
    const other = { ...AGENT, actor: 'acme/other' };
    const state = stateWith([
      agent({ ...line, mostPerPeriod: 50 }, { ...line, unit: 'USD' }),
      ['membership/actor', 'acme/other', { id: 'acme/other', mandate: [line] }],
    ]);
    const tries = [spend(50), spend(50, 'USD'), { ...spend(50), caller: other }, spend(1)];
    assert.deepEqual(spendAll(state, tries), ['accepted', 'accepted', 'accepted', 'mandate_exceeded']);
  });

  test('is not asked of a person, nor where the action is free', () => {
    const { action } = spend(50);
    assert.equal(attempt(stateWith(), { ...(action === undefined ? {} : { action }) }).outcome, 'accepted');
    assert.equal(attempt(stateWith(), { caller: AGENT }).outcome, 'accepted');
  });
});

describe('an action is read from a payload', () => {
  const nonce = 'A'.repeat(22);
  const action = { contract: 'c', version: 1, action: 'a', input: {}, expects: { 'c/r/1': 'h' }, nonce, notAfterMs: 1 };
  test('as it stands there', () => assert.deepEqual(readAction(action), action));
  const rows: readonly (readonly [Json, string])[] = [
    ['text', 'the payload is not an object'],
    [[action], 'the payload is not an object'],
    [{ ...action, more: 1 }, 'the payload has an unknown member "more"'],
    [{ ...action, contract: 1 }, 'contract is not a text'],
    [{ ...action, action: 1 }, 'action is not a text'],
    [{ ...action, version: '1' }, 'version is not a number'],
    [{ ...action, input: [] }, 'input is not an object'],
    [{ ...action, expects: [] }, 'expects is not an object'],
    [{ ...action, expects: { x: 1 } }, 'expects of x is not a hash'],
    [{ ...action, nonce: 'A' }, 'nonce is not 128 bits in base64url'],
    [{ ...action, nonce: `${'A'.repeat(21)}B` }, 'nonce is not 128 bits in base64url'],
    [{ ...action, notAfterMs: -1 }, 'notAfterMs is not a time'],
  ];
  for (const [payload, sentence] of rows) test(sentence, () => assert.equal(readAction(payload), sentence));
});
