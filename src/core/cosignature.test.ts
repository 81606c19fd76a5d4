import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, utf8 } from './bytes.ts';
import { originOf, signCheckpoint, verifyCheckpoint, verifyWholeCheckpoint } from './checkpoint.ts';
import { addCosignatures, cosign, formatCosignerVkey, verifyCosignature } from './cosignature.ts';
import { sha256 } from './crypto.node.ts';
import { noteSigner } from './note-signer.fixture.ts';
import { decodeNote, encodeNote, formatVkey, type NoteSignature, parseVkey } from './signed-note.ts';

const ORIGIN = originOf('abc');
const NODE = noteSigner(ORIGIN, 'node');
const [ONE, TWO] = [noteSigner('one.example/witness'), noteSigner('two.example/witness')];
const SECONDS = 1_767_600_000;
const SIGNED = await signCheckpoint({ origin: ORIGIN, size: 7, root: sha256(utf8('root')) }, NODE);
const { text: TEXT } = decodeNote(SIGNED);
const BY_ONE = await cosign(TEXT, ONE, SECONDS);
const BY_TWO = await cosign(TEXT, TWO, SECONDS + 1);
const EXPECTED = { origin: ORIGIN, keys: [NODE] };
const invalid = { code: 'cosignature_invalid' };

const withLine = (line: NoteSignature) => ({ text: TEXT, signatures: [line] });
const changed = (line: NoteSignature, signature: Uint8Array) => withLine({ ...line, signature });

/** A checkpoint of a public log as it was served: two lines by the log, one of a type unknown here, and four co-signatures. */
const PUBLIC_CHECKPOINT = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

