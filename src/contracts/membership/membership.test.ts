// The membership contract: its refusals, and who joins, who acts for whom, with which key, certified by whom.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accounts } from '#contracts/accounts/accounts.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { identity } from './identity.ts';
import { membership } from './membership.ts';
import { admitEpsilon, keyOf, kidOf, person } from './newcomer.fixture.ts';

const DAY_MS = 86_400_000;
const HASH = kidOf('any');

const act = (by: string, action: string, input: Step['input']): Step => ({ by, action: `membership.${action}`, input });
const enrol = (actor: Step['input'], by = 'acme/admin'): Step => act(by, 'enrolActor', actor);
const robot = (mandate: Step['input'][]) => ({ ...person('acme/robot', 'machine'), kind: 'machine', mandate });
const line = { what: 'accounts.transfer', unit: 'EUR', mostEach: 5, mostPerPeriod: 8, periodMs: DAY_MS, untilMs: 1 };
const setMandate = (actor: string, by = 'acme/admin') => act(by, 'setMandate', { actor, mandate: [line] });
const addAdmin = (by: string, word = 'acme/second') =>
  act(by, 'approveAdministrator', { change: 'add', actor: 'acme/second', key: keyOf('acme/second', word) });
const removeActor = (actor: string, by = 'acme/admin') => act(by, 'removeActor', { actor });
const rotate = (by: string, word: string) => act(by, 'rotateKey', { key: keyOf(by, word) });
const revoke = (word: string, by = 'acme/admin') => act(by, 'revokeKey', { kid: kidOf(word) });
const certify = (changes: Step['input'] = {}, by = 'delta/quality') =>
  act(by, 'issueCredential', {
    ...{ subject: 'borealis', kind: 'ISO 9001', evidence: HASH },
    ...{ validFromMs: START_MS, validUntilMs: START_MS + DAY_MS },
    ...changes,
  });
const withdraw = (world: World, by = 'delta/quality') =>
  act(by, 'revokeCredential', { id: String(world.all('membership/credential')[0]?.id) });
const witness = (by: string, name = 'acme.example/w', word = name) =>
  act(by, 'registerWitness', { name, publicKey: kidOf(word) });
const retire = (by: string, name = 'acme.example/w') => act(by, 'retireWitness', { name });
const laterReleases = [2, 3].map((version) => ({ ...accounts, version }));
const release = (by: string, version: number) => act(by, 'approveRelease', { contract: 'accounts', version });

testRefusals(
  membership,
  {
    member_taken: {
      given: [admitEpsilon('acme/admin'), admitEpsilon('borealis/admin')],
      refused: admitEpsilon('carter/admin'),
    },
    sponsored_already: { given: [admitEpsilon('acme/admin')], refused: admitEpsilon('acme/admin') },
    roots_missing: { refused: admitEpsilon('acme/admin', 4) },
    actor_taken: { refused: enrol(person('acme/buyer', 'buyer', 'new')) },
    actor_unknown: { refused: removeActor('acme/nobody') },
    actor_foreign: { refused: enrol(person('borealis/clerk', 'buyer')) },
    role_needs_roots: { refused: enrol(person('acme/second', 'admin')) },
    key_used: { refused: enrol(person('acme/clerk', 'buyer', 'acme/buyer')) },
    key_unknown: { refused: revoke('never enrolled') },
    key_foreign: { refused: revoke('borealis/buyer') },
    proof_wrong: { refused: enrol({ ...person('acme/clerk', 'buyer'), key: keyOf('acme/other', 'acme/clerk') }) },
    approved_already: { given: [release('acme/admin', 1)], refused: release('acme/admin', 1) },
    key_missing: { refused: act('acme/root', 'approveAdministrator', { change: 'add', actor: 'acme/second' }) },
    credential_unknown: { refused: act('delta/quality', 'revokeCredential', { id: 'credential-1' }) },
    credential_foreign: { given: [certify()], refused: (world) => withdraw(world, 'borealis/quality') },
    credential_revoked: { given: [certify(), (world) => withdraw(world)], refused: (world) => withdraw(world) },
    validity_empty: { refused: certify({ validUntilMs: START_MS }) },
    subject_unknown: { refused: certify({ subject: 'zeta' }) },
    not_governor: { refused: release('carter/admin', 1) },
    mandate_for_person: { refused: setMandate('acme/buyer') },
    witness_taken: {
      given: [witness('acme/admin'), retire('acme/admin')],
      refused: witness('acme/admin', 'acme.example/w', 'new'),
    },
    witness_key_used: {
      given: [witness('acme/admin'), retire('acme/admin')],
      refused: witness('borealis/admin', 'b.example', 'acme.example/w'),
    },
    witness_unknown: { refused: retire('acme/admin') },
    witness_foreign: { given: [witness('acme/admin')], refused: retire('borealis/admin') },
    witness_retired: { given: [witness('acme/admin'), retire('acme/admin')], refused: retire('acme/admin') },
  },
  { sponsorsNeeded: 2 },
);

