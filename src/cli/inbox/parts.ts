// The parts of one file, each on its way to be a statement on the ledger. What is signed, is signed for a part that has
// no statement that is accepted, or may still be.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import { isOfMandate, mandateNow } from '#sdk/agents/mandate.ts';
import { sentenceOf } from '#sdk/refusal-sentence.ts';
import { INBOX_PARTS, INBOX_SIGNINGS } from '../limits.ts';
import { mandateAdvice } from '../mandate-advice.ts';
import { adviceOf } from '../outcome.ts';
import type { Desk } from './desk.ts';
import type { Result, Signed, Taken } from './journal.ts';
import type { PartOutcome } from './outcome.ts';
import { type DroppedFile, Lacking, type Part, type PartInput, type Reading } from './part.ts';
import { type Folder, hasBeside, writeBeside } from './places.ts';
import { type Held, send } from './send.ts';

/** Refusals of what was signed over a record that changed in between: signed anew, over what it is now. */
const CHANGED = ['record_changed', 'expects_missing'];

type Mandate = Parameters<typeof mandateNow>[0];

/** The parts of one taken file. */
export class Parts {
  readonly #desk: Desk;
  readonly #mine: Taken;
  readonly #folder: Folder;
  readonly #reading: Reading;
  readonly #round: number;
  #keys: readonly string[];
  #parts: readonly Part[] = [];
  #mandate: Mandate | undefined;
  /** Everything signed, by part. */
  readonly #signed: Map<string, readonly Signed[]>;
  /** Why a part waits, by its key. */
  readonly #waits = new Map<string, Held & { readonly do?: string }>();

  constructor(
    desk: Desk,
    { mine, folder, reading }: { readonly mine: Taken; readonly folder: Folder; readonly reading: Reading },
  ) {
    this.#desk = desk;
    this.#mine = mine;
    this.#folder = folder;
    this.#reading = reading;
    const { round, parts = [] } = desk.journal.content(mine.content);
    this.#round = round;
    this.#keys = parts;
    this.#signed = Map.groupBy(desk.journal.signed(mine.content), ({ part }) => part);
  }

