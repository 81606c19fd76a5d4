// Which statements are about what: an index of the log by what statements name as their subject and what their events
// name, for the history of a record. It follows from the log, lies in a file of its own beside it, and is brought up to it
// when someone asks: submitting costs nothing more, and without the file it is made anew. Ids stand in it as 48 bits of
// their hash; who reads looks whether the statement is about the id itself.

import { rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { utf8 } from '#core/bytes.ts';
import type { Json } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import { sha256 } from '#core/crypto.ts';
import { decodeStatement } from '#core/statement.ts';
import { entriesFrom } from '#ledger/entries.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { ABOUT_AT_ONCE, ABOUT_LOOKED_AT, ABOUT_NAMES } from './limits.ts';

/** Another number, and the file is made anew. */
const LAYOUT = 1;
const SCHEMA = `
DROP TABLE IF EXISTS about;
DROP TABLE IF EXISTS through;
CREATE TABLE about(name INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY(name, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE through(ledger TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT;
PRAGMA user_version = ${LAYOUT};
`;

/** What of a statement says what it is about. */
type Told = { readonly subject: string; readonly events: readonly Pick<Event, 'data'>[] };

/** The index of one ledger. */
export class EntriesAbout {
  readonly #ledger: Ledger;
  readonly #db: DatabaseSync;
  readonly #add: StatementSync;
  readonly #before: StatementSync;
  readonly #keep: StatementSync;
  #through: number;
  #building: Promise<void> | undefined;
  #isClosed = false;

  /** Opens the file, or makes it. What is of another ledger, or of a longer log, is made anew. */
  constructor(ledger: Ledger, path: string) {
    this.#ledger = ledger;
    this.#db = openFile(path);
    const size = Number(this.#db.prepare('SELECT size FROM through WHERE ledger = ?').get(ledger.id)?.size ?? 0);
    const fits = size > 0 && size <= ledger.head.size;
    if (!fits) this.#db.exec(SCHEMA);
    this.#through = fits ? size : 0;
    this.#add = this.#db.prepare('INSERT OR IGNORE INTO about VALUES(?, ?)');
    this.#before = this.#db.prepare('SELECT idx FROM about WHERE name = ? AND idx < ? ORDER BY idx DESC LIMIT ?');
    this.#keep = this.#db.prepare('INSERT OR REPLACE INTO through VALUES(?, ?)');
  }

  /** How much of the log it knows: all entries below. */
  get through(): number {
    return this.#through;
  }

  /** Indexes of statements that may be about an id, below `before`, the newest first. */
  indexes(id: string, before: number): readonly number[] {
    if (this.#building === undefined) this.#chunk();
    // What one look does not reach is looked at meanwhile.
    if (this.#through < this.#ledger.head.size) this.#building ??= this.#build();
    return this.#before.all(nameOf(id), before, ABOUT_LOOKED_AT).map(({ idx }) => Number(idx));
  }

  /** True where a look found all that there is. */
  isWhole(indexes: readonly number[]): boolean {
    return indexes.length < ABOUT_LOOKED_AT;
  }

  /** Resolves when what goes on in the background is done. */
  async built(): Promise<void> {
    await this.#building;
  }

  /** Ends what goes on and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.built();
    this.#db.close();
  }

  async #build(): Promise<void> {
    while (!this.#isClosed && this.#through < this.#ledger.head.size) {
      await setImmediate();
      try {
        this.#chunk();
      } catch {
        // Whoever asks next is told of it: the node goes on without this index.
        break;
      }
    }
    this.#building = undefined;
  }

  #chunk(): void {
    const { head, id } = this.#ledger;
    const count = Math.min(ABOUT_AT_ONCE, head.size - this.#through);
    if (count <= 0) return;
    this.#db.exec('BEGIN');
    try {
      this.#fill(count);
      this.#keep.run(id, this.#through + count);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
    this.#through += count;
  }

  #fill(count: number): void {
    for (const { index, bytes, txId, eventsText } of entriesFrom(this.#ledger.store, this.#through, count)) {
      if (txId === undefined || index === 0) continue;
      const { subject } = decodeStatement(bytes);
      for (const name of namesIn({ subject, events: JSON.parse(eventsText) })) this.#add.run(nameOf(name), index);
    }
  }
}

/** Opens the file in this layout; one that is none, or of another, is made anew. */
function openFile(path: string): DatabaseSync {
  const opened = (): DatabaseSync => {
    const db = new DatabaseSync(path);
    try {
      // What is lost with the machine is made anew from the log.
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      if (db.prepare('PRAGMA user_version').get()?.user_version !== LAYOUT) db.exec(SCHEMA);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  };
  try {
    return opened();
  } catch (error) {
    if (!/not a database|malformed/.test(String(error))) throw error;
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    return opened();
  }
}

/** True where a statement is about an id: as its subject, or named by an event. */
export function isAbout(id: string, told: Told): boolean {
  return namesIn(told).has(id);
}

/** What a statement is about. */
function namesIn({ subject, events }: Told): ReadonlySet<string> {
  const names = new Set([subject]);
  const look = (value: Json): void => {
    if (names.size >= ABOUT_NAMES) return;
    if (typeof value === 'string') names.add(value);
    else if (typeof value === 'object') for (const inner of Object.values(value)) look(inner);
  };
  for (const { data } of events) look(data);
  return names;
}

function nameOf(id: string): number {
  const digest = sha256(utf8(id));
  return Buffer.from(digest.buffer, digest.byteOffset, digest.length).readUIntBE(0, 6);
}
