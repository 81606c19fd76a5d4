// An inbox: looks at its folders, takes what is whole, and works on what waits, one file after the other. Only one process
// works on an inbox; what it did survives its end at any moment.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { Fault, isFault } from '#core/fault.ts';
import { HttpFault } from '#sdk/http-port.ts';
import { isOfNode } from '#sdk/send-kept.ts';
import { INBOX_BACK_OFF_MOST_MS, INBOX_FILES_AT_ONCE } from '../limits.ts';
import type { InboxConfig } from './config.ts';
import { Journal } from './journal.ts';
import { KINDS, type Kind } from './part.ts';
import { dropped, type Folder, holdsStatements, makeFolders, pathOf, take, waiting } from './places.ts';
import type { Line } from './send.ts';
import { readingOf, type Worked, workOn } from './work.ts';

/** What an inbox needs of the world. */
export type InboxOptions = {
  /** The inbox's folder, absolute; it must be there. */
  readonly folder: string;
  readonly config: InboxConfig;
  /** Reaches the ledger as the agent. @throws Fault where it is not reached */
  readonly connect: () => Promise<Line>;
  /** ms since 1970 */
  readonly nowMs: () => number;
  /** Pause between two looks; what waits is tried again after twice that, then twice as long each time, up to a limit. */
  readonly pauseMs: number;
  /** Options of a command line that reaches the same node. */
  readonly at: string;
  /** Told what was done with each file, where that differs from the time before. */
  readonly onWorked: (worked: Worked) => void;
  /** Told of what stands in a folder and cannot be taken, once. */
  readonly onNotice: (sentence: string) => void;
  /** Ends a look after the file that is worked on. */
  readonly stop: AbortSignal;
};

/** What one look saw. */
export type Look = {
  /** Files that may still grow, or are more than one look takes: the next look knows. */
  readonly growing: number;
  /** What keeps the node away. */
  readonly trouble: Fault | undefined;
};

type Waits = { readonly tries: number; readonly untilMs: number; readonly said: string };

