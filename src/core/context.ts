// The `ctx` that a contract sees: its own records through the overlay, within the statement's budgets.

import { sha256 } from '#core/crypto.ts';
import { base64url } from './bytes.ts';
import { canonicalJson, encodeJson, type Json, type JsonObject } from './canonical-json.ts';
import type { Caller, Context, ContractInterface } from './contract.ts';
import { newId } from './id.ts';
import { DEFAULT_LIST_ROWS, type Limits } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Place } from './runtime.ts';
import type { Overlay } from './state.ts';

/** What an accepted statement tells those who follow the ledger. */
export type Event = { readonly contract: string; readonly name: string; readonly data: Json };

/** One statement while it is executed. */
export type Run = {
  readonly txId: Uint8Array;
  readonly txIdText: string;
  readonly notAfterMs: number;
  readonly caller: Caller;
  readonly place: Place;
  readonly overlay: Overlay;
  readonly registry: Registry;
  readonly limits: Limits;
  readonly switchedOff: string | undefined;
  readonly events: Event[];
  readonly ordinals: Map<string, number>;
  readonly used: { reads: number; writes: number; listRows: number };
  refusal: { readonly outcome: string; readonly details: JsonObject } | undefined;
};

/** Thrown to leave a contract's code. The refusal itself is noted in the run, so that catching this changes nothing. */
export class RefusalSignal extends Error {
  constructor(run: Run, outcome: string, details: JsonObject) {
    super(outcome);
    run.refusal ??= { outcome, details };
  }
}

/** The context of one contract within a run. `via` is the contract that called, empty for the action itself. */
export function contextFor(run: Run, contract: string, via: string, depth: number): Context<ContractInterface> {
  const { caller, place, overlay, registry, limits, used, events } = run;
  const over = (what: string): never => {
    throw new RefusalSignal(run, 'budget_exceeded', { what });
  };
  const read = (kind: string, id: string): unknown => {
    if (++used.reads > limits.readsPerStatement) over('reads');
    const text = overlay.get(kind, id);
    return text === undefined ? undefined : JSON.parse(text);
  };
  const write = (kind: string, id: string, text: string | undefined): void => {
    if (++used.writes > limits.writesPerStatement) over('writes');
    overlay.put(kind, id, text);
  };
  return {
    caller,
    timeMs: place.timeMs,
    ledgerId: place.ledgerId,
    txId: run.txIdText,
    via,
    // Records were written through their schemas, so they read back as the types of those.
    get: (record, id) => read(`${contract}/${record}`, id) as never,
    list(record, index, value, options = {}) {
      const kind = `${contract}/${record}`;
      const limit = Math.min(options.limit ?? DEFAULT_LIST_ROWS, limits.listRowsPerStatement);
      const ids = overlay.list(kind, String(index), String(value), options.after ?? '', limit);
      used.listRows += ids.length;
      if (used.listRows > limits.listRowsPerStatement) over('list rows');
      return ids.map((id) => [id, read(kind, id) as never] as const);
    },
    put(record, id, value) {
      const kind = `${contract}/${record}`;
      if (!/^[\x21-\x7e]{1,128}$/.test(id))
        throw new RefusalSignal(run, 'record_invalid', { record: kind, place: 'id' });
      const fault = registry.recordError(kind, value);
      if (fault !== undefined) throw new RefusalSignal(run, 'record_invalid', { record: kind, place: fault });
      write(kind, id, canonicalJson(value as Json));
    },
    delete: (record, id) => write(`${contract}/${record}`, id, undefined),
    newId: (kind) => nextId(run, kind),
    contentId: (content) => base64url(sha256(encodeJson(content))),
    emit(name, data) {
      if (events.length >= limits.eventsPerStatement) over('events');
      events.push({ contract, name, data });
    },
    refuse(code, details = {}) {
      const outcome = `${contract}.${code}`;
      // Off only in a test that must notice it: the one case in which this returns.
      if (run.switchedOff === outcome) return undefined as never;
      throw new RefusalSignal(run, outcome, defined(details));
    },
    call(operation, input) {
      if (depth >= limits.callDepth) over('call depth');
      return operation.run(contextFor(run, operation.contract, contract, depth + 1), input);
    },
  };
}

function nextId({ ordinals, txId, notAfterMs }: Run, kind: string): string {
  const ordinal = ordinals.get(kind) ?? 0;
  ordinals.set(kind, ordinal + 1);
  return newId({ txId, notAfterMs }, kind, ordinal);
}

function defined(details: { readonly [field: string]: Json | undefined }): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [field, value] of Object.entries(details)) if (value !== undefined) kept[field] = value;
  return kept;
}
