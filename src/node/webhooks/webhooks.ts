// The webhooks of a node: members make them, each then has its entries delivered by a runner of its own. Every call is for
// one member, and finds only that member's.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { base32 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import {
  PAGE_MOST,
  WEBHOOK_NAMES,
  WEBHOOK_OLD_SECRET_MS,
  WEBHOOK_RESENDS_AT_ONCE,
  WEBHOOK_SWEEP_MS,
  WEBHOOKS_MOST,
  WEBHOOKS_PER_MEMBER,
} from '../limits.ts';
import { Runner, type RunnerOptions, readerOf } from './runner.ts';
import { attemptDelivery } from './sender.ts';
import { newSecret } from './signature.ts';
import { targetUrl } from './target.ts';
import type { DeadLetter, Webhook } from './webhook-store.ts';

const ID_BYTES = 16;
/** Names that a webhook may ask for. */
const CONTRACTS: readonly string[] = contractInterfaces.map(({ name }) => name);
const EVENTS: readonly string[] = contractInterfaces.flatMap(({ name, events }) =>
  events.map((one) => `${name}.${one}`),
);

/** What webhooks need from outside. */
export type WebhooksOptions = RunnerOptions & {
  /** Gives as many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
};

/** What a member asks for. */
export type Wish = {
  readonly member: string;
  /** The actor that asks. */
  readonly createdBy: string;
  readonly url: string;
  readonly contracts: readonly string[];
  readonly events: readonly string[];
  /** Deliveries begin with the entry after this index. */
  readonly after: number;
};

/** What came of sending a dead letter again. */
export type Resent = { readonly delivered: true } | { readonly delivered: false; readonly reason: string };

/** All webhooks of a node. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #runners = new Map<string, Runner>();
  readonly #resending = new Set<Promise<Resent>>();
  readonly #stop = new AbortController();
  #leaveFeed: (() => void) | undefined;
  #cancelSweep: (() => void) | undefined;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** Goes on where the webhooks are, and follows the ledger from here on. */
  start(): void {
    const { feed, timers } = this.#options;
    this.#leaveFeed ??= feed.onBlock(() => {
      this.#cancelSweep ??= timers.after(WEBHOOK_SWEEP_MS, () => {
        this.#cancelSweep = undefined;
        this.#wakeAll();
      });
    });
    this.#wakeAll();
  }

  /**
   * Makes a webhook. Its secret is shown here and never again.
   * @throws Fault `webhook_url_invalid`, `webhook_filter_unknown`, `webhooks_too_many`
   */
  create({ member, createdBy, url, contracts, events, after }: Wish): {
    readonly webhook: Webhook;
    readonly secret: string;
  } {
    const { store, timers, policy, random } = this.#options;
    assertNames('contracts', contracts, CONTRACTS);
    assertNames('events', events, EVENTS);
    const { own, all } = store.count(member);
    if (own >= WEBHOOKS_PER_MEMBER || all >= WEBHOOKS_MOST) {
      throw new Fault(
        'webhooks_too_many',
        `${member} has ${own} webhooks and the node ${all}: expected fewer than ${WEBHOOKS_PER_MEMBER} and ${WEBHOOKS_MOST}`,
      );
    }
    const { href } = targetUrl(url, policy);
    const [id, secret] = [`hook-${base32(random(ID_BYTES))}`, newSecret(random)];
    store.add({ id, member, createdBy, createdMs: timers.now(), url: href, contracts, events, secret, cursor: after });
    this.#wake(id);
    return { webhook: this.get(member, id), secret };
  }

  /** The member's webhooks, the oldest first. */
  list(member: string): readonly Webhook[] {
    return this.#options.store.of(member);
  }

  /** @throws Fault `webhook_unknown` */
  get(member: string, id: string): Webhook {
    const webhook = this.#options.store.get(id);
    if (webhook?.member !== member) throw new Fault('webhook_unknown', `${member} has no webhook ${id}`);
    return webhook;
  }

  /** Removes a webhook with its dead letters; a delivery under way is ended. @throws Fault `webhook_unknown` */
  async remove(member: string, id: string): Promise<void> {
    this.get(member, id);
    this.#options.store.remove(id);
    const runner = this.#runners.get(id);
    this.#runners.delete(id);
    await runner?.stop();
  }

  /** A paused webhook goes on with the entry at which it stopped. @throws Fault `webhook_unknown`, `webhook_dead_letters_full` */
  resume(member: string, id: string): Webhook {
    const { store } = this.#options;
    if (this.get(member, id).state === 'paused') {
      if (store.isFullOfDead(id)) {
        throw new Fault(
          'webhook_dead_letters_full',
          `${id} has ${store.deadCount(id)} dead letters: remove some first`,
        );
      }
      store.resume(id);
      this.#wake(id);
    }
    return this.get(member, id);
  }

  /** A new secret, shown here only; for a day deliveries are signed by the old one too. @throws Fault `webhook_unknown` */
  renewSecret(member: string, id: string): { readonly secret: string; readonly oldUntilMs: number } {
    const { store, timers, random } = this.#options;
    this.get(member, id);
    const [secret, oldUntilMs] = [newSecret(random), timers.now() + WEBHOOK_OLD_SECRET_MS];
    store.renewSecret(id, secret, oldUntilMs);
    return { secret, oldUntilMs };
  }

  /** What could not be delivered, in the order of the log, above an index. @throws Fault `webhook_unknown` */
  deadLetters(member: string, id: string, after: number, limit: number): readonly DeadLetter[] {
    this.get(member, id);
    return this.#options.store.deadLetters(id, after, Math.min(limit, PAGE_MOST));
  }

  /** Sends a dead letter once, now, beside the others; delivered, it is one no more. @throws as removeLetter, and Fault `webhooks_busy` */
  async resend(member: string, id: string, index: number): Promise<Resent> {
    const webhook = this.get(member, id);
    const letter = this.#deadLetter(id, index);
    if (this.#resending.size >= WEBHOOK_RESENDS_AT_ONCE) {
      throw new Fault('webhooks_busy', `${this.#resending.size} dead letters are being sent again: wait for them`);
    }
    const sending = this.#resend(webhook, letter);
    this.#resending.add(sending);
    try {
      return await sending;
    } finally {
      this.#resending.delete(sending);
    }
  }

  /** Forgets a dead letter. @throws Fault `webhook_unknown`, `dead_letter_unknown` */
  removeLetter(member: string, id: string, index: number): void {
    this.get(member, id);
    this.#deadLetter(id, index);
    this.#options.store.removeLetter(id, index);
  }

  /** For the metrics: webhooks with entries to deliver, those paused, and all dead letters. */
  totals(): { readonly busy: number; readonly paused: number; readonly deadLetters: number } {
    const busy = [...this.#runners.values()].filter(({ isBusy }) => isBusy).length;
    return { busy, ...this.#options.store.totals() };
  }

  /** Ends what is under way; the next start goes on from there. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaveFeed?.();
    this.#cancelSweep?.();
    this.#stop.abort();
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()));
    await Promise.allSettled(this.#resending);
  }

  #wakeAll(): void {
    for (const id of this.#options.store.liveIds()) this.#wake(id);
  }

  #wake(id: string): void {
    if (this.#leaveFeed === undefined || this.#stop.signal.aborted) return;
    const runner = this.#runners.get(id) ?? new Runner(id, this.#options);
    this.#runners.set(id, runner);
    runner.wake();
  }

  /** @throws Fault `dead_letter_unknown` */
  #deadLetter(id: string, index: number): DeadLetter {
    const letter = this.#options.store.deadLetter(id, index);
    if (letter === undefined) throw new Fault('dead_letter_unknown', `${id} has no dead letter of entry ${index}`);
    return letter;
  }

  async #resend(webhook: Webhook, letter: DeadLetter): Promise<Resent> {
    const { store, feed, timers } = this.#options;
    const { id } = webhook;
    const [entry] = feed.entriesAfter(readerOf(webhook), letter.index - 1, 1);
    if (entry?.index !== letter.index) {
      throw new Fault('dead_letter_unknown', `${webhook.member} does not see entry ${letter.index}`);
    }
    const attempt = await attemptDelivery(this.#options, webhook, entry, this.#stop.signal);
    if (attempt.outcome === 'delivered') {
      store.removeLetter(id, letter.index);
      return { delivered: true };
    }
    const reason = attempt.outcome === 'failed' ? attempt.reason : attempt.outcome;
    store.failedAgain(id, { ...letter, timeMs: timers.now(), attempts: letter.attempts + 1, reason });
    return { delivered: false, reason };
  }
}

/** @throws Fault `webhook_filter_unknown` */
function assertNames(field: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined && names.length <= WEBHOOK_NAMES) return;
  const got = unknown === undefined ? `${names.length} names` : JSON.stringify(unknown.slice(0, 80));
  throw new Fault(
    'webhook_filter_unknown',
    `${field}: expected at most ${WEBHOOK_NAMES} of ${known.join(', ')}, got ${got}`,
  );
}
