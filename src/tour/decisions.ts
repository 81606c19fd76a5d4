// What persons decide in the tour. The tour plays them, and says so; the reason lies sealed in the vault, and the ledger
// holds a salted commitment to it.

import type { Client } from '#sdk/client.ts';
import { commitTo, shareFile } from '#sdk/files.ts';
import { utf8 } from '#core/bytes.ts';

/** Reasons by their text: the same words are sealed once. */
export class Reasons {
  readonly #client: Client;
  readonly #contract: string;
  readonly #commitments = new Map<string, string>();

  constructor(client: Client, contract: string) {
    this.#client = client;
    this.#contract = contract;
  }

  /** The commitment to a reason; its text is sealed into the vault. */
  async commitmentTo(text: string): Promise<string> {
    const known = this.#commitments.get(text);
    if (known !== undefined) return known;
    await shareFile(this.#client, { name: 'reason.txt', mediaType: 'text/plain', bytes: utf8(text) });
    const { commitment } = commitTo(this.#client, this.#contract, 'reason', text);
    this.#commitments.set(text, commitment);
    return commitment;
  }
}
