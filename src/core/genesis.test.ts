import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '#core/crypto.ts';
import { testKey } from '#test/keys.ts';
import { testGenesis } from '#test/ledgers.ts';
import { genesisWith, kidOf } from '#test/load.ts';
import { base32, concat, utf8 } from './bytes.ts';
import { Fault, isFault } from './fault.ts';
import { decodeGenesis, encodeGenesis, type Genesis, type GenesisBody } from './genesis.ts';

const RIGHT = await testGenesis();
const { genesis, ledgerId } = decodeGenesis(RIGHT);
const [acme, borealis] = [genesis.body.founders[0] ?? assert.fail(), genesis.body.founders[1] ?? assert.fail()];
const [node] = [genesis.body.nodes[0] ?? assert.fail()];
const [contract] = [genesis.body.contracts[0] ?? assert.fail()];

test('a genesis says who founds, and its hash is the ledger’s id', () => {
  assert.equal(ledgerId, base32(sha256(RIGHT)));
  assert.deepEqual(
    genesis.body.founders.map(({ member }) => member),
    ['acme', 'borealis'],
  );
  assert.deepEqual(encodeGenesis(genesis), RIGHT);
});

type Row = { readonly what: string; readonly says: RegExp; readonly change: (body: GenesisBody) => GenesisBody };

const govern = (change: Partial<GenesisBody['governance']>) => (body: GenesisBody) => ({
  ...body,
  governance: { ...body.governance, ...change },
});
const found = (founder: Partial<typeof acme>) => (body: GenesisBody) => ({
  ...body,
  founders: [{ ...acme, ...founder }, borealis],
});

const invalid: readonly Row[] = [
  { what: 'another audience', says: /audience/, change: (body) => ({ ...body, audience: 'x' as never }) },
  { what: 'another protocol', says: /protocol/, change: (body) => ({ ...body, protocol: 2 }) },
  { what: 'no name', says: /name/, change: (body) => ({ ...body, name: '' }) },
  { what: 'a time below zero', says: /timeMs/, change: (body) => ({ ...body, timeMs: -1 }) },
  { what: 'no founders', says: /founders/, change: (body) => ({ ...body, founders: [] }) },
  { what: 'no nodes', says: /nodes/, change: (body) => ({ ...body, nodes: [] }) },
  { what: 'an unknown member', says: /body/, change: (body) => ({ ...body, memo: 'x' }) },
  {
    what: 'a founder twice',
    says: /acme stands twice/,
    change: (body) => ({
      ...body,
      founders: [
        { ...acme, actors: acme.actors.slice(0, 2) },
        borealis,
        { ...acme, actors: acme.actors.slice(2).map((actor) => ({ ...actor, role: 'root' })) },
      ],
    }),
  },
  {
    what: 'an actor of another member',
    says: /is not of member acme/,
    change: found({
      actors: [...acme.actors, { ...(borealis.actors[0] ?? assert.fail()), publicKey: testKey('x').publicKeyText }],
    }),
  },
  {
    what: 'an actor twice',
    says: /stands twice/,
    change: found({ actors: [...acme.actors, acme.actors[0] ?? assert.fail()] }),
  },
  {
    what: 'a key twice',
    says: /stands twice/,
    change: found({ actors: acme.actors.map((actor) => ({ ...actor, publicKey: acme.actors[0]?.publicKey ?? '' })) }),
  },
  { what: 'fewer roots than needed', says: /needs 2 root actors, has 1/, change: found({ rootsNeeded: 2 }) },
  {
    what: 'a node twice',
    says: /origin stands twice/,
    change: (body) => ({
      ...body,
      nodes: [node, { ...node, checkpointKey: 'A'.repeat(43), receiptKey: testKey('x').publicKeyText }],
    }),
  },
  {
    what: 'a node’s key twice',
    says: /stands twice/,
    change: (body) => ({ ...body, nodes: [node, { ...node, name: 'second' }] }),
  },
  {
    what: 'a governor who is no founder',
    says: /zeta is not a founder/,
    change: govern({ governors: ['acme', 'zeta'] }),
  },
  { what: 'a governor twice', says: /acme stands twice/, change: govern({ governors: ['acme', 'acme'] }) },
  {
    what: 'more governors needed than there are',
    says: /3 governors are needed, 2/,
    change: govern({ governorsNeeded: 3 }),
  },
  {
    what: 'a contract twice',
    says: /stands twice or out of order/,
    change: (body) => ({ ...body, contracts: [contract, contract] }),
  },
  {
    what: 'contracts out of order',
    says: /out of order/,
    change: (body) => ({ ...body, contracts: body.contracts.toReversed() }),
  },
  {
    what: 'statements of no size',
    says: /statementBytes/,
    change: (body) => ({ ...body, limits: { ...body.limits, statementBytes: 0 } }),
  },
];

for (const { what, says, change } of invalid) {
  test(`a genesis with ${what} founds nothing`, async () => {
    const bytes = await genesisWith(change);
    assert.throws(
      () => decodeGenesis(bytes),
      (error) => isFault(error, 'genesis_invalid') && says.test(error.message),
    );
  });
}

const signatures = genesis.signatures;
const unsigned: { readonly [what: string]: Genesis['signatures'] } = {
  'no signatures': [],
  'one actor’s signature missing': signatures.slice(1),
  'one actor’s signature by another': signatures.with(0, {
    kid: signatures[0]?.kid ?? '',
    signature: signatures[1]?.signature ?? '',
  }),
  'a stranger’s signature more': [...signatures, { kid: kidOf('stranger'), signature: signatures[0]?.signature ?? '' }],
};

for (const [what, changed] of Object.entries(unsigned)) {
  test(`a genesis with ${what} founds nothing`, () => {
    assert.throws(
      () => decodeGenesis(encodeGenesis({ ...genesis, signatures: changed })),
      (error) => isFault(error, 'genesis_signature_invalid'),
    );
  });
}

test('a genesis is canonical JSON of at most 65,535 bytes', () => {
  assert.throws(
    () => decodeGenesis(concat(RIGHT, utf8('\n'))),
    (error) => isFault(error, 'json_not_canonical'),
  );
  assert.throws(
    () => decodeGenesis(new Uint8Array(65_536)),
    (error) => isFault(error, 'genesis_invalid') && /at most 65535 bytes, this has 65536/.test(error.message),
  );
});

test('every changed byte of a genesis is refused', () => {
  for (let at = 0; at < RIGHT.length; at += 7) {
    const changed = Uint8Array.from(RIGHT, (byte, i) => (i === at ? byte ^ 1 : byte));
    assert.throws(() => decodeGenesis(changed), Fault, `byte ${at}`);
  }
});