/** One inbox, open. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #journal: Journal;
  #line: Line | undefined;
  readonly #versions = new Map<string, string>();
  readonly #noticed = new Set<string>();
  readonly #waits = new Map<string, Waits>();

  /** Opens an inbox, and keeps every other process out of it. @throws Fault as Journal.open; `inbox_unwritable` */
  static open(options: InboxOptions): Inbox {
    const { folder } = options;
    makeFolders(folder);
    const journal = Journal.open(join(folder, 'inbox.db'), () => !holdsStatements(folder));
    for (const taken of journal.folders()) if (!existsSync(join(folder, taken))) journal.release(taken);
    return new Inbox(options, journal);
  }

  private constructor(options: InboxOptions, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
  }

  /** Looks once at all folders. @throws Fault `inbox_actor_wrong`, `inbox_unwritable` */
  async look(): Promise<Look> {
    const { folder: inbox, stop } = this.#options;
    const growing = KINDS.reduce((count, kind) => count + this.#takeWhole(kind), 0);
    let trouble: Fault | undefined;
    for (const folder of waiting(inbox)) {
      if (stop.aborted || isOut(trouble)) break;
      if (this.#isDue(folder)) trouble = (await this.#work(folder)) ?? trouble;
    }
    return { growing, trouble };
  }

  /** Takes what did not change since the last look. @returns how many may still grow */
  #takeWhole(kind: Kind): number {
    const { folder: inbox } = this.#options;
    let growing = 0;
    let taken = 0;
    const seen = new Set<string>();
    for (const { name, version, isFolder } of dropped(inbox, kind)) {
      const path = `${kind}/${name}`;
      if (version === undefined || isFolder) {
        const why = isFolder ? 'it is a folder' : 'its name is not UTF-8, or is one that the inbox writes itself';
        this.#notice(`${path} is not taken: ${why}`);
        continue;
      }
      seen.add(path);
      if (this.#versions.get(path) === version && taken < INBOX_FILES_AT_ONCE) {
        take(inbox, kind, name);
        taken++;
      } else {
        this.#versions.set(path, version);
        growing++;
      }
    }
    // What is gone, or was taken, is new when it comes again.
    for (const path of this.#versions.keys())
      if (path.startsWith(`${kind}/`) && !(seen.has(path) && existsSync(join(inbox, path))))
        this.#versions.delete(path);
    return growing;
  }

  async #work(folder: Folder): Promise<Fault | undefined> {
    let line: Line;
    try {
      line = this.#line ??= await this.#connected();
    } catch (fault) {
      if (isOfNode(fault)) return fault;
      throw fault;
    }
    const { folder: inbox, config, nowMs, at } = this.#options;
    let worked: Worked | undefined;
    try {
      worked = await workOn({ inbox, config, journal: this.#journal, line, nowMs, at }, folder);
    } catch (error) {
      // A person took the folder away meanwhile: what is not sent stays unsent.
      if (isFault(error) && !existsSync(pathOf(inbox, folder, 'waiting'))) return undefined;
      throw error;
    }
    if (worked?.trouble !== undefined) await this.#hangUp();
    if (worked !== undefined) this.#note(folder, worked);
    return worked?.trouble;
  }

  async #connected(): Promise<Line> {
    const line = await this.#options.connect();
    const { client } = line;
    const actor = await client.get(membershipInterface, 'actor', client.actor);
    if (actor === undefined || actor.state !== 'live' || actor.kind === 'person') {
      const got =
        actor === undefined ? 'none of this id' : actor.state === 'live' ? 'a person' : 'one that was removed';
      const text = `expected the key of an agent or a machine, whose mandate says what it may do alone; ${client.actor} is ${got}`;
      throw new Fault('inbox_actor_wrong', text);
    }
    for (const kind of KINDS) {
      const reading = readingOf(this.#options.config, kind);
      const roles = reading?.contract.actions[reading.action]?.roles;
      if (reading === undefined || roles === undefined || roles.includes(actor.role)) continue;
      const what = `${kind} need an actor of the role ${roles.join(', ')}`;
      const text = `${what}; ${client.actor} has the role ${actor.role}: run an inbox for each actor`;
      throw new Fault('inbox_actor_wrong', text);
    }
    return line;
  }

  #isDue({ kind, folder }: Folder): boolean {
    return (this.#waits.get(`${kind}/${folder}`)?.untilMs ?? 0) <= this.#options.nowMs();
  }

  #note({ kind, folder }: Folder, worked: Worked): void {
    const { nowMs, pauseMs, onWorked, folder: inbox } = this.#options;
    const key = `${kind}/${folder}`;
    const before = this.#waits.get(key);
    const { state, code = '', sentence } = worked.outcome;
    const said = `${state} ${code} ${sentence}`;
    if (before?.said !== said) onWorked(worked);
    if (!existsSync(pathOf(inbox, { kind, folder }, 'waiting'))) {
      this.#waits.delete(key);
      return;
    }
    const tries = (before?.tries ?? 0) + 1;
    const waitMs = Math.min(pauseMs * 2 ** Math.min(tries, 30), INBOX_BACK_OFF_MOST_MS);
    this.#waits.set(key, { tries, untilMs: nowMs() + waitMs, said });
  }

  #notice(sentence: string): void {
    if (this.#noticed.has(sentence)) return;
    this.#noticed.add(sentence);
    this.#options.onNotice(sentence);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#journal[Symbol.dispose]();
    await this.#hangUp();
  }

  /** The next look comes by a new connection: the node may be another one by then, with another clock. */
  async #hangUp(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    try {
      await line?.close();
    } catch (fault) {
      // A session that cannot be ended ends by itself.
      if (!isOfNode(fault)) throw fault;
    }
  }
}

/** True where no other file would fare better now. */
function isOut(trouble: Fault | undefined): boolean {
  if (trouble === undefined) return false;
  return (
    !(trouble instanceof HttpFault) || trouble.status === undefined || [429, 502, 503, 504].includes(trouble.status)
  );
}
