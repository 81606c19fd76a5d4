// What is signed together, and what follows from it: first the files of a form are registered and stored, then the action
// itself is signed with what lets others read them. Each sheet has every byte of what it asks to be signed.

import type { Client, HttpTransport, Prepared, Progress } from '#sdk/index.ts';

/** What came of a statement that was signed. */
export type Signed = Awaited<ReturnType<Client<HttpTransport>['submit']>>;

/** One sheet. */
export type Round = {
  /** The first is what it is about; the others are signed with it. Empty: nothing is to be signed, something to be done. */
  readonly statements: readonly Prepared[];
  /** Which sheet of how many. */
  readonly at: number;
  readonly of: number;
  /** What this sheet is for, where it is not the action itself. */
  readonly explains?: string;
  /** Before anything is sent: what must not be lost. */
  begin?(): Promise<void> | void;
  /** Once all statements are accepted. */
  finish?(onProgress: (progress: Progress) => void): Promise<void>;
};

/**
 * Signs and sends the statements of a round in their order, up to the first that is refused, and finishes it where none is.
 * @returns what came of the first, and of the one that was refused
 */
export async function carryOut(
  client: Client<HttpTransport>,
  { statements, begin, finish }: Round,
  onProgress: (progress: Progress) => void,
): Promise<{ readonly first: Signed | undefined; readonly refused: Signed | undefined }> {
  await begin?.();
  let first: Signed | undefined;
  for (const statement of statements) {
    const signed = await client.submit(await statement.sign());
    first ??= signed;
    if (signed.outcome !== 'accepted') return { first, refused: signed };
  }
  await finish?.(onProgress);
  return { first, refused: undefined };
}
