// A contract on a higher floor that binds items, frees them and passes their title, as it is told.

import { defineContract, defineInterface } from '#core/contract.ts';
import { MemberId, object, RecordId, Type } from '#core/schema.ts';
import type { Step, World } from '#test/world.ts';
import { itemId, type Later } from './items.fixture.ts';
import { bind, passTitle, release } from './operations.ts';

const free = 'a test’s contract';
const shape = { says: 'Keep', subject: () => 'test', expects: { none: free } };
const item = { item: RecordId };

/** Such a contract. */
export const keeper = defineContract(
  defineInterface({
    name: 'keeper',
    version: 1,
    records: {},
    refusals: {},
    events: [],
    actions: {
      bind: { input: object({ ...item, titleTo: Type.Optional(MemberId) }), ...shape },
      release: { input: object(item), ...shape },
      passTitle: { input: object(item), ...shape },
    },
  }),
  {
    visibleTo: {},
    actions: {
      bind: { free, run: (ctx, input) => ctx.call(bind, { ...input, record: 'kept-1' }) },
      release: { free, run: (ctx, input) => ctx.call(release, { ...input, record: 'kept-1' }) },
      passTitle: { free, run: (ctx, input) => ctx.call(passTitle, { ...input, record: 'kept-1' }) },
    },
  },
);

/** A member has the keeper do something with an item. */
export function keep(by: string, action: 'bind' | 'release' | 'passTitle', number: string, titleTo?: string): Later {
  return (world: World): Step => {
    const more = titleTo === undefined ? {} : { titleTo };
    return { by, action: `keeper.${action}`, input: { item: itemId(world, number), ...more } };
  };
}