describe('refusals of one code at more than one place', () => {
  const rows: readonly (readonly [string, string, Step])[] = [
    ['enrolling a root', 'membership.role_needs_roots', enrol(person('acme/second', 'root'))],
    ['removing an administrator without the roots', 'membership.role_needs_roots', removeActor('acme/admin')],
    ['removing a root', 'membership.role_needs_roots', removeActor('acme/root')],
    ['an administrator revoking the root’s key', 'membership.role_needs_roots', revoke('acme/root')],
    ['removing another member’s actor', 'membership.actor_foreign', removeActor('borealis/buyer')],
    ['giving a mandate to another member’s agent', 'membership.actor_foreign', setMandate('borealis/agent')],
    ['a root approving another member’s administrator', 'membership.actor_foreign', addAdmin('borealis/root')],
    ['a root removing an actor that is none', 'membership.actor_unknown', removeAdmin('acme/root', 'acme/nobody')],
    [
      'enrolling a person with a mandate',
      'membership.mandate_for_person',
      enrol({ ...person('acme/clerk', 'buyer'), mandate: [line] }),
    ],
    ['a colleague revoking a colleague’s key', 'membership.key_foreign', revoke('acme/sales', 'acme/buyer')],
    ['rotating to a key of another', 'membership.key_used', rotate('acme/buyer', 'acme/sales')],
    ['rotating to the key one has', 'membership.key_used', rotate('acme/buyer', 'acme/buyer')],
    ['certifying an actor that is none', 'membership.subject_unknown', certify({ subject: 'borealis/nobody' })],
    ['a buyer enrolling a colleague', 'role_not_allowed', enrol(person('acme/clerk', 'buyer'), 'acme/buyer')],
    ['an administrator approving an administrator', 'role_not_allowed', addAdmin('acme/admin')],
    ['an agent enrolling a colleague', 'role_not_allowed', enrol(person('acme/clerk', 'buyer'), 'acme/agent')],
  ];
  for (const [name, outcome, step] of rows) {
    test(`${name}: ${outcome}`, () => assert.equal(new World().do(step).outcome, outcome));
  }
});

describe('what looks like a key but is none is refused, and stops nothing', () => {
  const key = keyOf('acme/clerk');
  const changed = (text: string, at: number, by: string) => text.slice(0, at) + by + text.slice(at + 1);
  const rows: readonly (readonly [string, string, Partial<typeof key>])[] = [
    ['a proof whose last character has unused bits', 'input_invalid', { proof: changed(key.proof, 85, 'B') }],
    ['a proof of zeros', 'membership.proof_wrong', { proof: 'A'.repeat(86) }],
    ['a proof by another key', 'membership.proof_wrong', { proof: keyOf('acme/clerk', 'another').proof }],
    ['a key that does not begin with 4', 'input_invalid', { publicKey: changed(key.publicKey, 1, 'Q') }],
    ['a key whose last character has unused bits', 'input_invalid', { publicKey: changed(key.publicKey, 86, 'B') }],
    ['a point that is not on the curve', 'membership.proof_wrong', { publicKey: `BA${'A'.repeat(84)}E` }],
  ];
  for (const [name, outcome, changes] of rows) {
    test(`${name}: ${outcome}`, () => {
      const actor = { ...person('acme/clerk', 'buyer'), key: { ...key, ...changes } };
      assert.equal(new World().do(enrol(actor)).outcome, outcome);
    });
  }
});