\u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
\u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
\u2014 transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
\u2014 witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
\u2014 witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`;
const PUBLIC_LOG = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const PUBLIC_WITNESSES = [
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
];

test('a checkpoint of a public log verifies for its key and the published keys of its four witnesses', () => {
  const witnesses = PUBLIC_WITNESSES.map(parseVkey);
  const expected = { origin: 'arche2025h1.staging.ct.transparency.dev', keys: [parseVkey(PUBLIC_LOG)], witnesses };
  const { checkpoint, signers, cosigners } = verifyCheckpoint(PUBLIC_CHECKPOINT, expected);
  assert.deepEqual([checkpoint.size, signers.length], [1_432_088_532, 1]);
  assert.deepEqual(
    cosigners.map(({ name, timeSeconds }) => [name, timeSeconds]),
    witnesses.map(({ name }) => [name, 0x6a122120]),
  );
  for (const [i, witness] of witnesses.entries()) {
    assert.equal(witness.kind, 'witness');
    assert.equal(formatCosignerVkey(witness), PUBLIC_WITNESSES[i]);
    const other = decodeNote(PUBLIC_CHECKPOINT.replace('\n1432088532\n', '\n1432088533\n'));
    assert.throws(() => verifyCosignature(other, witness), invalid);
  }
});

test('we co-sign as the Go package of transparency-dev does, byte for byte', async () => {
  // Made with github.com/transparency-dev/formats v0.1.1 from the same seed; the time was its clock's.
  const text =
    'touchmark/r4iqsfnta7t4qteuebnggh5v67ik2k2daf3vq2kn63zfw3zezfda\n4\nI/MixNafLMfHOK/tq3xHRfpOM8SyX2xRnPe45AhrsOY=\n';
  const line =
    '\u2014 borealis.example/witness 4BmTTgAAAABrA1ddHEbKa9u5qqhuVXyBc+3QOplq9BMvpW7X69gZTqzQDp7lF9AuE0+nEKhJ+AW8RbdA+M8ehLXh9PM/VrdAGJHZAw==\n';
  const signer = noteSigner('borealis.example/witness', 'touchmark example witness');
  const note = { text, signatures: [await cosign(text, signer, 0x6b03575d)] };
  assert.equal(encodeNote(note), `${text}\n${line}`);
  assert.deepEqual(verifyCosignature(decodeNote(`${text}\n${line}`), signer), { timeSeconds: 0x6b03575d });
  assert.equal(
    formatCosignerVkey(signer),
    'borealis.example/witness+e019934e+BIjrwJoqqVp2sAlPrLZuMisxJ/Yjl9gzK0hgdHaM2Afl',
  );
});

test('a co-signature is told by name, key and type, and says when it was made', async () => {
  assert.deepEqual(verifyCosignature(withLine(BY_ONE), ONE), { timeSeconds: SECONDS });
  assert.equal(verifyCosignature(withLine(BY_ONE), TWO), undefined);
  assert.equal(verifyCosignature(withLine(BY_ONE), { ...ONE, name: 'other.example' }), undefined);
  assert.equal(verifyCosignature(decodeNote(SIGNED), NODE), undefined);
  const later = await cosign(TEXT, ONE, SECONDS + 9);
  for (const signatures of [
    [BY_ONE, later],
    [later, BY_ONE],
  ]) {
    assert.deepEqual(verifyCosignature({ text: TEXT, signatures }, ONE), { timeSeconds: SECONDS + 9 });
  }
});

test('a line of the witness that is wrong is refused, even beside a right one', async () => {
  const { signature } = BY_ONE;
  const flipped = (at: number) => signature.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const plain = await ONE.sign(utf8(TEXT));
  const future = concat(Uint8Array.of(127), new Uint8Array(7).fill(255), signature.subarray(8));
  const rows: readonly (readonly [string, Uint8Array])[] = [
    ['another time', flipped(7)],
    ['a changed signature', flipped(8)],
    ['no time', signature.subarray(8)],
    ['a byte more', concat(signature, Uint8Array.of(0))],
    ['a time of 2^63 - 1', future],
    ['a signature of the text without a time', concat(signature.subarray(0, 8), plain)],
  ];
  for (const [what, bytes] of rows) {
    assert.throws(() => verifyCosignature(changed(BY_ONE, bytes), ONE), invalid, what);
    const both = { text: TEXT, signatures: [BY_ONE, { ...BY_ONE, signature: bytes }] };
    assert.throws(() => verifyCosignature(both, ONE), invalid, what);
    assert.equal(verifyCosignature(changed(BY_ONE, bytes), TWO), undefined);
  }
  assert.throws(() => verifyCosignature({ ...withLine(BY_ONE), text: TEXT.replace('\n7\n', '\n8\n') }, ONE), invalid);
});

test('a signer that signs with another key is found out', async () => {
  await assert.rejects(cosign(TEXT, { ...ONE, publicKey: TWO.publicKey }, SECONDS), invalid);
});

test('lines are added after the others, and a key gets no second one', async () => {
  const one = addCosignatures(SIGNED, [BY_ONE]);
  assert.equal(one, encodeNote({ text: TEXT, signatures: [...decodeNote(SIGNED).signatures, BY_ONE] }));
  const again = await cosign(TEXT, ONE, SECONDS + 9);
  assert.equal(addCosignatures(one, [again, BY_ONE]), one);
  assert.equal(addCosignatures(SIGNED, [BY_ONE, again]), one);
  assert.equal(addCosignatures(one, [BY_TWO]), addCosignatures(SIGNED, [BY_ONE, BY_TWO]));
  assert.equal(addCosignatures(SIGNED, []), SIGNED);
});

test('a note takes no more lines than a reader does', () => {
  const lines = Array.from({ length: 100 }, (_, i) => ({ ...BY_ONE, name: `w${i}.example` }));
  assert.equal(decodeNote(addCosignatures(SIGNED, lines.slice(1))).signatures.length, 100);
  assert.throws(() => addCosignatures(SIGNED, lines), { code: 'note_too_large' });
});

test('a checkpoint verifies for the nodes and witnesses that are asked for', () => {
  const note = addCosignatures(SIGNED, [BY_ONE, BY_TWO]);
  const { signers, cosigners } = verifyCheckpoint(note, { ...EXPECTED, witnesses: [TWO] });
  assert.deepEqual(signers, [NODE]);
  assert.deepEqual(cosigners, [{ name: TWO.name, publicKey: TWO.publicKey, timeSeconds: SECONDS + 1 }]);
  assert.deepEqual(verifyCheckpoint(note, EXPECTED).cosigners, []);
  const byWitnesses = encodeNote({ text: TEXT, signatures: [BY_ONE, BY_TWO] });
  assert.throws(() => verifyCheckpoint(byWitnesses, { ...EXPECTED, witnesses: [ONE, TWO] }), {
    code: 'checkpoint_unsigned',
  });
});

test('where every byte counts, only what has the form of a co-signature may be unknown', async () => {
  const [own] = decodeNote(SIGNED).signatures;
  assert.ok(own !== undefined);
  const wrong = { ...BY_ONE, signature: BY_ONE.signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) };
  const short = { ...BY_TWO, signature: BY_TWO.signature.subarray(1) };
  const asNode = { ...own, name: TWO.name };
  const stranger = 'checkpoint_stranger';
  type Row = readonly [what: string, lines: readonly NoteSignature[], result: number | string];
  const rows: readonly Row[] = [
    ['the node alone', [own], 0],
    ['a known witness', [own, BY_ONE], 0],
    ['an unknown witness', [BY_TWO, own], 1],
    ['both', [own, BY_ONE, BY_TWO], 1],
    ['a known witness, wrong', [own, wrong], 'cosignature_invalid'],
    ['a known witness twice', [own, BY_ONE, BY_ONE], stranger],
    ['a known witness twice, at two times', [own, BY_ONE, await cosign(TEXT, ONE, 5)], stranger],
    ['an unknown witness twice', [own, BY_TWO, BY_TWO], stranger],
    ['the node twice', [own, own], stranger],
    ['an unknown line that is shorter', [own, short], stranger],
    ['an unknown node', [own, asNode], stranger],
  ];
  for (const [what, signatures, result] of rows) {
    const encoded = encodeNote({ text: TEXT, signatures });
    const verify = () => verifyWholeCheckpoint(encoded, { ...EXPECTED, witnesses: [ONE] }).passedOver;
    if (typeof result === 'number') assert.equal(verify(), result, what);
    else assert.throws(verify, { code: result }, what);
  }
  const cosigned = addCosignatures(SIGNED, [BY_ONE]);
  assert.throws(() => verifyWholeCheckpoint(cosigned, EXPECTED), { code: stranger }, 'nobody asked for witnesses');
});

test('a key has another name as a node than as a witness', () => {
  const [node, witness] = [formatVkey(ONE), formatCosignerVkey(ONE)];
  assert.notEqual(node.split('+')[1], witness.split('+')[1]);
  assert.deepEqual([parseVkey(node).kind, parseVkey(witness).kind], ['node', 'witness']);
  const [name, , key] = witness.split('+');
  assert.throws(() => parseVkey([name, node.split('+')[1], key].join('+')), { code: 'vkey_invalid' });
});
