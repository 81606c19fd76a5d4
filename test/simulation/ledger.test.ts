// A ledger's days from one seed: statements right and wrong, sent once, twice, later; a clock that jumps both ways;
// closings and openings in between. Beside it runs a model of four lines, and at the end the audit looks at everything.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { hex } from '#core/bytes.ts';
import { decodeStatement } from '#core/statement.ts';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import type { Applied } from '#ledger/applied.ts';
import { auditLedger } from '#ledger/audit.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { dropTable } from '#test/drops.ts';
import { newLedger, nodeSigner, signedFor, temporaryFolder } from '#test/ledgers.ts';
import { certificate, SOAK, seededRandom } from '#test/load.ts';
import { START_MS } from '#test/world.ts';

const registry = createRegistry();
const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
const SEEDS = SOAK ? 40 : 4;

type Sent = { readonly bytes: Uint8Array; readonly notAfterMs: number };

/** One ledger through its days. What the model knows: who was accepted where, and the last block's time. */
class Days {
  readonly #random: () => number;
  readonly #path: string;
  readonly #accepted = new Map<string, number | undefined>();
  readonly #sent: Sent[] = [];
  #engine: EmbeddedEngine;
  #ledger: Ledger;
  #timeMs = START_MS;
  #count = 0;

  constructor(seed: number, path: string, ledger: Ledger) {
    this.#random = seededRandom(seed);
    this.#path = path;
    this.#ledger = ledger;
    this.#engine = this.#start();
  }

  async day(): Promise<void> {
    const chance = this.#random();
    if (chance < 0.15) await this.#reopen();
    this.#timeMs += Math.floor((this.#random() - 0.3) * (chance < 0.3 ? DAY_MS : 10_000));
    const burst = await Promise.all(
      Array.from({ length: 1 + Math.floor(this.#random() * 12) }, () => this.#statement()),
    );
    const twice = burst.filter(() => this.#random() < 0.2);
    const before = this.#ledger.head.timeMs;
    const sent = [...burst, ...twice];
    const applied = await Promise.all(sent.map(({ bytes }) => this.#engine.submit(bytes)));
    for (const [i, one] of applied.entries()) this.#judge(sent[i] ?? assert.fail(), one, before);
  }

  async end(): Promise<void> {
    await this.#engine[Symbol.asyncDispose]();
    const report = await auditLedger(this.#path, { registry, pool });
    assert.equal(report.statements, [...this.#accepted.values()].filter((index) => index !== undefined).length);
  }

  #start(): EmbeddedEngine {
    return new EmbeddedEngine({
      ledger: this.#ledger,
      pool,
      clock: () => this.#timeMs,
      statementsPerBlock: 1 + Math.floor(this.#random() * 8),
    });
  }

  async #reopen(): Promise<void> {
    const root = hex(this.#ledger.head.root);
    await this.#engine[Symbol.asyncDispose]();
    this.#ledger = Ledger.open(this.#path, { registry, signer: nodeSigner });
    assert.equal(hex(this.#ledger.head.root), root);
    this.#engine = this.#start();
  }

  async #statement(): Promise<Sent> {
    const chance = this.#random();
    const earlier = this.#sent[Math.floor(this.#random() * this.#sent.length)];
    if (chance < 0.2 && earlier !== undefined) return earlier;
    const now = Math.max(this.#timeMs, this.#ledger.head.timeMs);
    if (chance < 0.3) return { bytes: await dropTable.signature_wrong(this.#ledger, now), notAfterMs: -1 };
    const notAfterMs = now + Math.floor((this.#random() * 1.2 - 0.1) * DAY_MS);
    const by = chance < 0.4 ? 'acme/buyer' : 'acme/admin';
    const sent = {
      bytes: await signedFor(this.#ledger, { ...certificate(`kind ${this.#count++}`, by), notAfterMs }),
      notAfterMs,
    };
    this.#sent.push(sent);
    return sent;
  }

  #judge({ bytes, notAfterMs }: Sent, { outcome, index, timeMs }: Applied, before: number): void {
    const { txId } = decodeStatement(bytes);
    assert.ok(timeMs >= before, 'block time went back');
    const known = this.#accepted.get(hex(txId));
    if (index !== undefined) {
      assert.ok(['accepted', 'role_not_allowed'].includes(outcome), outcome);
      assert.ok(timeMs <= notAfterMs && timeMs >= notAfterMs - DAY_MS, 'outside its window');
      assert.ok(known === undefined || known === index, 'one statement, two places');
      this.#accepted.set(hex(txId), index);
    } else if (outcome === 'statement_known') assert.notEqual(known, undefined);
    else assert.ok(['signature_wrong', 'statement_expired', 'statement_early'].includes(outcome), outcome);
  }
}

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`seed ${seed}: each statement has one place or none, and the audit finds nothing wrong`, async () => {
    using folder = temporaryFolder();
    const path = folder.file('ledger.db');
    const days = new Days(seed, path, await newLedger(path));
    for (let day = 0; day < 60; day++) await days.day();
    await days.end();
  });
}
