import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWitnessed } from './witnessed.ts';

/** Witnesses as `member.n`. */
const live = (...names: readonly string[]) => names.map((name) => ({ name, member: name.slice(0, 1) }));

test('a checkpoint is witnessed where more than half of the members with a live witness co-signed', () => {
  const rows: readonly (readonly [live: readonly string[], cosigners: readonly string[], witnessed: boolean])[] = [
    [[], [], false],
    [[], ['a.1'], false],
    [['a.1'], [], false],
    [['a.1'], ['a.1'], true],
    [['a.1', 'b.1'], ['a.1'], false],
    [['a.1', 'b.1'], ['a.1', 'b.1'], true],
    [['a.1', 'b.1', 'c.1'], ['a.1', 'c.1'], true],
    [['a.1', 'b.1', 'c.1'], ['a.1'], false],
    [['a.1', 'b.1', 'c.1'], ['a.1', 'a.1', 'a.1'], false],
    [['a.1', 'b.1', 'c.1'], ['a.1', 'd.1'], false],
    [['a.1', 'a.2', 'a.3', 'b.1', 'c.1'], ['a.1', 'a.2', 'a.3'], false],
    [['a.1', 'a.2', 'a.3', 'b.1', 'c.1'], ['b.1', 'c.1'], true],
  ];
  for (const [witnesses, cosigners, witnessed] of rows) {
    assert.equal(isWitnessed(live(...witnesses), cosigners), witnessed, `${cosigners} of ${witnesses}`);
  }
});
