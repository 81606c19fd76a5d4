// Webhooks, their places in the log and their dead letters, in the node's file. A cursor moves in the same transaction
// that says what became of the entry, so that no entry is skipped and none is lost; it may be delivered twice.

import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { WEBHOOK_DEAD_IN_A_ROW, WEBHOOK_DEAD_MOST } from '../limits.ts';
import type { NodeDb } from '../node-db.ts';

/** Why a webhook sends nothing: its target answered 410, let letter after letter fail, or has too many dead letters. */
export type PauseReason = 'gone' | 'failing' | 'dead_letters_full';

/** A webhook as its member sees it, without its secret. */
export type Webhook = {
  readonly id: string;
  readonly member: string;
  /** The actor that made it. */
  readonly createdBy: string;
  readonly createdMs: number;
  readonly url: string;
  /** Entries of these contracts, or with events of these contracts. */
  readonly contracts: readonly string[];
  /** Entries with these events, `contract.event`. Where both lists are empty, all entries. */
  readonly events: readonly string[];
  readonly state: 'live' | 'paused';
  readonly reason: PauseReason | undefined;
  /** Index of the last entry that is done with. */
  readonly cursor: number;
  /** Attempts at the next entry so far, and not before when the next one is. */
  readonly attempts: number;
  readonly nextMs: number;
  /** Dead letters since the last delivery. */
  readonly deadInARow: number;
  /** When the last delivery was answered. */
  readonly deliveredMs: number | undefined;
};

/** What a webhook is made of. */
export type NewWebhook = Pick<
  Webhook,
  'id' | 'member' | 'createdBy' | 'createdMs' | 'url' | 'contracts' | 'events' | 'cursor'
> & { readonly secret: string };

/** An entry that could not be delivered. */
export type DeadLetter = {
  readonly index: number;
  /** Of the last attempt. */
  readonly timeMs: number;
  readonly attempts: number;
  readonly reason: string;
};

/** Bounds of dead letters. */
export type DeadBounds = { readonly inARow: number; readonly most: number };

type Row = Record<string, SQLOutputValue>;

/** Webhooks in the node's file. */
export class WebhookStore {
  readonly #db: DatabaseSync;
  readonly #bounds: DeadBounds;
  readonly #statements;

  constructor({ db }: NodeDb, bounds: DeadBounds = { inARow: WEBHOOK_DEAD_IN_A_ROW, most: WEBHOOK_DEAD_MOST }) {
    this.#db = db;
    this.#bounds = bounds;
    this.#statements = prepareStatements(db);
  }

  add({ id, member, createdBy, createdMs, url, contracts, events, secret, cursor }: NewWebhook): void {
    const [contractsText, eventsText] = [JSON.stringify(contracts), JSON.stringify(events)];
    this.#statements.add.run(id, member, createdBy, createdMs, url, contractsText, eventsText, secret, cursor);
  }

  get(id: string): Webhook | undefined {
    const row = this.#statements.get.get(id);
    return row === undefined ? undefined : asWebhook(row);
  }

  of(member: string): readonly Webhook[] {
    return this.#statements.of.all(member).map(asWebhook);
  }

  liveIds(): readonly string[] {
    return this.#statements.liveIds.all().map((row) => String(row.id));
  }

  /** Those of the member, and all. */
  count(member: string): { readonly own: number; readonly all: number } {
    const row = this.#statements.count.get(member);
    return { own: Number(row?.own), all: Number(row?.n) };
  }

  totals(): { readonly paused: number; readonly deadLetters: number } {
    const row = this.#statements.totals.get();
    return { paused: Number(row?.paused), deadLetters: Number(row?.dead) };
  }

  /** With its dead letters. */
  remove(id: string): void {
    this.#statements.remove.run(id);
  }

  /** The secrets to sign with at a time, the current one first. */
  secrets(id: string, nowMs: number): readonly string[] {
    const row = this.#statements.secrets.get(id);
    if (row === undefined) return [];
    const isOldGood = row.old_secret !== null && nowMs < Number(row.old_until_ms);
    return isOldGood ? [String(row.secret), String(row.old_secret)] : [String(row.secret)];
  }

  renewSecret(id: string, secret: string, oldUntilMs: number): void {
    this.#statements.renewSecret.run(oldUntilMs, secret, id);
  }

  /** The entry was delivered. */
  delivered(id: string, index: number, nowMs: number): void {
    this.#statements.delivered.run(index, nowMs, id, index);
  }

  /** Entries up to this one are not for this webhook, or done with. */
  passOver(id: string, index: number): void {
    this.#statements.passOver.run(index, id, index);
  }

  /** The attempt at an entry failed; the next is not before this time. */
  failed(id: string, index: number, attempts: number, nextMs: number): void {
    // What was passed over before it is noted too, so that the attempts are this entry's.
    this.#statements.failed.run(index - 1, attempts, nextMs, id);
  }

