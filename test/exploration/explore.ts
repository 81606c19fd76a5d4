// Exhaustive exploration of the real contract code: every order in which given steps can be taken, breadth first, each
// state once. A step's transaction is named by the step alone, so that ids are the same on every way to a state; what
// time it is, is a step too. The first state that breaks an invariant is reached by a shortest way.

import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Caller } from '#core/contract.ts';
import { sha256 } from '#core/crypto.ts';
import { DEFAULT_LIMITS } from '#core/limits.ts';
import type { Registry } from '#core/registry.ts';
import { execute, recordHash, referenceKey } from '#core/runtime.ts';
import type { StateReader, Write } from '#core/state.ts';
import { type Step, WORLD_ID, type World } from '#test/world.ts';

/** A step that may be taken once on each way. `to` is the time it passes to; a step without `step` only passes time. */
export type Move = {
  readonly name: string;
  readonly step?: (state: View) => Step;
  readonly toMs?: number;
  /** Where it may be taken; anywhere where absent. */
  readonly when?: (state: View) => boolean;
};

/** What steps and invariants read. */
export type View = Pick<World, 'get' | 'all' | 'timeMs'>;

/** What is explored. */
export type Exploration = {
  readonly world: World;
  readonly moves: readonly Move[];
  /** Throws where a state is not sound. */
  readonly sound: (state: View) => void;
  /** True for a state in which everything has come to its end. */
  readonly isEnd: (state: View) => boolean;
  /** Other contracts than those of the release: a broken variant. */
  readonly registry?: Registry;
};

/** What was found. `broken` is a shortest way to a state that is not sound; `stuck` one to a state without a way out. */
export type Found = {
  readonly states: number;
  readonly transitions: number;
  readonly ends: number;
  readonly broken?: { readonly way: readonly string[]; readonly why: string };
  readonly stuck?: readonly string[];
};

type Node = {
  readonly changes: ReadonlyMap<string, string | undefined>;
  readonly timeMs: number;
  /** A bit for each move that was taken. */
  readonly taken: bigint;
  readonly from: number;
  readonly by: string;
};

/** No exploration is larger than this. */
const STATES_MOST = 400_000;

/** Explores every state. */
export function explore(exploration: Exploration): Found {
  const { world, moves, sound, isEnd } = exploration;
  const nodes: Node[] = [{ changes: new Map(), timeMs: world.timeMs, taken: 0n, from: -1, by: '' }];
  const known = new Map([[keyOf(nodes[0]), 0]]);
  const before: number[][] = [[]];
  const ends: number[] = [];
  let transitions = 0;
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    if (node === undefined) break;
    const state = new Layered(world, node);
    const view = state.view();
    const why = faultOf(() => sound(view));
    if (why !== undefined)
      return { states: nodes.length, transitions, ends: ends.length, broken: { way: wayTo(nodes, at), why } };
    if (isEnd(view)) ends.push(at);
    for (const next of successors(exploration, node, state, at)) {
      transitions++;
      const key = keyOf(next);
      const seen = known.get(key);
      if (seen !== undefined) before[seen]?.push(at);
      else {
        known.set(key, nodes.length);
        before.push([at]);
        nodes.push(next);
      }
      if (nodes.length > STATES_MOST)
        throw new Error(`more than ${STATES_MOST} states: give fewer of the ${moves.length} moves`);
    }
  }
  const stuck = withoutWayOut(before, ends);
  const found = { states: nodes.length, transitions, ends: ends.length };
  return stuck === undefined ? found : { ...found, stuck: wayTo(nodes, stuck) };
}

function successors(
  { world, moves, registry = world.registry }: Exploration,
  node: Node,
  state: Layered,
  from: number,
): readonly Node[] {
  return moves.flatMap((move, i): Node[] => {
    const bit = 1n << BigInt(i);
    if ((node.taken & bit) !== 0n || move.when?.(state.view()) === false) return [];
    const moved = { taken: node.taken | bit, from, by: move.name };
    if (move.step === undefined) {
      const isLater = move.toMs !== undefined && move.toMs > node.timeMs;
      return isLater ? [{ ...moved, changes: node.changes, timeMs: move.toMs ?? node.timeMs }] : [];
    }
    const writes = run(registry, state, move.name, move.step(state.view()));
    if (writes === undefined) return [];
    const changes = new Map(node.changes);
    for (const { kind, id, after } of writes) changes.set(`${kind} ${id}`, after);
    return [{ ...moved, changes, timeMs: node.timeMs }];
  });
}

