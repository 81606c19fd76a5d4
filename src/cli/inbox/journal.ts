// The inbox's memory: which content was taken, what was signed for it, and what came of that. It goes by content, not by
// names, so that a file that is dropped twice, renamed or found again after a crash never becomes the same statement
// twice. One SQLite file with every commit flushed; open, it is also the lock that keeps a second process out.

import { existsSync } from 'node:fs';
import type {
  DatabaseSync,
  SQLInputValue,
  SQLOutputValue,
  StatementResultingChanges,
  StatementSync,
} from 'node:sqlite';
import type { JsonObject } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import { openLocked, type Store } from '../locked-database.ts';

const STORE: Store = {
  // `TmIn`
  applicationId: 0x546d496e,
  layout: 1,
  what: 'the journal of an inbox',
  inUse: 'inbox_in_use',
  unreadable: 'inbox_journal_unreadable',
  tables: `
    CREATE TABLE taken (id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL UNIQUE, content TEXT NOT NULL) STRICT;
    CREATE TABLE contents (
      content TEXT PRIMARY KEY, round INTEGER NOT NULL DEFAULT 1, ended_by INTEGER, parts TEXT, outcome TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE signed (
      content TEXT NOT NULL, part TEXT NOT NULL, attempt INTEGER NOT NULL, round INTEGER NOT NULL,
      bytes BLOB NOT NULL, result TEXT, PRIMARY KEY (content, part, attempt)
    ) STRICT;
  `,
};

/** A folder in which one dropped file is worked on. */
export type Taken = { readonly id: number; readonly folder: string; readonly content: string };

/** What is known of a content. */
export type Content = {
  /** Counts how often this content was taken up: what was refused in one round may be signed again in the next. */
  readonly round: number;
  /** The folder that brought it to its end. */
  readonly endedBy: number | undefined;
  /** Keys of its parts, once it was read. */
  readonly parts: readonly string[] | undefined;
  /** How it ended. */
  readonly outcome: string | undefined;
};

/** What came of a signed statement. `expired`: it was never applied, and never can be. */
export type Result = {
  readonly outcome: string;
  /** In the log. */
  readonly place?: { readonly index: number; readonly height: number; readonly timeMs: number };
  readonly details?: JsonObject;
  readonly made?: readonly { readonly kind: string; readonly id: string }[];
  /** Under which mandate it was refused. */
  readonly mandate?: string;
};

/** A signed statement. */
export type Signed = {
  readonly part: string;
  /** From 1. */
  readonly attempt: number;
  readonly round: number;
  readonly bytes: Uint8Array;
  /** Absent while it is not known. */
  readonly result: Result | undefined;
};

/** The journal of one inbox. */
export class Journal {
  readonly #db: DatabaseSync;
  readonly #sql: Readonly<Record<keyof typeof SQL, StatementSync>>;

  /**
   * Opens or makes the journal, and locks it.
   * @param isNew whether the inbox holds nothing yet that a journal must know of
   * @throws Fault `inbox_in_use`, `inbox_journal_missing`, `inbox_journal_unreadable`
   */
  static open(path: string, isNew: () => boolean): Journal {
    if (!existsSync(path) && !isNew()) {
      const text = 'statements were signed in this inbox, but the journal that tells which is gone';
      throw new Fault('inbox_journal_missing', `${path}: ${text}: bring it back, or move their folders away`);
    }
    return new Journal(openLocked(path, STORE));
  }

  private constructor(db: DatabaseSync) {
    this.#db = db;
    const entries = Object.entries(SQL).map(([name, text]) => [name, db.prepare(text)] as const);
    // One statement for each text.
    this.#sql = Object.fromEntries(entries) as Readonly<Record<keyof typeof SQL, StatementSync>>;
  }

  /** The folders that are worked on. */
  folders(): readonly string[] {
    return this.#sql.folders.all().map(({ folder }) => String(folder));
  }