  /** The entry becomes a dead letter, and the webhook goes on behind it, or is paused. */
  giveUp(id: string, letter: DeadLetter, blame: 'target' | 'entry'): void {
    const { inARow, most } = this.#bounds;
    const { keepLetter, gaveUp, pause } = this.#statements;
    this.#transaction(() => {
      keepLetter.run(id, letter.index, letter.timeMs, letter.attempts, letter.reason);
      gaveUp.run(letter.index, blame === 'target' ? 1 : 0, id, letter.index);
      if (this.deadCount(id) >= most) pause.run('dead_letters_full', id);
      else if ((this.get(id)?.deadInARow ?? 0) >= inARow) pause.run('failing', id);
    });
  }

  pause(id: string, reason: PauseReason): void {
    this.#statements.pause.run(reason, id);
  }

  /** It begins again with the entry at which it was paused. */
  resume(id: string): void {
    this.#statements.resume.run(id);
  }

  /** True where the webhook has as many dead letters as it may have. */
  isFullOfDead(id: string): boolean {
    return this.deadCount(id) >= this.#bounds.most;
  }

  deadLetters(id: string, after: number, limit: number): readonly DeadLetter[] {
    return this.#statements.letters.all(id, after, limit).map(asLetter);
  }

  deadLetter(id: string, index: number): DeadLetter | undefined {
    const row = this.#statements.letter.get(id, index);
    return row === undefined ? undefined : asLetter(row);
  }

  deadCount(id: string): number {
    return Number(this.#statements.deadCount.get(id)?.n);
  }

  /** It was sent again in vain. */
  failedAgain(id: string, { index, timeMs, attempts, reason }: DeadLetter): void {
    this.#statements.failedAgain.run(timeMs, attempts, reason, id, index);
  }

  removeLetter(id: string, index: number): void {
    this.#statements.removeLetter.run(id, index);
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}

function prepareStatements(db: DatabaseSync) {
  const one = (sql: string) => db.prepare(sql);
  return {
    add: one(
      "INSERT INTO webhooks(id, member, created_by, created_ms, url, contracts, events, secret, cursor, state, attempts, next_ms, dead_in_a_row) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 'live', 0, 0, 0)",
    ),
    get: one('SELECT * FROM webhooks WHERE id = ?'),
    of: one('SELECT * FROM webhooks WHERE member = ? ORDER BY created_ms, id'),
    liveIds: one("SELECT id FROM webhooks WHERE state = 'live' ORDER BY id"),
    count: one('SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE member = ?) AS own FROM webhooks'),
    totals: one(
      "SELECT (SELECT COUNT(*) FROM webhooks WHERE state = 'paused') AS paused, (SELECT COUNT(*) FROM dead_letters) AS dead",
    ),
    remove: one('DELETE FROM webhooks WHERE id = ?'),
    secrets: one('SELECT secret, old_secret, old_until_ms FROM webhooks WHERE id = ?'),
    renewSecret: one('UPDATE webhooks SET old_secret = secret, old_until_ms = ?, secret = ? WHERE id = ?'),
    delivered: one(
      'UPDATE webhooks SET cursor = ?, attempts = 0, next_ms = 0, dead_in_a_row = 0, delivered_ms = ? WHERE id = ? AND cursor < ?',
    ),
    passOver: one('UPDATE webhooks SET cursor = ?, attempts = 0, next_ms = 0 WHERE id = ? AND cursor < ?'),
    failed: one('UPDATE webhooks SET cursor = MAX(cursor, ?), attempts = ?, next_ms = ? WHERE id = ?'),
    gaveUp: one(
      'UPDATE webhooks SET cursor = ?, attempts = 0, next_ms = 0, dead_in_a_row = dead_in_a_row + ? WHERE id = ? AND cursor < ?',
    ),
    pause: one("UPDATE webhooks SET state = 'paused', reason = ? WHERE id = ?"),
    resume: one(
      "UPDATE webhooks SET state = 'live', reason = NULL, attempts = 0, next_ms = 0, dead_in_a_row = 0 WHERE id = ?",
    ),
    keepLetter: one('INSERT INTO dead_letters(webhook, idx, time_ms, attempts, reason) VALUES(?, ?, ?, ?, ?)'),
    letters: one('SELECT * FROM dead_letters WHERE webhook = ? AND idx > ? ORDER BY idx LIMIT ?'),
    letter: one('SELECT * FROM dead_letters WHERE webhook = ? AND idx = ?'),
    deadCount: one('SELECT COUNT(*) AS n FROM dead_letters WHERE webhook = ?'),
    failedAgain: one('UPDATE dead_letters SET time_ms = ?, attempts = ?, reason = ? WHERE webhook = ? AND idx = ?'),
    removeLetter: one('DELETE FROM dead_letters WHERE webhook = ? AND idx = ?'),
  };
}

function asWebhook(row: Row): Webhook {
  return {
    id: String(row.id),
    member: String(row.member),
    createdBy: String(row.created_by),
    createdMs: Number(row.created_ms),
    url: String(row.url),
    contracts: JSON.parse(String(row.contracts)),
    events: JSON.parse(String(row.events)),
    // Only this file writes states and reasons.
    state: String(row.state) as Webhook['state'],
    reason: row.reason === null ? undefined : (String(row.reason) as PauseReason),
    cursor: Number(row.cursor),
    attempts: Number(row.attempts),
    nextMs: Number(row.next_ms),
    deadInARow: Number(row.dead_in_a_row),
    deliveredMs: row.delivered_ms === null ? undefined : Number(row.delivered_ms),
  };
}

function asLetter(row: Row): DeadLetter {
  return {
    index: Number(row.idx),
    timeMs: Number(row.time_ms),
    attempts: Number(row.attempts),
    reason: String(row.reason),
  };
}
