// What a node tells Prometheus: its own counters and histograms, and what it asks its parts for at each scrape. Each
// instance has a registry of its own. Label values come from short lists, never from a request's own words.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What became of a statement: in the log as accepted or refused, or not in the log. */
export type StatementOutcome = 'accepted' | 'refused' | 'dropped';

/** What is asked for at each scrape. */
export type MetricSources = {
  /** ms since 1970 */
  readonly clock: () => number;
  readonly head: () => { readonly size: number; readonly height: number; readonly timeMs: number };
  /** Size of the last witnessed head; 0 where there is none. */
  readonly witnessedSize: () => number;
  /** The live witnesses, and the size that each co-signed last; undefined where it signed none. */
  readonly witnesses: () => readonly { readonly name: string; readonly size: number | undefined }[];
  /** Open event streams. */
  readonly followers: () => number;
  /** Statements that the engine has taken and not yet made durable. */
  readonly waiting: () => number;
  readonly webhooks: () => { readonly busy: number; readonly paused: number; readonly deadLetters: number };
};

/** Upper bounds in seconds: from a statement on a fast disk to one that waits behind others. */
const SUBMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];
const MS = 1000;

/** The metrics of one node. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #statements: Counter<'outcome'>;
  readonly #submitSeconds: Histogram;
  readonly #requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly #blobBytes: Counter<'direction'>;

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#statements = new Counter({
      name: 'touchmark_statements_total',
      help: 'Statements that were submitted, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['accepted', 'refused', 'dropped']) this.#statements.inc({ outcome }, 0);
    this.#submitSeconds = new Histogram({
      name: 'touchmark_submit_seconds',
      help: 'From taking a statement until its outcome was durable.',
      buckets: SUBMIT_SECONDS,
      registers,
    });
    this.#requestSeconds = new Histogram({
      name: 'touchmark_http_request_seconds',
      help: 'HTTP requests by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    });
    this.#blobBytes = new Counter({
      name: 'touchmark_blob_bytes_total',
      help: 'Bytes of encrypted files taken in and given out.',
      labelNames: ['direction'],
      registers,
    });
    for (const direction of ['in', 'out']) this.#blobBytes.inc({ direction }, 0);
    addGauges(this.#registry, sources);
    addWitnesses(this.#registry, sources);
  }

  /** Media type of `text`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** A statement was answered. @param seconds from when it was taken */
  statement(outcome: StatementOutcome, seconds: number): void {
    this.#statements.inc({ outcome });
    this.#submitSeconds.observe(seconds);
  }

  /** A request was answered. @param route the pattern that it matched, or undefined where none did */
  request(request: {
    readonly method: string;
    readonly route: string | undefined;
    readonly status: number;
    readonly seconds: number;
  }): void {
    const { method, route, status, seconds } = request;
    // Where no route matched, the method is the caller's own word.
    const labels = route === undefined ? { method: 'any', route: 'none' } : { method, route };
    this.#requestSeconds.observe({ ...labels, status: String(status) }, seconds);
  }

  /** Bytes of files went in or out. */
  blobBytes(direction: 'in' | 'out', bytes: number): void {
    this.#blobBytes.inc({ direction }, bytes);
  }
}

function addGauges(registry: Registry, sources: MetricSources): void {
  const { clock, head, witnessedSize, followers, waiting, webhooks } = sources;
  const gauges: readonly (readonly [name: string, help: string, value: () => number])[] = [
    ['log_size', 'Entries in the log.', () => head().size],
    ['block_height', 'Height of the last block.', () => head().height],
    ['block_age_seconds', 'Seconds since the time of the last block.', () => (clock() - head().timeMs) / MS],
    ['witnessed_size', 'Entries under the last witnessed head; 0 where there is none.', witnessedSize],
    ['event_followers', 'Open event streams.', followers],
    ['engine_waiting', 'Statements taken and not yet durable.', waiting],
    ['webhooks_busy', 'Webhooks with entries that are not delivered yet.', () => webhooks().busy],
    ['webhooks_paused', 'Webhooks that are paused.', () => webhooks().paused],
    ['webhook_dead_letters', 'Entries that could not be delivered to a webhook.', () => webhooks().deadLetters],
  ];
  for (const [name, help, value] of gauges) {
    new Gauge({
      name: `touchmark_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
}

function addWitnesses(registry: Registry, { head, witnesses }: MetricSources): void {
  new Gauge({
    name: 'touchmark_witness_lag_entries',
    help: 'Entries since the last that a witness co-signed.',
    labelNames: ['witness'],
    registers: [registry],
    collect() {
      // One that was ended must not stay with its last value.
      this.reset();
      const { size } = head();
      for (const { name, size: signed = 0 } of witnesses()) this.set({ witness: name }, Math.max(size - signed, 0));
    },
  });
}
