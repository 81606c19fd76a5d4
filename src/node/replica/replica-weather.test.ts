// Replicas in bad weather, from one seed: an honest origin over a network that cuts, shortens, garbles and delays is never
// accused; and of an origin that signs one log after the other, no replica ever co-signs two.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { equalBytes } from '#core/bytes.ts';
import { decodeGenesis } from '#core/genesis.ts';
import { leafHash, rootOfLeaves } from '#core/merkle.ts';
import { auditLedger } from '#ledger/audit.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { flippedBytes, SOAK, seededRandom } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { verifyEvidenceFile } from './evidence.ts';
import { Follower } from './follower.ts';
import { replicaPaths } from './follower-options.ts';
import type { Inclusion, LogSource } from './log-source.ts';
import { GENESIS, LEDGER_ID, makeLogs, noteOf, OriginInHand, receiptIn, registry, sizeAt } from './origins.fixture.ts';
import { readSignedHead } from './signed-head.ts';

const pool = new SignaturePool(1);
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

const BLOCKS = 6;
const SEEDS = SOAK ? 200 : 8;
const logs = await makeLogs(folder, { blocks: BLOCKS, parting: 4 });

/** A source seen through a bad network. */
class Weather implements LogSource {
  readonly #source: LogSource;
  readonly #random: () => number;
  /** How often something goes wrong. */
  chance = 0.15;

  constructor(source: LogSource, random: () => number) {
    this.#source = source;
    this.#random = random;
  }

  genesis(): Promise<Uint8Array> {
    return this.#source.genesis();
  }

  async checkpoint(): Promise<string> {
    const note = await this.#through(() => this.#source.checkpoint());
    return this.#hits() ? note.replace(/[A-Z]/, 'x') : note;
  }

  async *leaves(from: number, to: number): AsyncGenerator<Uint8Array> {
    for await (const leaf of this.#source.leaves(from, to)) {
      if (this.#random() < this.chance / 20) return;
      if (this.#random() < this.chance / 20) throw new Error('cut');
      yield this.#random() < this.chance / 20 ? flippedBytes(leaf, this.#random, 8) : leaf;
    }
  }

  async consistency(from: number, to: number): Promise<readonly Uint8Array[]> {
    return this.#garbled(await this.#through(() => this.#source.consistency(from, to)));
  }

  async inclusion(index: number, size: number): Promise<Inclusion> {
    const { leaf, path } = await this.#through(() => this.#source.inclusion(index, size));
    return { leaf, path: this.#garbled(path) };
  }

  async cosign(note: string): Promise<void> {
    await this.#through(() => this.#source.cosign(note));
    if (this.#hits()) throw new Error('the answer was lost');
  }

  #garbled(path: readonly Uint8Array[]): readonly Uint8Array[] {
    return this.#hits() ? path.map((hash) => flippedBytes(hash, this.#random, 8)).slice(this.#hits() ? 1 : 0) : path;
  }

  async #through<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#hits()) throw new Error('connection refused');
    return ask();
  }

  #hits(): boolean {
    return this.#random() < this.chance;
  }
}

function openFollower(home: string, source: LogSource): Promise<Follower> {
  return Follower.open({ home, ledgerId: LEDGER_ID, source, registry, pool, clock: () => START_MS, witnessName: 'w' });
}

/** A round that may be stopped at a seeded moment. */
async function round(follower: Follower, random: () => number): Promise<void> {
  const stop = new AbortController();
  if (random() < 0.3) queueMicrotask(() => stop.abort(new Error('stopped by the test')));
  try {
    await follower.followOnce(stop.signal);
  } catch (error) {
    assert.equal(error, stop.signal.reason);
  }
}

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`seed ${seed}: an honest origin is never accused, whatever the network does`, async () => {
    using own = temporaryFolder();
    const home = own.file('replica');
    const random = seededRandom(seed);
    const origin = new OriginInHand();
    const weather = new Weather(origin, random);
    const { longer } = logs;
    origin.show({ leaves: longer, size: sizeAt(0) });
    let follower = await openFollower(home, weather);
    for (let height = 0; height <= BLOCKS + 1; ) {
      // Sometimes an old checkpoint comes out of some cache.
      origin.show({ leaves: longer, size: sizeAt(random() < 0.1 ? Math.floor(random() * (height + 1)) : height) });
      await round(follower, random);
      assert.notEqual(follower.status().state, 'stopped_on_evidence', follower.status().finding?.sentence);
      const known = sizeAt(Math.floor(random() * (BLOCKS + 2)));
      assert.ok(['same', 'kept'].includes(String(follower.compareWith(await noteOf(longer, known)))));
      const receipt = await receiptIn(longer.slice(0, Math.max(known, sizeAt(1))), 2);
      const compared = follower.compareReceipt(longer[2] ?? GENESIS, receipt);
      assert.ok(['same', 'kept'].includes(String(compared)));
      if (random() < 0.2) {
        follower[Symbol.dispose]();
        follower = await openFollower(home, weather);
      }
      if (random() < 0.5) height++;
    }
    weather.chance = 0;
    origin.show({ leaves: longer });
    assert.equal((await follower.followOnce()).state, 'following');
    assert.equal(follower.ledger.head.size, longer.length);
    follower[Symbol.dispose]();
    const { evidence, ledger } = replicaPaths(home);
    const files = existsSync(evidence) ? readdirSync(evidence) : [];
    assert.ok(
      files.every((file) => file.startsWith('leaves_differ-')),
      files.join(),
    );
    await auditLedger(ledger, { registry, pool });
  });

  test(`seed ${seed}: of a dishonest origin no replica co-signs two logs`, async () => {
    using own = temporaryFolder();
    const home = own.file('replica');
    const random = seededRandom(1000 + seed);
    const origin = new OriginInHand();
    const weather = new Weather(origin, random);
    weather.chance = 0.05;
    const variants = [logs.honest, logs.forked, logs.dropped, logs.reordered];
    origin.show({ leaves: logs.honest, size: sizeAt(0) });
    let follower = await openFollower(home, weather);
    for (let i = 0; i < 25; i++) {
      const leaves = variants[random() < 0.6 ? 0 : Math.floor(random() * variants.length)] ?? [];
      origin.show({ leaves, size: 2 + Math.floor(random() * (leaves.length - 1)) });
      await round(follower, random);
      if (random() < 0.2) {
        follower[Symbol.dispose]();
        follower = await openFollower(home, weather);
      }
    }
    const { state, finding } = follower.status();
    assert.equal(state, 'stopped_on_evidence', finding?.sentence);
    await verifyEvidenceFile(finding?.file ?? assert.fail(), { registry, pool });
    follower[Symbol.dispose]();
    await auditLedger(replicaPaths(home).ledger, { registry, pool });
    const heads = origin.cosigned.map((note) => readSignedHead(note, decodeGenesis(GENESIS)));
    const isOf = (leaves: readonly Uint8Array[]): boolean =>
      heads.every(({ size, root }) => equalBytes(root, rootOfLeaves(leaves.slice(0, size).map(leafHash))));
    assert.ok(variants.some(isOf), 'all that was co-signed is of one log');
    assert.ok(
      heads.every(({ size }, i) => size >= (heads[i - 1]?.size ?? 0)),
      'no smaller head after a larger one',
    );
  });
}
