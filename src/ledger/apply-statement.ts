// One statement at its place: left out, or executed and staged as an entry with its outcome.

import { encodeResult } from '#core/block.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { execute } from '#core/runtime.ts';
import { writesDigest } from '#core/state.ts';
import type { Applied } from './applied.ts';
import type { BlockInProgress, Place } from './block-in-progress.ts';
import type { Candidate } from './candidate.ts';
import { entryReaders } from './entry-readers.ts';
import type { Ledger } from './ledger.ts';
import { reasonToDrop } from './reason-to-drop.ts';
import type { Statements } from './statements.ts';

/** Where a statement's turn comes. */
export type Turn = { readonly at: Place; readonly block: BlockInProgress; readonly statements: Statements };

/** Executes a statement inside the caller's transaction. */
export function applyStatement(ledger: Ledger, candidate: Candidate, { at, block, statements }: Turn): Applied {
  const { statement } = candidate;
  const { txId, action } = statement;
  const { height, timeMs } = at;
  const drop = reasonToDrop(ledger, candidate, timeMs);
  const caller = ledger.key(statement.kid);
  if (drop !== undefined || caller === undefined) {
    return {
      txId,
      index: undefined,
      height,
      timeMs,
      outcome: drop ?? 'key_unknown',
      details: {},
      events: [],
      readers: [],
    };
  }
  const result = execute(
    { txId, caller, action },
    { ledgerId: ledger.id, timeMs },
    ledger.state,
    ledger.registry,
    ledger.genesis.body.limits,
  );
  const index = at.firstIndex + block.results.length;
  block.signers.set(caller.kid, caller);
  ledger.state.apply(result.writes, index);
  if (result.writes.some(({ kind }) => ledger.registry.identity.isKeyRecord(kind))) {
    ledger.forgetKeys();
    block.keysChanged = true;
  }
  const digest = writesDigest(result.writes);
  const { outcome, details, events } = result;
  const readers = entryReaders(ledger.registry, statement, result.writes);
  const eventsText = events.length === 0 ? '[]' : canonicalJson(events);
  block.add(
    encodeResult({ txId, outcome, writesDigest: digest, eventsText }),
    result.writes.length > 0 ? digest : undefined,
  );
  ledger.tree.append(statement.bytes);
  statements.addStatement.run(
    index,
    statement.bytes,
    action.notAfterMs,
    txId,
    outcome,
    digest,
    eventsText,
    outcome === 'accepted' ? '{}' : canonicalJson(details),
    readers.join(' '),
  );
  for (const reader of readers) statements.addReader.run(reader, index);
  return { txId, index, height, timeMs, outcome, details, events, readers };
}
