// Two tiny contracts that do what they are told, and a ledger's state to run them on: the runtime alone is under test.

import { identity } from '#contracts/membership/identity.ts';
import { membership } from '#contracts/membership/membership.ts';
import { sha256 } from '#core/crypto.ts';
import { utf8 } from './bytes.ts';
import { canonicalJson, type JsonObject } from './canonical-json.ts';
import { type Caller, defineContract, defineInterface, defineOperation, record } from './contract.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { Registry } from './registry.ts';
import { type Action, type Execution, execute } from './runtime.ts';
import { integer, list, object, oneOf, RecordId, Type } from './schema.ts';
import { MemoryState, type Write } from './state.ts';

const none = { none: 'a test’s action' };
const shared = { says: 'Try', subject: () => 'test' };
const Box = object({ size: integer(0, 9), colour: Type.String() });

const storeInterface = defineInterface({
  name: 'store',
  version: 1,
  records: { box: record(Box, { index: ['colour'] }) },
  refusals: { full: 'The store is full.' },
  events: ['called'],
  actions: {},
});

/** Says which contract called it. */
const sayVia = defineOperation(storeInterface, (ctx, name: string) => {
  ctx.emit('called', { name, via: ctx.via });
});
/** Calls itself until `depth` operations are open. */
const dig = defineOperation(storeInterface, (ctx, depth: number) => {
  if (depth > 1) ctx.call(dig, depth - 1);
  else ctx.call(sayVia, 'bottom');
});
const keepBox = defineOperation(storeInterface, (ctx, id: string) => {
  ctx.put('box', id, { size: 1, colour: 'red' });
  if (id === 'full') ctx.refuse('full', { id });
});

const tinyInterface = defineInterface({
  name: 'tiny',
  version: 1,
  records: { box: record(Box, { index: ['colour'] }) },
  refusals: { said_no: 'The test asked for a refusal.' },
  events: ['told'],
  actions: {
    put: {
      ...shared,
      expects: none,
      input: object({ boxes: list(object({ id: Type.String(), size: Type.Integer() }), 99) }),
    },
    change: {
      ...shared,
      expects: ({ id, other }) => [
        ['box', id],
        ['store/box', other],
      ],
      input: object({ id: RecordId, other: RecordId }),
    },
    manage: { ...shared, expects: none, roles: ['admin'], input: object({}) },
    spend: { ...shared, expects: none, input: object({ amount: Type.Number(), unit: Type.String() }) },
    bind: { ...shared, expects: none, input: object({}) },
    use: {
      ...shared,
      expects: none,
      input: object({ what: oneOf('reads', 'writes', 'rows', 'events', 'depth'), times: Type.Integer() }),
    },
    list: { ...shared, expects: none, input: object({ remove: RecordId, add: RecordId, limit: Type.Integer() }) },
    refuse: { ...shared, expects: none, input: object({ how: oneOf('plainly', 'caught', 'below') }) },
    ask: { ...shared, expects: none, input: object({}) },
  },
});

const tiny = defineContract(tinyInterface, {
  visibleTo: { box: 'public' },
  actions: {
    put: {
      free: 'test',
      run(ctx, { boxes }) {
        for (const { id, size } of boxes) ctx.put('box', id, { size, colour: 'red' });
        ctx.emit('told', boxes.length);
      },
    },
    change: { free: 'test', run: (ctx, { id }) => ctx.put('box', id, { size: 9, colour: 'blue' }) },
    manage: { run: (ctx) => ctx.emit('told', 'managed') },
    spend: {
      commits: (_, { amount, unit }) => ({ what: 'tiny.spend', unit, amount }),
      run: (ctx) => ctx.emit('told', 'spent'),
    },
    bind: { run: (ctx) => ctx.emit('told', 'bound') },
    use: {
      free: 'test',
      run(ctx, { what, times }) {
        if (what === 'depth') ctx.call(dig, times - 1);
        else for (let n = 0; n < times; n++) useOnce(what, n);
        function useOnce(kind: string, n: number): void {
          if (kind === 'reads') ctx.get('box', 'none');
          else if (kind === 'rows') ctx.list('box', 'colour', 'red', { limit: 1 });
          else if (kind === 'writes') ctx.put('box', 'same', { size: n % 9, colour: 'red' });
          else ctx.emit('told', n);
        }
      },
    },
    list: {
      free: 'test',
      run(ctx, { remove, add, limit }) {
        ctx.delete('box', remove);
        ctx.put('box', add, { size: 0, colour: 'red' });
        ctx.emit(
          'told',
          ctx.list('box', 'colour', 'red', { limit }).map(([id]) => id),
        );
      },
    },
    refuse: {
      free: 'test',
      run(ctx, { how }) {
        ctx.put('box', 'written', { size: 1, colour: 'red' });
        ctx.emit('told', 'before');
        if (how === 'plainly') return ctx.refuse('said_no', { how });
        if (how === 'below') ctx.call(keepBox, 'full');
        try {
          ctx.refuse('said_no');
        } catch {
          ctx.emit('told', 'caught');
        }
      },
    },
    ask: {
      free: 'test',
      run(ctx) {
        ctx.call(sayVia, 'from the action');
        ctx.call(dig, 1);
        ctx.emit('told', {
          ids: [ctx.newId('box'), ctx.newId('box'), ctx.newId('crate')],
          via: ctx.via,
          txId: ctx.txId,
        });
      },
    },
  },
});

const store = defineContract(storeInterface, { visibleTo: { box: 'public' }, actions: {} });

/** The two contracts, and membership for who is who. */
export const registry = new Registry([tiny, store, membership], identity);
/** Block time of the statements: 2026-01-05T08:00:00Z, the start of an hour. */
export const TIME_MS = 1_767_600_000_000;

/** What a statement under test differs in. */
export type Try = {
  readonly caller?: Caller;
  readonly action?: Partial<Action>;
  readonly limits?: Partial<Limits>;
  readonly timeMs?: number;
  readonly tx?: string;
};

/** A state with the contracts in force and these records beside. */
export function stateWith(
  records: readonly (readonly [kind: string, id: string, value: JsonObject])[] = [],
): MemoryState {
  const state = new MemoryState(registry);
  const inForce = ['tiny', 'store'].map(
    (contract): Write => write('membership/release', contract, { contract, version: 1 }),
  );
  state.apply([...inForce, ...records.map(([kind, id, value]) => write(kind, id, value))]);
  return state;
}

/** Executes one statement of tiny; nothing is applied. */
export function attempt(state: MemoryState, { caller = PERSON, action = {}, limits = {}, ...rest }: Try): Execution {
  const { timeMs = TIME_MS, tx = 'tx' } = rest;
  const full = { contract: 'tiny', version: 1, action: 'ask', input: {}, expects: {}, nonce: '', notAfterMs: timeMs };
  const request = { txId: sha256(utf8(tx)), caller, action: { ...full, ...action } };
  return execute(request, { ledgerId: 'test', timeMs }, state, registry, { ...DEFAULT_LIMITS, ...limits });
}

/** A buyer of acme. */
export const PERSON: Caller = { member: 'acme', actor: 'acme/buyer', role: 'buyer', kind: 'person' };
/** An agent of acme; its mandate is in its record. */
export const AGENT: Caller = { member: 'acme', actor: 'acme/agent', role: 'agent', kind: 'agent' };

function write(kind: string, id: string, value: JsonObject): Write {
  return { kind, id, before: undefined, after: canonicalJson(value) };
}
