// Reads a genealogy level by level: what went into an item, what it went into. So many requests at once, so many items at
// most, and it can be stopped: what was read until then stays. It asks by declared indexes only.

import type { JsonObject, RecordSeen } from '#sdk/index.ts';

/** An item as far as a trace needs it. */
export type TraceItem = {
  readonly id: string;
  readonly number: string;
  readonly type: string;
  readonly kind: string;
  readonly quantity: number;
  readonly unit: string;
  readonly owner: string;
  readonly custodian: string;
  readonly state: string;
  readonly hasCertificate: boolean;
  readonly madeFrom: readonly { readonly item: string; readonly quantity: number; readonly unit: string }[];
  readonly timesUsed: number;
};
/** A link of the genealogy: so much of `part` went into `of`. */
export type TraceLink = {
  readonly id: string;
  readonly part: string;
  readonly of: string;
  readonly quantity: number;
  readonly unit: string;
  readonly atMs: number;
};
/** Where a trace goes. */
export type Direction = 'into' | 'from' | 'both';
/** From where a trace reads: the ledger as its reader may see it. */
export type TraceSource = {
  item(id: string): Promise<RecordSeen | undefined>;
  /** A page of the links that have this item as `part`, or as `of`. */
  links(
    index: 'part' | 'of',
    id: string,
    after: string | undefined,
  ): Promise<{ readonly items: readonly RecordSeen[]; readonly next?: string }>;
};
/** How far the reading is. */
export type TraceProgress = { readonly level: number; readonly items: number; readonly requests: number };
/** What was read. */
export type TraceRead = {
  readonly start: string;
  /** Undefined: the reader may not see it. */
  readonly items: ReadonlyMap<string, TraceItem | undefined>;
  readonly links: ReadonlyMap<string, TraceLink>;
  /** Of what was read, how many levels from the start: below zero is what went in. */
  readonly levels: ReadonlyMap<string, number>;
  /** Items whose links were read in both of the asked directions; of the others the reading says nothing further. */
  readonly asked: ReadonlySet<string>;
  readonly end: 'all' | 'depth' | 'most' | 'stopped';
  readonly requests: number;
};
type Options = {
  readonly direction: Direction;
  /** Levels on each side. */
  readonly depth: number;
  readonly most?: number;
  readonly signal?: AbortSignal;
  onProgress?(progress: TraceProgress): void;
};

/** Items that one trace reads, at most. */
const MOST_ITEMS = 2_000;
const AT_ONCE = 6;
/** Links that one item gives, at most. */
const MOST_LINKS = 5_000;

/** Reads a trace. @param start id of an item @throws Fault of the source */
export async function readTrace(source: TraceSource, start: string, options: Options): Promise<TraceRead> {
  const reading = new Reading(source, start, options);
  await reading.side(-1, options.direction !== 'from');
  await reading.side(1, options.direction !== 'into');
  return reading.result();
}

class Reading {
  readonly #source: TraceSource;
  readonly #start: string;
  readonly #options: Options;
  readonly #items = new Map<string, TraceItem | undefined>();
  readonly #links = new Map<string, TraceLink>();
  readonly #levels = new Map<string, number>();
  readonly #asked = new Set<string>();
  #requests = 0;
  #isCut = false;
  #isDeeper = false;

  constructor(source: TraceSource, start: string, options: Options) {
    this.#source = source;
    this.#start = start;
    this.#options = options;
    this.#levels.set(start, 0);
  }

  /** One side of the start, level by level. @param step −1 for what went in, 1 for where it went */
  async side(step: -1 | 1, isWanted: boolean): Promise<void> {
    let frontier: readonly string[] = [this.#start];
    for (let level = 0; frontier.length > 0; level += step) {
      const isLast = !isWanted || Math.abs(level) >= this.#options.depth;
      const next = new Set<string>();
      await this.#inParallel(frontier, async (id) => {
        const item = await this.#item(id);
        for (const other of await this.#neighbours(id, item, { step, isLast })) next.add(other);
        this.#tell(level);
      });
      if (isLast) return;
      const room = (this.#options.most ?? MOST_ITEMS) - this.#levels.size;
      const fresh = [...next].filter((id) => !this.#levels.has(id));
      if (fresh.length > room) this.#isCut = true;
      frontier = fresh.slice(0, Math.max(0, room));
      for (const id of frontier) this.#levels.set(id, level + step);
    }
  }

  result(): TraceRead {
    const isStopped = this.#options.signal?.aborted === true;
    return {
      start: this.#start,
      items: this.#items,
      links: this.#links,
      levels: this.#levels,
      asked: this.#asked,
      end: isStopped ? 'stopped' : this.#isCut ? 'most' : this.#isDeeper ? 'depth' : 'all',
      requests: this.#requests,
    };
  }

  async #item(id: string): Promise<TraceItem | undefined> {
    if (this.#items.has(id)) return this.#items.get(id);
    this.#requests++;
    const seen = await this.#source.item(id);
    const item = seen === undefined ? undefined : itemOf(seen.value);
    this.#items.set(id, item);
    return item;
  }

  /** The items on the other side of an item's links. Where the depth ends, only whether there are any. */
  async #neighbours(
    id: string,
    item: TraceItem | undefined,
    { step, isLast }: { readonly step: -1 | 1; readonly isLast: boolean },
  ): Promise<readonly string[]> {
    const has = item === undefined || (step < 0 ? item.madeFrom.length > 0 : item.timesUsed > 0);
    if (isLast) {
      if (has && item !== undefined && Math.abs(this.#levels.get(id) ?? 0) >= this.#options.depth)
        this.#isDeeper = true;
      return [];
    }
    this.#asked.add(`${step < 0 ? 'into' : 'from'} ${id}`);
    if (!has) return [];
    const links = await this.#linksOf(step < 0 ? 'of' : 'part', id);
    const named = step < 0 ? (item?.madeFrom ?? []).map((one) => one.item) : [];
    return [...named, ...links.map(({ part, of }) => (step < 0 ? part : of))];
  }

  async #linksOf(index: 'part' | 'of', id: string): Promise<readonly TraceLink[]> {
    const found: TraceLink[] = [];
    let after: string | undefined;
    do {
      this.#requests++;
      const page = await this.#source.links(index, id, after);
      found.push(...page.items.map(({ value }) => linkOf(value)));
      after = page.next;
    } while (after !== undefined && found.length < MOST_LINKS && this.#options.signal?.aborted !== true);
    if (after !== undefined) this.#isCut = true;
    for (const link of found) this.#links.set(link.id, link);
    return found;
  }

  async #inParallel(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
    const queue = ids.values();
    const worker = async (): Promise<void> => {
      for (const id of queue) {
        if (this.#options.signal?.aborted === true) return;
        await work(id);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, worker));
  }

  #tell(level: number): void {
    this.#options.onProgress?.({ level: Math.abs(level), items: this.#items.size, requests: this.#requests });
  }
}

/** A record of items/item. Every replica wrote it through the contract's schema. */
function itemOf(value: JsonObject): TraceItem {
  const { documents, ...item } = value as unknown as TraceItem & {
    readonly documents: readonly { readonly kind: string }[];
  };
  return { ...item, hasCertificate: documents.some(({ kind }) => kind === 'materialCertificate') };
}

/** A record of items/part, written through the contract's schema. */
function linkOf(value: JsonObject): TraceLink {
  return value as unknown as TraceLink;
}