/** The writes of a step that is accepted. */
function run(
  registry: Registry,
  state: Layered,
  name: string,
  { by, action, input }: Step,
): readonly Write[] | undefined {
  const [contract = '', verb = ''] = action.split('.');
  const txId = sha256(utf8(name));
  const caller = state.view().get('membership/actor', by);
  if (caller === undefined) throw new Error(`no actor ${by}`);
  const { outcome, writes } = execute(
    {
      txId,
      // Written by membership's schema.
      caller: { actor: by, member: caller.member, role: caller.role, kind: caller.kind } as Caller,
      action: {
        contract,
        version: 1,
        action: verb,
        input,
        expects: expectsOf(registry, state, { contract, verb, input }),
        nonce: base64url(txId.subarray(0, 16)),
        notAfterMs: state.world.timeMs + 60_000,
      },
    },
    { ledgerId: WORLD_ID, timeMs: state.timeMs },
    state,
    registry,
    DEFAULT_LIMITS,
  );
  return outcome === 'accepted' ? writes : undefined;
}

/** The signer has seen the state as it is. */
function expectsOf(
  registry: Registry,
  state: Layered,
  { contract, verb, input }: { readonly contract: string; readonly verb: string; readonly input: JsonObject },
): { readonly [reference: string]: string } {
  const references = registry.contract(contract)?.actions[verb]?.expects;
  if (typeof references !== 'function') return {};
  return Object.fromEntries(
    references(input).flatMap((reference) => {
      const key = referenceKey(contract, reference);
      const [c, r, ...id] = key.split('/');
      const text = state.get(`${c}/${r}`, id.join('/'));
      return text === undefined ? [] : [[key, recordHash(text)]];
    }),
  );
}

/** A world with what was changed since. */
class Layered implements StateReader {
  readonly world: World;
  readonly timeMs: number;
  readonly #changes: Node['changes'];

  constructor(world: World, { changes, timeMs }: Node) {
    this.world = world;
    this.timeMs = timeMs;
    this.#changes = changes;
  }

  get(kind: string, id: string): string | undefined {
    const key = `${kind} ${id}`;
    return this.#changes.has(key) ? this.#changes.get(key) : this.world.state.get(kind, id);
  }

  list(kind: string, index: string, value: string, after: string, limit: number): readonly string[] {
    const { registry, state } = this.world;
    const old = state.list(kind, index, value, after, Number.MAX_SAFE_INTEGER);
    const left = old.filter((id) => !this.#changes.has(`${kind} ${id}`));
    const own = this.#changedIds(kind).filter((id) => {
      return id > after && registry.indexValue(kind, index, this.get(kind, id)) === value;
    });
    return [...left, ...own].sort((a, b) => (a < b ? -1 : Number(a > b))).slice(0, limit);
  }

  /** As steps and invariants read it. */
  view(): View {
    const { world, timeMs } = this;
    const parsed = (text: string | undefined): JsonObject | undefined =>
      text === undefined ? undefined : JSON.parse(text);
    return {
      timeMs,
      get: (kind, id) => parsed(this.get(kind, id)),
      all: (kind) => {
        const old = world.state.dump().flatMap(([k, id]) => (k === kind ? [id] : []));
        const ids = [...new Set([...old, ...this.#changedIds(kind)])].sort();
        return ids.flatMap((id) => {
          const value = parsed(this.get(kind, id));
          return value === undefined ? [] : [value];
        });
      },
    };
  }

  #changedIds(kind: string): readonly string[] {
    return [...this.#changes.keys()].flatMap((key) => (key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : []));
  }
}

function keyOf(node: Node | undefined): string {
  if (node === undefined) return '';
  const changes = [...node.changes].map(([key, text]) => `${key} ${text ?? ''}`).sort();
  return base64url(sha256(utf8(`${node.timeMs}\n${node.taken}\n${changes.join('\n')}`)));
}

function faultOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wayTo(nodes: readonly Node[], at: number): readonly string[] {
  const way: string[] = [];
  for (let node = nodes[at]; node !== undefined && node.from >= 0; node = nodes[node.from]) way.unshift(node.by);
  return way;
}

/** The first state from which no end is reached, looking back from the ends. */
function withoutWayOut(before: readonly (readonly number[])[], ends: readonly number[]): number | undefined {
  const leads = new Set(ends);
  const left = [...ends];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    for (const earlier of before[at] ?? []) {
      if (leads.has(earlier)) continue;
      leads.add(earlier);
      left.push(earlier);
    }
  }
  const stuck = before.findIndex((_, at) => !leads.has(at));
  return stuck < 0 ? undefined : stuck;
}