describe('joining', () => {
  test('one sponsor admits where the rules ask for one', () => {
    const world = new World();
    const { events } = world.ok(admitEpsilon('acme/admin'));
    assert.deepEqual(events[events.length - 1], {
      contract: 'membership',
      name: 'memberAdmitted',
      data: { member: 'epsilon' },
    });
    assert.deepEqual(world.get('membership/member', 'epsilon'), {
      id: 'epsilon',
      name: 'Epsilon GmbH',
      rootsNeeded: 2,
      state: 'live',
    });
    assert.equal(world.caller('epsilon/admin').role, 'admin');
  });

  test('a member whose roots must all agree has just as many', () => {
    const world = new World();
    world.ok(admitEpsilon('acme/admin', 3));
    assert.equal(world.get('membership/member', 'epsilon')?.rootsNeeded, 3);
  });

  test('two sponsors admit together, of exactly the same newcomer', () => {
    const world = new World({ sponsorsNeeded: 2 });
    world.ok(admitEpsilon('acme/admin'));
    assert.equal(world.get('membership/member', 'epsilon'), undefined);
    world.ok(admitEpsilon('borealis/admin', 1));
    assert.equal(world.get('membership/member', 'epsilon'), undefined, 'the second sponsor named other terms');
    world.ok(admitEpsilon('borealis/admin'));
    assert.equal(world.get('membership/member', 'epsilon')?.state, 'live');
  });
});

describe('root actors', () => {
  const changeSecond = (by: string, change: string, more = {}) =>
    act(by, 'approveAdministrator', { change, actor: 'epsilon/second', ...more });
  const key = keyOf('epsilon/second');

  test('add and remove an administrator by two of three', () => {
    const world = admitted();
    world.ok(changeSecond('epsilon/root1', 'add', { key }));
    assert.equal(world.get('membership/actor', 'epsilon/second'), undefined);
    world.ok(changeSecond('epsilon/root3', 'add', { key }));
    assert.equal(world.caller('epsilon/second').role, 'admin');
    world.ok(changeSecond('epsilon/root2', 'remove'));
    assert.equal(world.get('membership/actor', 'epsilon/second')?.state, 'live');
    world.ok(changeSecond('epsilon/root1', 'remove'));
    assert.equal(world.get('membership/actor', 'epsilon/second')?.state, 'removed');
    assert.equal(identity.key(world.state, kidOf('epsilon/second')), undefined);
  });

  test('do not count twice, nor once they are removed', () => {
    const world = admitted();
    world.ok(changeSecond('epsilon/root1', 'add', { key }));
    assert.equal(world.do(changeSecond('epsilon/root1', 'add', { key })).outcome, 'membership.approved_already');
    world.ok(removeAdmin('epsilon/root2', 'epsilon/root1'));
    world.ok(removeAdmin('epsilon/root3', 'epsilon/root1'));
    world.ok(changeSecond('epsilon/root2', 'add', { key }));
    assert.equal(world.get('membership/actor', 'epsilon/second'), undefined, 'the approval of root1 went with it');
    world.ok(changeSecond('epsilon/root3', 'add', { key }));
    assert.equal(world.get('membership/actor', 'epsilon/second')?.state, 'live');
  });

  test('approve one key: another key of the same name is another matter', () => {
    const world = admitted();
    world.ok(changeSecond('epsilon/root1', 'add', { key }));
    world.ok(changeSecond('epsilon/root2', 'add', { key: keyOf('epsilon/second', 'another') }));
    assert.equal(world.get('membership/actor', 'epsilon/second'), undefined);
  });

  function admitted(): World {
    const world = new World();
    world.ok(admitEpsilon('acme/admin'));
    return world;
  }
});

