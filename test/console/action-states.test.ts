// The table of actions by state against the contracts themselves, on the full market of test/http: nothing was accepted
// that the console would have hidden; and what it hides, signed all the same, is refused.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isOpenTo } from '#console/data/action-states.ts';
import { actionsOn } from '#console/data/actions.ts';
import { kinds } from '#console/data/kinds.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { type Signing, signedFor } from '#test/ledgers.ts';
import { FullLedger } from '../http/full-ledger.ts';
import { playAll } from '../http/full-play.ts';

const MEMBERS = ['acme', 'borealis', 'carter', 'delta'];
/** The actions about each kind, by action: in which field the record's id stands. */
const ABOUT = kinds.flatMap(({ path }) =>
  actionsOn(path).flatMap(({ contract, name, field }) =>
    field === undefined ? [] : [{ kind: path, action: `${contract.name}.${name}`, field }],
  ),
);

type Offer = { readonly kind: string; readonly action: string; readonly isOpen: boolean };

/** What the console makes of a signing on each record that it is about. */
function offersOf({ node: { ledger } }: FullLedger, { by, action, input }: Signing): readonly Offer[] {
  const [member = '', role = ''] = by.split('/');
  return ABOUT.filter((one) => one.action === action).flatMap(({ kind, field }) => {
    const text = ledger.state.get(kind, String(input[field]));
    if (text === undefined) return [];
    const value: JsonObject = JSON.parse(text);
    return [{ kind, action, isOpen: isOpenTo(kind, action, value, { member, actor: by, role }) }];
  });
}

describe('actions by state on a played market', () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-actions-'));
  const accepted: Signing[] = [];
  const wrong: string[] = [];
  const shown = new Set<string>();
  let full: FullLedger;
  before(async () => {
    full = await FullLedger.create(folder);
    const submit = full.submit.bind(full);
    full.submit = async (signing) => {
      const offers = offersOf(full, signing);
      const told = await submit(signing);
      if (told.submitted.outcome !== 'accepted') return told;
      accepted.push(signing);
      for (const { kind, action, isOpen } of offers) {
        shown.add(`${kind} ${action}`);
        if (!isOpen) wrong.push(`${signing.by} was accepted with ${action} on ${kind}`);
      }
      return told;
    };
    await playAll(full);
  });
  after(async () => {
    await full[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('what was accepted was offered', () => {
    assert.deepEqual(wrong, []);
    assert.ok(shown.size >= 60, `${shown.size} lines of the table were used`);
  });

  test('what is hidden is refused: every statement again, by its actor and by those of other members', async (t) => {
    let hidden = 0;
    for (const { by, action, input } of accepted) {
      const [, role = ''] = by.split('/');
      for (const actor of MEMBERS.map((member) => `${member}/${role}`)) {
        const signing = { by: actor, action, input };
        if (offersOf(full, signing).every(({ isOpen }) => isOpen)) continue;
        hidden += 1;
        const { outcome } = await full.node.submit(
          await signedFor(full.node.ledger, { notAfterMs: full.clock.nowMs + 60_000, ...signing }),
        );
        assert.notEqual(outcome, 'accepted', `${actor} was accepted with ${action}, which is hidden`);
      }
    }
    t.diagnostic(`${accepted.length} statements, ${shown.size} lines; ${hidden} hidden ones were refused`);
    assert.ok(hidden > 200, `${hidden} hidden ones`);
  });
});
