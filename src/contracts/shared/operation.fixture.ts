// Calls an operation as a contract on a higher floor calls it, in a statement of its own.

import { base64url, utf8 } from '#core/bytes.ts';
import { contextFor, RefusalSignal, type Run } from '#core/context.ts';
import type { Operation } from '#core/contract.ts';
import { sha256 } from '#core/crypto.ts';
import { DEFAULT_LIMITS } from '#core/limits.ts';
import { Overlay } from '#core/state.ts';
import { WORLD_ID, type World } from '#test/world.ts';

/** What came of it; its writes are applied to the world where it was accepted. */
export type Called<Out> = { readonly outcome: string; readonly value: Out | undefined };

/** Calls an operation for an actor, as the contract `via`. */
export function callOperation<In, Out>(
  world: World,
  { by, via }: { readonly by: string; readonly via: string },
  operation: Operation<In, Out>,
  input: In,
): Called<Out> {
  const overlay = new Overlay(world.state, world.registry);
  const txId = sha256(utf8(`${operation.contract} ${by} ${JSON.stringify(input)} ${world.state.dump().length}`));
  const run: Run = {
    txId,
    txIdText: base64url(txId),
    notAfterMs: world.timeMs,
    caller: world.caller(by),
    place: { ledgerId: WORLD_ID, timeMs: world.timeMs },
    overlay,
    registry: world.registry,
    limits: DEFAULT_LIMITS,
    switchedOff: undefined,
    events: [],
    ordinals: new Map(),
    used: { reads: 0, writes: 0, listRows: 0 },
    refusal: undefined,
  };
  try {
    const value = operation.run(contextFor(run, operation.contract, via, 1), input);
    world.state.apply(overlay.writes());
    return { outcome: 'accepted', value };
  } catch (error) {
    if (!(error instanceof RefusalSignal)) throw error;
    return { outcome: run.refusal?.outcome ?? '', value: undefined };
  }
}
