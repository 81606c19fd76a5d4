// The standing contract. No action counts anything: procurement and sourcing count what their records say, when it is
// final. What is left out cannot be chosen by those that it is about.
//
// A member may say that it is related to another. It counts against the one that says it alone, so that nobody gains by
// naming another: the deals with the other that begin while its word stands do not enter its own months, however they
// end and whatever it says by then. Contracts on higher floors ask it, too.
//
// Always: the counts of a month are the sums of its facts; a fact is seen by both sides of it, the months by every member.

import { isMember } from '#contracts/membership/operations.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { relationId } from './operations.ts';
import { standingInterface } from './schema.ts';

type Ctx = Context<typeof standingInterface>;

/** The standing contract. */
export const standing = defineContract(standingInterface, {
  visibleTo: {
    month: 'members',
    fact: ({ member, other }) => (other === undefined ? [member] : [member, other]),
    relation: 'members',
  },
  actions: {
    declareRelation: { run: (ctx, { member }) => declareRelation(ctx, member) },
    withdrawRelation: { run: (ctx, { member }) => withdrawRelation(ctx, member) },
  },
});

function declareRelation(ctx: Ctx, other: string): void {
  const { member } = ctx.caller;
  const id = relationId(member, other);
  const isNew = ctx.get('relation', id) === undefined;
  if (other === member || !isNew || !ctx.call(isMember, { member: other }))
    ctx.refuse('relation_wrong', { member: other });
  ctx.put('relation', id, { id, a: member, b: other });
  ctx.emit('relationDeclared', { a: member, b: other });
}

function withdrawRelation(ctx: Ctx, other: string): void {
  const id = relationId(ctx.caller.member, other);
  if (ctx.get('relation', id) === undefined) ctx.refuse('relation_unknown', { member: other });
  ctx.delete('relation', id);
  ctx.emit('relationWithdrawn', { a: ctx.caller.member, b: other });
}
