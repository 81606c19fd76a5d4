// The same statements at the same times, cut into blocks in any way: the same records, events, outcomes and ids.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '#core/bytes.ts';
import type { Applied } from '#ledger/applied.ts';
import { entryAt } from '#ledger/entries.ts';
import { Ledger } from '#ledger/ledger.ts';
import { newLedger, temporaryFolder } from '#test/ledgers.ts';
import { addBlock, SOAK, seededRandom } from '#test/load.ts';
import { recordsOf, type Told, tellStory } from '#test/story.ts';

const WAYS = SOAK ? 100 : 20;
const STORY = { seed: 11, statements: 150, mostPerBlock: 1, perTime: 30 };

test('how statements are cut into blocks changes nothing that they do', async () => {
  using folder = temporaryFolder();
  using source = await newLedger(folder.file('source.db'));
  const story = await tellStory(source, STORY);
  const genesis = entryAt(source.store, 0)?.bytes ?? new Uint8Array();
  const outcomes = new Set(story.map(({ applied }) => applied.outcome));
  for (const outcome of ['accepted', 'role_not_allowed', 'key_unknown']) {
    assert.ok(outcomes.has(outcome), `the story has ${outcome}, but ${[...outcomes]}`);
  }
  for (let way = 0; way < WAYS; way++) {
    using cut = Ledger.create(folder.file(`cut-${way}.db`), genesis, { registry: source.registry });
    const applied = cutInto(cut, story, way);
    assert.deepEqual(
      applied.map(meaningOf),
      story.map((told) => meaningOf(told.applied)),
      `cut ${way}`,
    );
    assert.deepEqual(recordsOf(cut), recordsOf(source), `cut ${way}`);
    assert.equal(hex(cut.head.stateDigest), hex(source.head.stateDigest), `cut ${way}`);
    assert.notEqual(hex(cut.head.root), hex(source.head.root), 'the log itself shows how it was cut');
  }
});

/** Way 0 makes the largest blocks that the times allow; the others are seeded. */
function cutInto(ledger: Ledger, story: readonly Told[], way: number): readonly Applied[] {
  const random = seededRandom(way);
  const applied: Applied[] = [];
  for (let at = 0; at < story.length; ) {
    const timeMs = story[at]?.timeMs ?? 0;
    let end = at + (way === 0 ? story.length : 1 + Math.floor(random() * 40));
    while (end > story.length || story[end - 1]?.timeMs !== timeMs) end--;
    applied.push(
      ...addBlock(
        ledger,
        timeMs,
        story.slice(at, end).map(({ bytes }) => bytes),
      ),
    );
    at = end;
  }
  return applied;
}

function meaningOf({ txId, outcome, details, events, timeMs }: Applied) {
  return [hex(txId), outcome, details, events, timeMs];
}