describe('keys', () => {
  test('an enrolled actor has a live key; a rotated one only the new', () => {
    const world = new World();
    world.ok(enrol(person('acme/clerk', 'buyer')));
    assert.equal(identity.key(world.state, kidOf('acme/clerk'))?.actor, 'acme/clerk');
    world.ok(rotate('acme/clerk', 'second key'));
    assert.equal(identity.key(world.state, kidOf('acme/clerk')), undefined);
    assert.equal(identity.key(world.state, kidOf('second key'))?.role, 'buyer');
    assert.equal(world.do(rotate('acme/clerk', 'acme/clerk')).outcome, 'membership.key_used');
  });

  test('after more rotations than one list gives, still only the last key is live', () => {
    const world = new World();
    for (let n = 0; n < 120; n++) world.ok(rotate('acme/machine', `rotation ${n}`));
    const live = identity.liveKeys(world.state).filter(({ actor }) => actor === 'acme/machine');
    assert.deepEqual(
      live.map(({ kid }) => kid),
      [kidOf('rotation 119')],
    );
    world.ok(removeActor('acme/machine'));
    assert.equal(identity.key(world.state, kidOf('rotation 119')), undefined);
  });

  test('a revoked key is not live, and says from when it is suspect', () => {
    const world = new World();
    world.ok(act('acme/admin', 'revokeKey', { kid: kidOf('acme/buyer'), suspectFromMs: START_MS - DAY_MS }));
    assert.equal(identity.key(world.state, kidOf('acme/buyer')), undefined);
    assert.equal(world.get('membership/key', kidOf('acme/buyer'))?.suspectFromMs, START_MS - DAY_MS);
    assert.equal(world.do(revoke('acme/buyer')).outcome, 'membership.key_unknown');
    assert.equal(world.do(enrol(person('acme/clerk', 'buyer', 'acme/buyer'))).outcome, 'membership.key_used');
  });

  test('whoever holds a key revokes it: a machine, and a root', () => {
    const world = new World();
    world.ok(revoke('acme/machine', 'acme/machine'));
    world.ok(revoke('acme/root', 'acme/root'));
    assert.equal(identity.key(world.state, kidOf('acme/root')), undefined);
  });

  test('an actor names the key to which others seal files for it, and may name another', () => {
    const world = new World();
    for (const word of ['sealing', 'sealing anew']) {
      const { publicKey } = keyOf('acme/machine', word);
      world.ok(act('acme/machine', 'setEncryptionKey', { publicKey }));
      assert.equal(world.get('membership/actor', 'acme/machine')?.encryptionKey, publicKey);
    }
    const { publicKey: encryptionKey } = keyOf('acme/clerk', 'sealing');
    world.ok(enrol({ ...person('acme/clerk', 'buyer'), encryptionKey }));
    assert.equal(world.get('membership/actor', 'acme/clerk')?.encryptionKey, encryptionKey);
  });

  test('a removed actor has no live key, and its name is not given again', () => {
    const world = new World();
    world.ok(removeActor('acme/buyer'));
    assert.equal(identity.key(world.state, kidOf('acme/buyer')), undefined);
    assert.equal(world.do(enrol(person('acme/buyer', 'buyer', 'new'))).outcome, 'membership.actor_taken');
  });

  test('live keys are listed in the order of their thumbprints, all of them', () => {
    const keys = identity.liveKeys(new World().state).map(({ kid }) => kid);
    assert.equal(keys.length, 48);
    assert.deepEqual(keys, [...keys].sort());
  });
});

describe('credentials and releases', () => {
  test('a release is in force once enough governors approve, forth and back and forth again', () => {
    const world = new World({ contracts: laterReleases });
    for (const version of [2, 1, 2]) {
      world.ok(release('acme/admin', version));
      assert.notEqual(identity.activeVersion(world.state, 'accounts'), version);
      world.ok(release('borealis/admin', version));
      assert.equal(identity.activeVersion(world.state, 'accounts'), version);
    }
  });

  test('governors who approve different versions put none in force', () => {
    const world = new World({ contracts: laterReleases });
    world.ok(release('acme/admin', 2));
    world.ok(release('borealis/admin', 3));
    assert.equal(identity.activeVersion(world.state, 'accounts'), 1);
  });

  test('an agent gets the mandate that its administrator gives', () => {
    const world = new World();
    world.ok(enrol(robot([])));
    assert.deepEqual(identity.mandate(world.state, 'acme/robot'), []);
    world.ok(setMandate('acme/robot'));
    assert.deepEqual(identity.mandate(world.state, 'acme/robot'), [line]);
  });
});

function removeAdmin(by: string, actor: string): Step {
  return act(by, 'approveAdministrator', { change: 'remove', actor });
}
