// An agent's memory on disk: one SQLite file that only its process has open. It holds what opens sealed bids, so only the
// user whose agent it is may read it.

import { chmodSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Fault } from '#core/fault.ts';
import type { AgentMemory } from '#sdk/agents/memory.ts';
import { openLocked, type Store } from '../locked-database.ts';

const STORE: Store = {
  // `TmAg`
  applicationId: 0x546d4167,
  layout: 1,
  what: 'the memory of an agent',
  inUse: 'agent_in_use',
  unreadable: 'agent_memory_unreadable',
  tables: 'CREATE TABLE texts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;',
};
const OWNER_ONLY = 0o600;

/** A memory in a file. */
export class MemoryFile implements AgentMemory, Disposable {
  readonly #db: DatabaseSync;
  readonly #get: StatementSync;
  readonly #set: StatementSync;
  readonly #remove: StatementSync;

  /** Opens or makes the memory of one actor. @throws Fault `agent_in_use`, `agent_memory_unreadable`, `agent_memory_foreign` */
  static async open(path: string, actor: string): Promise<MemoryFile> {
    const memory = new MemoryFile(openLocked(path, STORE));
    chmodSync(path, OWNER_ONLY);
    const whose = await memory.get('actor');
    if (whose !== undefined && whose !== actor) {
      memory[Symbol.dispose]();
      throw new Fault('agent_memory_foreign', `${path} is the memory of ${whose}: ${actor} needs one of its own`);
    }
    if (whose === undefined) await memory.set('actor', actor);
    return memory;
  }

  private constructor(db: DatabaseSync) {
    this.#db = db;
    this.#get = db.prepare('SELECT value FROM texts WHERE key = ?');
    this.#set = db.prepare(
      'INSERT INTO texts (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.#remove = db.prepare('DELETE FROM texts WHERE key = ?');
  }

  async get(key: string): Promise<string | undefined> {
    const value = this.#get.get(key)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  async set(key: string, value: string): Promise<void> {
    this.#write(this.#set, key, value);
  }

  async remove(key: string): Promise<void> {
    this.#write(this.#remove, key);
  }

  /** @throws Fault `agent_memory_unwritable`: what is not kept is not sent */
  #write(statement: StatementSync, ...values: string[]): void {
    try {
      statement.run(...values);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Fault('agent_memory_unwritable', `the memory of the agent: ${why}`, { cause });
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
