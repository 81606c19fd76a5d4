// Demo actors as a visitor chooses among them: by member, the main parts of the story first.

import type { DemoActor } from '../../session/demo-actors.ts';

/** The actors of one member. */
export type MemberActors = { readonly member: string; readonly does: string; readonly actors: readonly string[] };

/** Who has a main part: what most visitors want to be. */
const MAIN: readonly string[] = ['northwind', 'harbour', 'lindqvist', 'metrica', 'calibra', 'transit', 'watchful'];
/** Roles of no person; and roots, which approve administrators and do nothing else. */
const NOT_SHOWN = /\/(machine|agent|node|root)$/;

/**
 * Where to go once signed in: back to the page that asked for it.
 * @param state of the address, which only this console's own links set
 */
export function pageAfter(state: unknown): string {
  const from: unknown = typeof state === 'object' && state !== null && 'from' in state ? state.from : undefined;
  return typeof from === 'string' && /^\/(?!\/)/.test(from) ? from : '/work';
}

/** The members with main parts, in the order of the story; then the others. */
export function byMember(actors: readonly DemoActor[]): readonly MemberActors[] {
  const members = new Map<string, { does: string; actors: string[] }>();
  for (const { actor, does } of actors) {
    const [member = ''] = actor.split('/');
    const own = members.get(member) ?? { does, actors: [] };
    if (!NOT_SHOWN.test(actor)) own.actors.push(actor);
    members.set(member, own);
  }
  const rank = (member: string): number => (MAIN.includes(member) ? MAIN.indexOf(member) : MAIN.length);
  return [...members]
    .map(([member, rest]) => ({ member, ...rest }))
    .sort((a, b) => rank(a.member) - rank(b.member) || (a.member < b.member ? -1 : 1));
}

/** How many of them have a main part. */
export function mainCount(members: readonly MemberActors[]): number {
  return members.filter(({ member }) => MAIN.includes(member)).length;
}
