// verify, audit and show as people and scripts meet them: what they print of one small ledger, and how they exit.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { addCosignatures, cosign, formatCosignerVkey } from '#core/cosignature.ts';
import { noteSigner } from '#core/note-signer.fixture.ts';
import { decodeNote } from '#core/signed-note.ts';
import { receiptOf } from '#ledger/evidence.ts';
import { exportLedger } from '#ledger/export.ts';
import { newHome } from '#node/home.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { touchmark } from '../io.fixture.ts';

const COMMAND = fileURLToPath(new URL('../../../bin/touchmark.js', import.meta.url));
/** The long form tries every byte of a bundle. */
const EACH_NTH_BYTE = process.env.SOAK === '1' ? 1 : 97;
const [BOREALIS, CARTER] = [noteSigner('borealis.example/w'), noteSigner('carter.example/w')];
const folder = temporaryFolder();
const at = { cwd: folder.path };
let ledgerId = '';
let txId = '';
let credential = '';
let checkpointKey = '';

before(async () => {
  await using home = await newHome(folder.file('home'));
  const admin = home.client('acme/admin');
  const certificate = {
    subject: 'borealis',
    kind: 'ISO\u202e9001',
    validFromMs: START_MS,
    validUntilMs: START_MS + 1000,
    evidence: 'A'.repeat(43),
  };
  const { ledger } = home.node;
  ledgerId = ledger.id;
  checkpointKey = base64url(ledger.signer?.checkpoint.publicKey ?? new Uint8Array(0));
  writeFileSync(folder.file('statement.cose'), await admin.sign(membershipInterface, 'issueCredential', certificate));
  const accepted = await admin.do(membershipInterface, 'issueCredential', certificate);
  const refused = await admin.try(membershipInterface, 'revokeCredential', { id: 'none' });
  txId = base64url(accepted.txId);
  credential = accepted.id('credential');
  writeFileSync(folder.file('bundle.json'), await admin.transport.bundle([accepted.index, refused.index ?? 0]));
  writeFileSync(folder.file('checkpoint'), await admin.transport.checkpoint());
  writeFileSync(folder.file('receipt'), await receiptOf(ledger, accepted.index));
  await exportLedger(ledger, folder.file('export'));
});
after(() => folder[Symbol.dispose]());

