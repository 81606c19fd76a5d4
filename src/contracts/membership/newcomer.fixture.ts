// Inputs of membership's actions for tests: keys with the proof that their holder has them.

import { base64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { possessionBytes } from '#core/possession.ts';
import { testKey } from '#test/keys.ts';
import { type Step, WORLD_ID } from '#test/world.ts';

/** The key of a word, brought by an actor with its proof. */
export function keyOf(actor: string, word = actor) {
  const key = testKey(word);
  return { publicKey: key.publicKeyText, proof: base64url(key.signNow(possessionBytes(WORLD_ID, actor))) };
}

/** Thumbprint of the key of a word. */
export function kidOf(word: string): string {
  return base64url(keyThumbprint(testKey(word).publicKey));
}

/** A person to be enrolled. */
export function person(id: string, role: string, word = id) {
  return { id, kind: 'person', role, key: keyOf(id, word), mandate: [] };
}

/** Sponsors epsilon: two roots who must agree, and an administrator. The input is the same for each sponsor. */
export function admitEpsilon(by: string, rootsNeeded = 2): Step {
  const roots = ['root1', 'root2', 'root3'].map((name) => person(`epsilon/${name}`, 'root'));
  admission ??= [...roots, person('epsilon/admin', 'admin')];
  return {
    by,
    action: 'membership.admitMember',
    input: { member: 'epsilon', name: 'Epsilon GmbH', rootsNeeded, actors: admission },
  };
}

/** Signatures differ from run to run: sponsors must name the same ones. */
let admission: ReturnType<typeof person>[] | undefined;
