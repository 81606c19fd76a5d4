// The standing contract. Members have no action here: procurement and sourcing count what their records say, when it is
// final. What is left out cannot be chosen by those that it is about.
//
// Always: the counts of a month are the sums of its facts; a fact is seen by both sides of it, the months by every member.

import { defineContract } from '#core/contract.ts';
import { standingInterface } from './schema.ts';

/** The standing contract. */
export const standing = defineContract(standingInterface, {
  visibleTo: {
    month: 'members',
    fact: ({ member, other }) => (other === undefined ? [member] : [member, other]),
  },
  actions: {},
});