describe('verify', () => {
  test('a bundle held against its ledger’s id is genuine: who signed what, when, with which outcome, where', async () => {
    const { code, out } = await touchmark(['verify', 'bundle.json', '--ledger', ledgerId], at);
    assert.equal(code, 0);
    assert.match(
      out,
      new RegExp(`^ledger "Test ledger", ${ledgerId}\nlog of 6 entries, checkpoint signed by 1 node\n`),
    );
    assert.match(
      out,
      /\nentry 2 in block 1, 2026-01-05T08:00:00Z\n {2}Certify "ISO\\u\{202e\}9001" for borealis until 2026-01-05T08:00:01Z\n {2}signed by acme\/admin \(admin\) of acme, key .{43}\n {2}outcome: accepted\n/,
    );
    assert.match(out, /\n {2}outcome: refused: membership\.credential_unknown\n/);
    assert.match(out, /\ngenuine$/);
  });

  test('without a ledger’s id it is consistent, not anchored', async () => {
    const { code, out } = await touchmark(['verify', 'bundle.json'], at);
    assert.equal(code, 3);
    assert.match(out, /\nconsistent, not anchored$/);
  });

  test('of another ledger it is not genuine', async () => {
    const { code, out } = await touchmark(['verify', 'bundle.json', '--ledger', 'a'.repeat(52)], at);
    assert.equal(code, 1);
    assert.equal(out, `NOT genuine: genesis: the bundle is of the ledger ${ledgerId}, not of ${'a'.repeat(52)}`);
  });

  test('a changed byte is named with its place', async () => {
    const text = readFileSync(folder.file('bundle.json'), 'utf8');
    const changed = text.replace(/"outcome"|"statement":"(.{400})./, (_, start) => `"statement":"${start}A`);
    writeFileSync(folder.file('changed.json'), changed);
    const { code, out } = await touchmark(['verify', 'changed.json', '--ledger', ledgerId], at);
    assert.equal(code, 1);
    assert.match(out, /^NOT genuine: entries\[0\]\.statement: /);
    const json = await touchmark(['verify', 'changed.json', '--ledger', ledgerId, '--json'], at);
    assert.equal(JSON.parse(json.out).code, 'bundle_entry');
  });

  test('whichever byte is changed, it is not genuine', async () => {
    const bytes = new Uint8Array(readFileSync(folder.file('bundle.json')));
    for (let i = 0; i < bytes.length; i += EACH_NTH_BYTE) {
      writeFileSync(folder.file('flipped.json'), bytes.with(i, (bytes[i] ?? 0) ^ 1));
      const { code, out } = await touchmark(['verify', 'flipped.json', '--ledger', ledgerId], at);
      assert.equal(code, 1, `byte ${i}: ${out}`);
    }
  });

  test('a policy asks for its own nodes, in either writing of their keys', async () => {
    const policies = [
      [{ needed: 1, keys: [checkpointKey] }, 0, /genuine$/],
      [{ needed: 1, keys: [base64url(new Uint8Array(32).fill(7))] }, 1, /0 of those asked for signed, 1 are needed$/],
      [{ needed: 2, keys: [checkpointKey] }, 4, /2 signatures are needed, but it has 1 keys/],
      [{ needed: 1, keys: [checkpointKey, checkpointKey] }, 4, /a key is there twice/],
      [{ needed: 1, keys: ['touchmark/other+00000000+AAAA'] }, 4, /keys\[0\]: expected a verifier key/],
      [{ needed: 0, keys: [] }, 4, /policy_invalid/],
      [{ needed: 1, keys: [{ witness: 'a b', publicKey: checkpointKey }] }, 4, /policy_invalid/],
      [{ needed: 1, keys: [checkpointKey, { witness: 'w', publicKey: checkpointKey }] }, 4, /a key is there twice/],
    ] as const;
    for (const [policy, expected, sentence] of policies) {
      writeFileSync(folder.file('policy.json'), JSON.stringify(policy));
      const { code, out, err } = await touchmark(
        ['verify', 'bundle.json', '--ledger', ledgerId, '--policy', 'policy.json'],
        at,
      );
      assert.equal(code, expected, out + err);
      assert.match(out + err, sentence);
    }
  });

  test('who co-signed and when is said, for the witnesses that the policy names', async () => {
    const bundle = JSON.parse(readFileSync(folder.file('bundle.json'), 'utf8'));
    const { text } = decodeNote(bundle.checkpoint);
    const lines = await Promise.all([BOREALIS, CARTER].map((witness) => cosign(text, witness, START_MS / 1000)));
    writeFileSync(
      folder.file('cosigned.json'),
      JSON.stringify({ ...bundle, checkpoint: addCosignatures(bundle.checkpoint, lines) }),
    );
    const borealis = { witness: BOREALIS.name, publicKey: base64url(BOREALIS.publicKey) };
    const [carter, delta] = [CARTER, noteSigner('delta.example/w')].map(formatCosignerVkey);
    const alone = / {2}signed by the origin alone: no witness that you named /;
    const rows = [
      [undefined, 0, alone],
      [undefined, 0, /\n {2}2 more co-signed who are not in a policy of yours: unchecked\n/],
      [
        { needed: 1, keys: [borealis, delta] },
        0,
        /\n {2}witnessed by 1 of 2\n {4}co-signed by borealis\.example\/w at 2026-01-05T08:00:00Z, by its own clock\n {2}1 more /,
      ],
      [
        { needed: 3, keys: [borealis, carter, checkpointKey] },
        0,
        /\n {2}witnessed by 2 of 2\n(.*\n){2} {2}needed were 3 of 3 keys of the policy\n/,
      ],
      [{ needed: 2, keys: [borealis, delta] }, 1, /1 of those asked for signed, 2 are needed$/],
      [{ needed: 1, keys: [{ ...borealis, witness: CARTER.name }] }, 1, /0 of those asked for signed/],
      [{ needed: 1, keys: [delta, checkpointKey] }, 0, alone],
    ] as const;
    for (const [policy, expected, sentence] of rows) {
      writeFileSync(folder.file('policy.json'), JSON.stringify(policy ?? {}));
      const options = policy === undefined ? [] : ['--policy', 'policy.json'];
      const { code, out, err } = await touchmark(['verify', 'cosigned.json', '--ledger', ledgerId, ...options], at);
      assert.equal(code, expected, out + err);
      assert.match(out, sentence);
    }
  });

  test('for machines: the verdict and all that is proven', async () => {
    const { out } = await touchmark(['verify', 'bundle.json', '--ledger', ledgerId, '--json'], at);
    const report = JSON.parse(out);
    assert.equal(report.verdict, 'genuine');
    assert.deepEqual(
      report.statements.map((statement: { readonly outcome: string }) => statement.outcome),
      ['accepted', 'membership.credential_unknown'],
    );
  });
});

describe('audit', () => {
  test('a ledger that nobody touched is sound', async () => {
    const { code, out } = await touchmark(['audit', 'home/ledger.db'], at);
    assert.equal(code, 0, out);
    assert.match(out, /\n {2}statements {4}2, every signature checked; 1 refused\n/);
    assert.match(out, /\nsound: all that the file holds follows from its log$/);
  });

  test('a copy with a changed record is tampered, and the record is named', async () => {
    const db = new DatabaseSync(folder.file('home/ledger.db'), { readOnly: true });
    db.exec(`VACUUM INTO '${folder.file('tampered.db')}'`);
    db.close();
    const copy = new DatabaseSync(folder.file('tampered.db'));
    copy.exec("UPDATE records SET value = replace(value, 'borealis', 'boreal1s') WHERE kind = 'membership/credential'");
    copy.close();
    const { code, out } = await touchmark(['audit', 'tampered.db'], at);
    assert.equal(code, 1);
    assert.match(
      out,
      new RegExp(`^TAMPERED: .*: record membership/credential ${credential}: value is not what the log gives$`),
    );
  });

  test('a copy with broken pages is a finding, not a crash', async () => {
    copyFileSync(folder.file('tampered.db'), folder.file('broken.db'));
    const bytes = readFileSync(folder.file('broken.db'));
    writeFileSync(folder.file('broken.db'), bytes.fill(0xff, 8192, bytes.length));
    const { code, out, err } = await touchmark(['audit', 'broken.db'], at);
    assert.equal(code, 1, err);
    assert.match(out, /^TAMPERED: broken\.db: SQLite cannot read it|^TAMPERED: .*broken\.db: /);
  });
});

describe('show', () => {
  const files: readonly (readonly [file: string, first: RegExp])[] = [
    ['statement.cose', /^Certify "ISO\\u\{202e\}9001" for borealis until 2026-01-05T08:00:01Z\n/],
    ['bundle.json', /^An evidence bundle of 2 statements, unchecked: /],
    ['checkpoint', /^A checkpoint, unchecked: a log of 6 entries\n/],
    ['receipt', /^A receipt, unchecked: entry 2 of a log of 6\n/],
    ['export', /^An export of 6 entries, \d+ bytes; its checkpoint is signed by 1 of 1 nodes/],
  ];
  for (const [file, first] of files) {
    test(`${file} is told by its content`, async () => {
      const { code, out, err } = await touchmark(['show', file], at);
      assert.equal(code, 0, err);
      assert.match(out, first);
      assert.ok(JSON.parse((await touchmark(['show', file, '--json'], at)).out).kind.length > 0);
    });
  }

  test('a broken file of any kind is shown or refused, and never taken for a bug', async () => {
    for (const [file] of files) {
      const bytes = new Uint8Array(readFileSync(folder.file(file)));
      for (let i = 0; i < bytes.length; i += Math.ceil(bytes.length / 60)) {
        writeFileSync(
          folder.file('broken'),
          i % 2 === 0 ? bytes.with(i, (bytes[i] ?? 0) ^ (1 << (i % 8))) : bytes.subarray(0, i),
        );
        const { code, out, err } = await touchmark(['show', 'broken'], at);
        assert.ok(code === 0 || code === 4, `${file}, byte ${i}: ${out}${err}`);
      }
    }
  });

  test('places of a ledger: its founding, a block, a statement by number and by transaction, a record', async () => {
    const places: readonly (readonly [place: string, what: RegExp])[] = [
      ['0', /^entry 0 in block 0.*\nThe founding of "Test ledger"/],
      ['1', /^entry 1 in block 0.*\nThe end of block 0/],
      ['2', /^entry 2 in block 1.*\nCertify .*[\s\S]*outcome: accepted/],
      ['4', /Revoke the credential none[\s\S]*outcome: refused: membership\.credential_unknown\n {2}details: /],
      [txId, /^entry 2 in block 1/],
      [
        `membership/credential/${credential}`,
        /^membership\/credential credential-\w+ of ledger "Test ledger"\n[\s\S]*kind: "ISO\\u\{202e\}9001"/,
      ],
      ['membership/actor/acme/buyer', /role: buyer/],
    ];
    for (const [place, what] of places) {
      const { code, out, err } = await touchmark(['show', '--ledger', 'home/ledger.db', place], at);
      assert.equal(code, 0, err);
      assert.match(out, what);
    }
  });

  test('what is not there, or is nothing of ours, is said in one sentence', async () => {
    writeFileSync(folder.file('picture.png'), new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
    mkdirSync(folder.file('folder'), { recursive: true });
    const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
      [['picture.png'], /\(file_unknown\)$/],
      [['absent'], /absent: there is no such file \(file_unreadable\)$/],
      [['folder'], /folder is not a file \(file_unreadable\)$/],
      [['home/ledger.db'], /touchmark audit checks a ledger.*\(file_is_database\)$/],
      [['--ledger', 'home/ledger.db', '99'], /has no entry 99 \(entry_unknown\)$/],
      [['--ledger', 'home/ledger.db', 'membership/actor/nobody'], /\(record_unknown\)$/],
      [['--ledger', 'home/ledger.db', '???'], /\(base64url_invalid|entry_unknown\)$/],
      [['--ledger', 'picture.png', '1'], /\(ledger_not_ours|ledger_damaged\)$/],
    ];
    for (const [args, sentence] of wrong) {
      const { code, err } = await touchmark(['show', ...args], at);
      assert.equal(code, 4, args.join(' '));
      assert.match(err, sentence);
    }
  });
});

describe('the command', () => {
  const command = (args: readonly string[], cwd: string) =>
    spawnSync(process.execPath, [COMMAND, ...args], { cwd, encoding: 'utf8' });

  test('it verifies in a folder that holds nothing but the bundle, and exits with the verb’s code', () => {
    mkdirSync(folder.file('elsewhere'), { recursive: true });
    copyFileSync(folder.file('bundle.json'), folder.file(join('elsewhere', 'bundle.json')));
    const genuine = command(['verify', 'bundle.json', '--ledger', ledgerId], folder.file('elsewhere'));
    assert.deepEqual([genuine.status, genuine.stderr], [0, '']);
    assert.match(genuine.stdout, /\ngenuine\n$/);
    assert.equal(command(['verify', 'bundle.json'], folder.file('elsewhere')).status, 3);
  });

  test('no line that it prints can steer a terminal', () => {
    const { status, stdout, stderr } = command(['show', '\u001b[2Jabsent\u202e'], folder.path);
    assert.deepEqual([status, stdout], [4, '']);
    assert.equal(stderr, 'touchmark show: \\u{1b}[2Jabsent\\u{202e}: there is no such file (file_unreadable)\n');
  });
});
