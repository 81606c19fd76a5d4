// When a checkpoint counts as witnessed, where nobody asks for more: more than half of the members that have a live
// witness co-signed it. A member has one voice, however many witnesses it registers: none can drown out the others.

/** A live witness of the ledger (membership's record `witness`). */
export type LiveWitness = { readonly name: string; readonly member: string };

/** @param cosigners names of the witnesses whose co-signatures verified; only live ones count */
export function isWitnessed(live: readonly LiveWitness[], cosigners: readonly string[]): boolean {
  const members = new Set(live.map(({ member }) => member));
  const voices = new Set(live.filter(({ name }) => cosigners.includes(name)).map(({ member }) => member));
  return 2 * voices.size > members.size;
}
