// What others were shown of a log that the replica does not hold yet: it waits, bounded, until it does.

import { PENDING_MOST } from './limits.ts';

/** Things that wait until a log has come to their size. */
export class Pending<T extends { readonly size: number }> {
  #waiting: T[] = [];

  get waiting(): readonly T[] {
    return this.#waiting;
  }

  /** Where there are too many, the one that has longest to wait goes. @returns false where that is this one */
  add(one: T): boolean {
    this.#waiting = [...this.#waiting, one].sort((a, b) => a.size - b.size).slice(0, PENDING_MOST);
    return this.#waiting.includes(one);
  }

  /** Those that have waited long enough: they are not here any more. */
  take(size: number): readonly T[] {
    const ready = this.#waiting.filter((one) => one.size <= size);
    this.#waiting = this.#waiting.filter((one) => one.size > size);
    return ready;
  }
}
