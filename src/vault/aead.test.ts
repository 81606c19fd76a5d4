import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { concat, fromHex, hex } from '#core/bytes.ts';
import { sharedData } from '#test/shared-data.ts';
import { decrypt, encrypt, importAeadKey } from './aead.ts';

type Group = {
  readonly ivSize: number;
  readonly keySize: number;
  readonly tagSize: number;
  readonly tests: readonly {
    readonly tcId: number;
    readonly key: string;
    readonly iv: string;
    readonly aad: string;
    readonly msg: string;
    readonly ct: string;
    readonly tag: string;
    readonly result: 'valid' | 'invalid';
  }[];
};

// The 316 vectors. A sealed file never uses other key sizes, nor nonces other than 96 bits, which GCM would hash.
const COUNTS = { valid: 39, invalid: 27, otherKeySize: 211, otherNonceSize: 39, otherTagSize: 0 };

test('AES-256-GCM gives what Wycheproof expects', async (t) => {
  const path = sharedData('wycheproof/aes_gcm_test.json');
  if (path === undefined) return t.skip('shared/data is absent');
  const { testGroups }: { testGroups: readonly Group[] } = JSON.parse(readFileSync(path, 'utf8'));
  const counts = { valid: 0, invalid: 0, otherKeySize: 0, otherNonceSize: 0, otherTagSize: 0 };
  for (const group of testGroups) {
    if (group.keySize !== 256) counts.otherKeySize += group.tests.length;
    else if (group.ivSize !== 96) counts.otherNonceSize += group.tests.length;
    else if (group.tagSize !== 128) counts.otherTagSize += group.tests.length;
    else {
      for (const vector of group.tests) {
        await check(vector);
        counts[vector.result]++;
      }
    }
  }
  assert.deepEqual(counts, COUNTS);
});

async function check(vector: Group['tests'][number]): Promise<void> {
  const key = await importAeadKey(fromHex(vector.key));
  const [nonce, aad, message] = [fromHex(vector.iv), fromHex(vector.aad), fromHex(vector.msg)];
  const sealed = concat(fromHex(vector.ct), fromHex(vector.tag));
  const opened = await decrypt(key, nonce, aad, sealed);
  if (vector.result === 'invalid') {
    assert.equal(opened, undefined, `vector ${vector.tcId} must not open`);
    return;
  }
  assert.equal(opened && hex(opened), vector.msg, `vector ${vector.tcId}`);
  assert.equal(hex(await encrypt(key, nonce, aad, message)), hex(sealed), `vector ${vector.tcId}`);
}
