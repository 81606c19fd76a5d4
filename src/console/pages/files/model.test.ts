import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsGrant, grantStanding } from './model.ts';

const UNTIL_MS = 1_000_000;

for (const [state, nowMs, standing] of [
  ['live', UNTIL_MS - 1, 'live'],
  ['live', UNTIL_MS, 'live'],
  ['live', UNTIL_MS + 1, 'expired'],
  ['ended', UNTIL_MS - 1, 'ended'],
  ['ended', UNTIL_MS + 1, 'ended'],
] as const) {
  test(`a grant that is ${state} on the ledger, ${nowMs - UNTIL_MS} ms after its time, is ${standing}`, () => {
    assert.equal(grantStanding({ state, untilMs: UNTIL_MS }, nowMs), standing);
  });
}

for (const [standing, action, fits] of [
  ['live', 'sharing.acknowledgeOpening', true],
  ['expired', 'sharing.acknowledgeOpening', false],
  ['ended', 'sharing.acknowledgeOpening', false],
  ['expired', 'sharing.endGrant', true],
] as const) {
  test(`${action} ${fits ? 'fits' : 'does not fit'} a grant that is ${standing}`, () => {
    assert.equal(fitsGrant(standing)(action), fits);
  });
}
