// The secret of a file: every reader gets the same bytes for it, and what is none is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64url, concat, hex, utf8 } from '#core/bytes.ts';
import {
  commitToFile,
  decodeFileSecret,
  encodeFileSecret,
  FILE_SECRET_BYTES,
  type FileSecret,
  isCommittedFile,
} from './file-secret.ts';
import { seededBytes } from './vault.fixture.ts';

const secret: FileSecret = {
  contentKey: seededBytes(32, 1),
  salt: seededBytes(32, 2),
  nonce: base64url(seededBytes(16, 3)),
  name: 'plate.step',
};
const owner = { ledger: 'ledger-a', owner: 'acme' };

test('its bytes are key, salt, nonce, length and name, and zeros', () => {
  const bytes = encodeFileSecret(secret);
  const start = concat(
    seededBytes(32, 1),
    seededBytes(32, 2),
    seededBytes(16, 3),
    Uint8Array.of(10),
    utf8('plate.step'),
  );
  assert.equal(hex(bytes), hex(start) + '00'.repeat(336 - start.length));
  assert.equal(FILE_SECRET_BYTES, 336);
  assert.deepEqual(decodeFileSecret(bytes), secret);
});

for (const name of ['a', 'ü'.repeat(127), 'a'.repeat(255), '..gitignore', 'Plan 1 (final).pdf', '図面.step']) {
  test(`the name ${name.slice(0, 20)} comes back`, () => {
    assert.equal(decodeFileSecret(encodeFileSecret({ ...secret, name })).name, name);
  });
}

const BAD_NAMES = ['', '.', '..', 'a/b', '/etc', 'a\\b', 'a\u0000', 'a\nb', '\u009b', 'ü'.repeat(128), '\ud800'];
for (const name of BAD_NAMES) {
  test(`the name ${JSON.stringify(name.slice(0, 9))} is refused, by who writes and by who reads`, () => {
    assert.throws(() => encodeFileSecret({ ...secret, name }), { code: 'vault_file_name_invalid' });
    assert.throws(() => commitToFile({ ...secret, name, plaintextHash: '00' }, owner), {
      code: 'vault_file_name_invalid',
    });
    const nameBytes = utf8(name.isWellFormed() ? name : 'x/');
    if (nameBytes.length > 255) return;
    const bytes = encodeFileSecret(secret);
    bytes.fill(0, 80);
    bytes[80] = nameBytes.length;
    bytes.set(nameBytes, 81);
    assert.throws(() => decodeFileSecret(bytes), { code: 'vault_file_name_invalid' });
  });
}

test('other lengths, and anything after the name, are refused', () => {
  const bytes = encodeFileSecret(secret);
  const tail = Uint8Array.from(bytes, (byte, i) => (i === 335 ? 1 : byte));
  for (const wrong of [bytes.subarray(1), concat(bytes, Uint8Array.of(0)), tail]) {
    assert.throws(() => decodeFileSecret(wrong), { code: 'vault_secret_invalid' });
  }
});

test('a commitment is to this plaintext by this owner on this ledger, with this salt and nonce', () => {
  const plaintextHash = 'ab'.repeat(32);
  const made = commitToFile({ name: 'plate.step', contentKey: secret.contentKey, plaintextHash }, owner);
  assert.deepEqual([made.secret.name, made.secret.contentKey], ['plate.step', secret.contentKey]);
  const { commitment, secret: own } = made;
  assert.ok(isCommittedFile(commitment, own, owner, plaintextHash));
  assert.ok(!isCommittedFile(commitment, own, owner, 'ac'.repeat(32)));
  assert.ok(!isCommittedFile(commitment, own, { ...owner, owner: 'borealis' }, plaintextHash));
  assert.ok(!isCommittedFile(commitment, own, { ...owner, ledger: 'ledger-b' }, plaintextHash));
  assert.ok(!isCommittedFile(commitment, { ...own, salt: secret.salt }, owner, plaintextHash));
  assert.ok(!isCommittedFile(commitment, { ...own, nonce: secret.nonce }, owner, plaintextHash));
});
