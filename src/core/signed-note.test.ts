import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64, fromBase64 } from './base64.ts';
import { concat, utf8 } from './bytes.ts';
import { checkpointText, originOf, parseCheckpointText, signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { sha256 } from './crypto.node.ts';
import { noteSigner } from './note-signer.fixture.ts';
import { decodeNote, encodeNote, formatVkey, parseVkey, signNote, verifyNote } from './signed-note.ts';

const A = noteSigner('a.example');
const B = noteSigner('b.example');
const TEXT = 'one line\nanother\n';
const SIGNED = encodeNote({ text: TEXT, signatures: [await signNote(TEXT, A), await signNote(TEXT, B)] });
const HEAD = { origin: originOf('abc'), size: 7, root: Uint8Array.from(sha256(utf8('root'))) };

test('the example note and key of the Go package that the standard comes from', () => {
  const key = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line =
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  assert.deepEqual(verifyNote(decodeNote(`${text}\n${line}`), [key]), [key]);
  assert.equal(key.kind, 'node');
  assert.equal(formatVkey(key), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
});

test('a note reads back, and tells which of the asked keys signed it', () => {
  const note = decodeNote(SIGNED);
  assert.equal(note.text, TEXT);
  assert.equal(encodeNote(note), SIGNED);
  assert.deepEqual(verifyNote(note, [B]), [B]);
  assert.deepEqual(verifyNote(note, [A, noteSigner('c.example'), B]), [A, B]);
  assert.deepEqual(verifyNote(note, []), []);
});

test('a signature counts once, and one under the name of another key not at all', () => {
  const note = decodeNote(SIGNED);
  assert.deepEqual(verifyNote({ ...note, signatures: [...note.signatures, ...note.signatures] }, [A]), [A]);
  assert.deepEqual(verifyNote(note, [{ name: A.name, publicKey: B.publicKey }]), []);
});

test('a known key whose signature is wrong fails the note, even beside a good one', async () => {
  const note = decodeNote(SIGNED);
  const other = await signNote('other\n', A);
  assert.throws(() => verifyNote({ ...note, text: 'one line\nAnother\n' }, [A]), { code: 'note_signature_invalid' });
  assert.throws(() => verifyNote({ ...note, signatures: [...note.signatures, other] }, [A]), {
    code: 'note_signature_invalid',
  });
  assert.deepEqual(verifyNote({ ...note, signatures: [...note.signatures, other] }, [B]), [B]);
  const short = note.signatures.map((line) => ({ ...line, signature: line.signature.subarray(1) }));
  assert.throws(() => verifyNote({ ...note, signatures: short }, [A]), { code: 'note_signature_invalid' });
});

test('a text may hold empty lines: the signatures begin after the last one', async () => {
  const text = 'one\n\ntwo\n';
  const encoded = encodeNote({ text, signatures: [await signNote(text, A)] });
  assert.equal(decodeNote(encoded).text, text);
});

test('a signer that signs with another key is found out', async () => {
  await assert.rejects(signNote(TEXT, { ...A, publicKey: B.publicKey }), { code: 'note_invalid' });
});

test('a broken note is refused', () => {
  const line = `\u2014 a.example ${base64(new Uint8Array(68))}\n`;
  const rows: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['no signatures', 'text\n'],
    ['an empty list of signatures', 'text\n\n'],
    ['no text', `\n${line}`],
    ['no newline at the end', `text\n\n${line.trimEnd()}`],
    ['a control character', `te\u0000xt\n\n${line}`],
    ['a carriage return', `text\r\n\n${line}`],
    ['a lone surrogate', `\ud800\n\n${line}`],
    ['a hyphen for the dash', `text\n\n-${line.slice(1)}`],
    ['two spaces', `text\n\n${line.replace('a.example', ' a.example')}`],
    ['a space at the end', `text\n\n${line.trimEnd()} \n`],
    ['a plus in the name', `text\n\n${line.replace('a.example', 'a+b')}`],
    ['a tab in the name', `text\n\n${line.replace('a.example', 'a\tb')}`],
    ['base64url', `text\n\n\u2014 a.example ____________\n`],
    ['unpadded base64', `text\n\n\u2014 a.example AAAAAAA\n`],
    ['a key id only', `text\n\n\u2014 a.example AAAAAA==\n`],
  ];
  for (const [what, encoded] of rows) assert.throws(() => decodeNote(encoded), { code: 'note_invalid' }, what);
  assert.throws(() => decodeNote(`text\n\n${line.repeat(101)}`), { code: 'note_too_large' });
  assert.throws(() => decodeNote(`${'x'.repeat(70_000)}\n\n${line}`), { code: 'note_too_large' });
  assert.equal(decodeNote(`text\n\n${line.repeat(100)}`).signatures.length, 100);
});

test('a broken verifier key is refused', () => {
  const good = formatVkey(A);
  assert.deepEqual(parseVkey(good), { name: A.name, publicKey: A.publicKey, kind: 'node' });
  const wrongType = base64(concat(Uint8Array.of(2), A.publicKey));
  const otherType = base64(concat(Uint8Array.of(4), A.publicKey));
  const rows = [
    '',
    'a',
    'a+b',
    good.replace('a.example', 'b.example'),
    good.slice(0, -1),
    `${good}A`,
    good.toUpperCase(),
  ];
  for (const text of [
    ...rows,
    ...[wrongType, otherType].map((key) => good.replace(/[^+]+$/, key)),
    good.replace('a.example', 'a example'),
  ]) {
    assert.throws(() => parseVkey(text), { code: 'vkey_invalid' }, text);
  }
});

test('base64 has one text for each byte string', () => {
  const rows = [['', ''], ['f', 'Zg=='], ['fo', 'Zm8='], ['foo', 'Zm9v'], ['foob', 'Zm9vYg=='], ['fooba', 'Zm9vYmE='], ['foobar', 'Zm9vYmFy']] as const; // biome-ignore format: RFC 4648 section 10
  for (const [plain, text] of rows) {
    assert.equal(base64(utf8(plain)), text);
    assert.deepEqual(fromBase64(text), utf8(plain));
  }
  assert.equal(base64(Uint8Array.of(251, 255)), '+/8=');
  for (const text of ['Zg', 'Zg=', 'Zh==', 'Zg===', '=', 'Zm9v=', '-_8=', 'Zm9v\n', 'Z g=', 'Zg==Zg==']) {
    assert.throws(() => fromBase64(text), { code: 'base64_invalid' }, text);
  }
});

test('a checkpoint of several nodes verifies for each of them', async () => {
  const note = await signCheckpoint(HEAD, A, B);
  assert.deepEqual(verifyCheckpoint(note, { origin: 'touchmark/abc', keys: [A, B] }), {
    checkpoint: HEAD,
    signers: [A, B],
    cosigners: [],
  });
  assert.deepEqual(verifyCheckpoint(note, { origin: 'touchmark/abc', keys: [B] }).signers, [B]);
});

test('a checkpoint of another log, of nobody, or altered is refused by name', async () => {
  const note = await signCheckpoint(HEAD, A);
  const check = (encoded: string, origin = 'touchmark/abc', keys = [A]) => verifyCheckpoint(encoded, { origin, keys });
  assert.throws(() => check(note, 'touchmark/abd'), { code: 'checkpoint_origin' });
  assert.throws(() => check(note, 'touchmark/abc', [B]), { code: 'checkpoint_unsigned' });
  assert.throws(() => check(note.replace('\n7\n', '\n8\n')), { code: 'note_signature_invalid' });
});

test('a checkpoint has exactly three lines', () => {
  const good = checkpointText(HEAD);
  assert.deepEqual(parseCheckpointText(good), HEAD);
  const [origin = '', size = '', root = ''] = good.split('\n');
  const rows = [
    `${origin}\n${size}\n${root}`,
    `${origin}\n${size}\n`,
    `${good}extension\n`,
    `\n${size}\n${root}\n`,
    `a b\n${size}\n${root}\n`,
    `${origin}\n07\n${root}\n`,
    `${origin}\n-7\n${root}\n`,
    `${origin}\n+7\n${root}\n`,
    `${origin}\n7.0\n${root}\n`,
    `${origin}\n9007199254740992\n${root}\n`,
    `${origin}\n\n${root}\n`,
    `${origin}\n${size}\n${root.slice(4)}\n`,
    `${origin}\n${size}\n${'A'.repeat(42)}B=\n`,
  ];
  for (const text of rows) assert.throws(() => parseCheckpointText(text), { code: 'checkpoint_invalid' }, text);
});
