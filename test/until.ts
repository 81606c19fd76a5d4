// Waiting for something to become true, without a fixed time: looks again and again, and gives up with a sentence.

import assert from 'node:assert/strict';

const GIVE_UP_MS = 20_000;
const LOOK_MS = 10;

/** Resolves when the condition gives something. @param what it is, for the message */
export async function until<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  giveUpMs: number = GIVE_UP_MS,
): Promise<T> {
  const deadline = performance.now() + giveUpMs;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    assert.ok(performance.now() < deadline, `${what} did not come about within ${giveUpMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
