// Run as a process of its own: imports an export with the contracts registered in the named order, and prints what came
// of it.

import { contracts } from '#contracts/index.ts';
import { identity } from '#contracts/membership/identity.ts';
import { hex, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Registry } from '#core/registry.ts';
import { importLedger } from '#ledger/export.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { seededRandom } from '#test/load.ts';
import { recordsOf } from '#test/story.ts';

const [exported = '', path = '', order = ''] = process.argv.slice(2);
const random = seededRandom(3);
const shuffled = contracts.map((contract) => ({ contract, key: random() })).sort((a, b) => a.key - b.key);
const ordered = {
  sorted: contracts,
  reversed: contracts.toReversed(),
  shuffled: shuffled.map(({ contract }) => contract),
};
const registry = new Registry(ordered[order as keyof typeof ordered], identity);
await using pool = new SignaturePool(1);
using ledger = await importLedger(exported, path, { registry, pool });
const { size, root, stateDigest } = ledger.head;
const records = hex(sha256(utf8(recordsOf(ledger).join('\n'))));
process.stdout.write(JSON.stringify({ size, root: hex(root), stateDigest: hex(stateDigest), records }));