  /** Sends again whatever was signed and has no outcome yet. @throws Fault of the node */
  async settle(): Promise<void> {
    const open = [...this.#signed.values()].flat().filter(({ result }) => result === undefined);
    for (const signed of open) await this.#send(signed);
  }

  /** True where the file is known, and nothing of it is left to do. */
  areAllAccepted(): boolean {
    return this.#keys.length > 0 && this.#keys.every((key) => this.#last(key)?.result?.outcome === 'accepted');
  }

  /** Reads the file. @throws Fault of the connector, `file_of_too_many` */
  async read(file: DroppedFile): Promise<void> {
    const parts = await this.#reading.parts(file);
    if (parts.length > INBOX_PARTS) {
      const text = `expected a file of at most ${INBOX_PARTS} statements, got ${parts.length}: divide it`;
      throw new Fault('file_of_too_many', text);
    }
    this.#parts = parts;
  }

  /** Signs and sends what is not on the ledger yet. @throws Fault of the node; `input_unfit` before anything was signed */
  async bring(): Promise<void> {
    for (let time = 0; time < INBOX_SIGNINGS; time++) {
      const inputs: (readonly [part: Part, input: PartInput])[] = [];
      for (const part of this.#parts) {
        if (!(await this.#isToSign(part.key))) continue;
        const input = await this.#prepared(part);
        if (input !== undefined) inputs.push([part, input]);
      }
      if (inputs.length === 0) return;
      if (this.#keys.length === 0) this.#know();
      for (const [part, input] of inputs) await this.#sign(part, input);
    }
  }

  /** What each part came to so far; none before anything was signed or lacks. */
  outcomes(): readonly PartOutcome[] {
    const keys = this.#keys.length > 0 ? this.#keys : this.#parts.map(({ key }) => key);
    if (this.#keys.length === 0 && this.#waits.size === 0) return [];
    return keys.map((key) => this.#outcomeOf(key));
  }

  #know(): void {
    this.#keys = this.#parts.map(({ key }) => key);
    this.#desk.journal.setParts(this.#mine.content, this.#keys);
  }

  async #prepared(part: Part): Promise<PartInput | undefined> {
    try {
      const prepared = await part.prepare(this.#desk.line.client);
      this.#waits.delete(part.key);
      return prepared;
    } catch (fault) {
      if (!(fault instanceof Lacking)) throw fault;
      this.#waits.set(part.key, { code: fault.code, sentence: fault.message });
      return undefined;
    }
  }

  async #sign({ key }: Part, { input, opening }: PartInput): Promise<void> {
    const { inbox, line, journal } = this.#desk;
    const attempt = (this.#last(key)?.attempt ?? 0) + 1;
    if (opening !== undefined) {
      const name = this.#nameOf({ part: key, attempt }, `${opening.name}.json`);
      writeBeside(inbox, this.#folder, name, utf8(`${JSON.stringify(opening.value)}\n`));
    }
    const { contract, action } = this.#reading;
    const bytes = await line.client.sign(contract, action, input as never);
    const signed = { part: key, attempt, round: this.#round, bytes };
    journal.keep(this.#mine.content, signed);
    this.#reload(key);
    await this.#send({ ...signed, result: undefined });
  }

  async #send(signed: Signed): Promise<void> {
    const { inbox, line, journal } = this.#desk;
    const { part, bytes } = signed;
    const name = this.#nameOf(signed, 'statement');
    if (!hasBeside(inbox, this.#folder, name)) writeBeside(inbox, this.#folder, name, bytes);
    const held = await send(line, journal, this.#mine.content, signed);
    this.#reload(part);
    if (held === undefined) this.#waits.delete(part);
    else this.#waits.set(part, { ...held, ...doOf(adviceOf(held.code)) });
    const result = this.#last(part)?.result;
    if (result !== undefined && isOfMandate(result.outcome)) await this.#noteMandate(signed, result);
  }

  async #noteMandate(signed: Signed, result: Result): Promise<void> {
    const { journal, nowMs } = this.#desk;
    const mandate = mandateNow(await this.#ownMandate(), result.details ?? {}, nowMs());
    journal.setResult(this.#mine.content, signed, { ...result, mandate });
    this.#reload(signed.part);
  }

  async #isToSign(key: string): Promise<boolean> {
    const last = this.#last(key);
    if (last === undefined) return true;
    const { result, round } = last;
    if (result === undefined || result.outcome === 'accepted') return false;
    if (result.outcome === 'expired' || round < this.#round) return true;
    if (CHANGED.includes(result.outcome))
      return this.#of(key).filter((one) => one.round === this.#round).length < INBOX_SIGNINGS;
    if (!isOfMandate(result.outcome)) return false;
    return mandateNow(await this.#ownMandate(), result.details ?? {}, this.#desk.nowMs()) !== result.mandate;
  }

  async #ownMandate(): Promise<Mandate> {
    const { client } = this.#desk.line;
    this.#mandate ??= (await client.need(membershipInterface, 'actor', client.actor)).mandate;
    return this.#mandate;
  }

  #outcomeOf(key: string): PartOutcome {
    const last = this.#last(key);
    const wait = this.#waits.get(key);
    const frame = { part: key, signings: this.#of(key).length };
    if (last === undefined) return { ...frame, state: 'waiting', ...(wait ?? NOT_YET) };
    const { txId } = decodeStatement(last.bytes);
    const signed = { ...frame, statement: this.#nameOf(last, 'statement'), txId: base64url(txId) };
    const { result } = last;
    if (result === undefined || result.outcome === 'expired')
      return { ...signed, state: 'waiting', ...(wait ?? NOT_ANSWERED) };
    const { outcome, place, made = [] } = result;
    if (outcome === 'accepted') {
      const expired = this.#of(key).some((one) => one.result?.outcome === 'expired');
      return { ...signed, state: 'accepted', ...place, made, ...(expired ? { sentence: SIGNED_ANEW } : {}) };
    }
    if (wait !== undefined) return { ...signed, state: 'waiting', ...place, ...wait };
    const why = { code: outcome, sentence: sentenceOf(outcome) ?? outcome };
    if (!isOfMandate(outcome)) return { ...signed, state: 'refused', ...place, ...why, ...doOf(REFUSED) };
    return { ...signed, state: 'waiting', ...place, ...why, ...doOf(this.#mandateAdvice(last, result)) };
  }

  #mandateAdvice({ bytes }: Signed, { details = {} }: Result): string | undefined {
    if (this.#mandate === undefined) return adviceOf('mandate_missing');
    const { nowMs, at, line } = this.#desk;
    const { input } = decodeStatement(bytes).action;
    const amount = this.#reading.amount?.(input) ?? Number.NaN;
    const { what, unit, used } = details;
    if (typeof what !== 'string' || typeof unit !== 'string' || !Number.isSafeInteger(amount))
      return 'no mandate covers this: a person signs it, after taking this folder away';
    const needed = { what, unit, amount, ...(typeof used === 'number' ? { used } : {}) };
    return mandateAdvice(line.client.actor, this.#mandate, [needed], { nowMs: nowMs(), at });
  }

  #of(key: string): readonly Signed[] {
    return this.#signed.get(key) ?? [];
  }

  #last(key: string): Signed | undefined {
    return this.#of(key).at(-1);
  }

  #reload(key: string): void {
    this.#signed.set(key, this.#desk.journal.signedFor(this.#mine.content, key));
  }

  /** `2.1.statement`: of the second part, its first signing. */
  #nameOf({ part, attempt }: Pick<Signed, 'part' | 'attempt'>, ending: string): string {
    return `${this.#keys.indexOf(part) + 1}.${attempt}.${ending}`;
  }
}

const NOT_YET = { code: 'not_signed', sentence: 'it is not signed yet' };
const NOT_ANSWERED = { code: 'outcome_unknown', sentence: 'it was signed, and its outcome is not known yet' };
const SIGNED_ANEW = 'it was signed anew: what was signed before expired, and was never taken';
const REFUSED = 'change what the sentence names, and drop the file again: what was accepted is not signed again';

function doOf(advice: string | undefined): { readonly do?: string } {
  return advice === undefined ? {} : { do: advice };
}