  /** What a folder was taken as; undefined where it is new. */
  takenAs(folder: string): Taken | undefined {
    return takenOf(this.#sql.takenAs.get(folder));
  }

  /** The folder of this content that was taken first. */
  firstWith(content: string): Taken | undefined {
    return takenOf(this.#sql.firstWith.get(content));
  }

  /** Notes that a folder holds this content. */
  take(folder: string, content: string): Taken {
    this.#write('know', content);
    const { lastInsertRowid } = this.#write('take', folder, content);
    return { id: Number(lastInsertRowid), folder, content };
  }

  /** Forgets a folder that is no longer worked on; what its content came to stays known. */
  release(folder: string): void {
    this.#write('release', folder);
  }

  content(content: string): Content {
    const row = this.#sql.content.get(content);
    return {
      round: Number(row?.round ?? 1),
      endedBy: typeof row?.ended_by === 'number' ? row.ended_by : undefined,
      // Written by this class.
      parts: typeof row?.parts === 'string' ? (JSON.parse(row.parts) as string[]) : undefined,
      outcome: typeof row?.outcome === 'string' ? row.outcome : undefined,
    };
  }

  setParts(content: string, parts: readonly string[]): void {
    this.#write('setParts', JSON.stringify(parts), content);
  }

  /** Takes a content up again that had come to an end. */
  beginAgain(content: string): void {
    this.#write('beginAgain', content);
  }

  /** Notes that a folder brought its content to its end. */
  end({ id, content }: Taken, outcome: string): void {
    this.#write('end', id, outcome, content);
  }

  /** All that was ever signed for a content, in its order. */
  signed(content: string): readonly Signed[] {
    return this.#sql.signed.all(content).map(signedOf);
  }

  /** The same of one part. */
  signedFor(content: string, part: string): readonly Signed[] {
    return this.#sql.signedFor.all(content, part).map(signedOf);
  }

  /** Keeps a signed statement, durably: from here on it may be sent. */
  keep(content: string, { part, attempt, round, bytes }: Omit<Signed, 'result'>): void {
    this.#write('keep', content, part, attempt, round, bytes);
  }

  /** Notes what came of a signed statement. */
  setResult(content: string, { part, attempt }: Pick<Signed, 'part' | 'attempt'>, result: Result): void {
    this.#write('setResult', JSON.stringify(result), content, part, attempt);
  }

  /** @throws Fault `inbox_journal_unwritable`: what is not in the journal is not sent */
  #write(name: keyof typeof SQL, ...values: SQLInputValue[]): StatementResultingChanges {
    try {
      return this.#sql[name].run(...values);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Fault('inbox_journal_unwritable', `the journal of the inbox: ${reason}`, { cause });
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}

const SQL = {
  folders: 'SELECT folder FROM taken ORDER BY id',
  takenAs: 'SELECT id, folder, content FROM taken WHERE folder = ?',
  firstWith: 'SELECT id, folder, content FROM taken WHERE content = ? ORDER BY id LIMIT 1',
  take: 'INSERT INTO taken (folder, content) VALUES (?, ?)',
  release: 'DELETE FROM taken WHERE folder = ?',
  know: 'INSERT INTO contents (content) VALUES (?) ON CONFLICT DO NOTHING',
  content: 'SELECT round, ended_by, parts, outcome FROM contents WHERE content = ?',
  setParts: 'UPDATE contents SET parts = ? WHERE content = ?',
  beginAgain: 'UPDATE contents SET round = round + 1, ended_by = NULL WHERE content = ?',
  end: 'UPDATE contents SET ended_by = ?, outcome = ? WHERE content = ?',
  signed: 'SELECT part, attempt, round, bytes, result FROM signed WHERE content = ? ORDER BY rowid',
  signedFor: 'SELECT part, attempt, round, bytes, result FROM signed WHERE content = ? AND part = ? ORDER BY attempt',
  keep: 'INSERT INTO signed (content, part, attempt, round, bytes) VALUES (?, ?, ?, ?, ?)',
  setResult: 'UPDATE signed SET result = ? WHERE content = ? AND part = ? AND attempt = ?',
} as const;

function takenOf(row: Record<string, SQLOutputValue> | undefined): Taken | undefined {
  return row && { id: Number(row.id), folder: String(row.folder), content: String(row.content) };
}

function signedOf({ part, attempt, round, bytes, result }: Record<string, SQLOutputValue>): Signed {
  return {
    part: String(part),
    attempt: Number(attempt),
    round: Number(round),
    bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array(),
    // Written by Journal.
    result: typeof result === 'string' ? (JSON.parse(result) as Result) : undefined,
  };
}
