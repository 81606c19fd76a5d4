// A contract on a higher floor that asks sharing who may read what, and grants on behalf of its caller.

import { defineContract, defineInterface } from '#core/contract.ts';
import { ActorId, Hash, object, oneOf, TimeMs } from '#core/schema.ts';
import { blobOf, grantFrom, mayRead } from './operations.ts';
import { PURPOSES } from './schema.ts';

const free = 'a test’s contract';
const shared = { says: 'Try', subject: () => 'test', expects: { none: free } };

const deskInterface = defineInterface({
  name: 'desk',
  version: 1,
  records: {},
  refusals: { may_not_read: 'The actor may not read the file.', file_unknown: 'No file has this hash.' },
  events: ['size'],
  actions: {
    read: { input: object({ blob: Hash, actor: ActorId }), ...shared },
    size: { input: object({ blob: Hash }), ...shared },
    share: { input: object({ blob: Hash, reader: ActorId, purpose: oneOf(...PURPOSES), untilMs: TimeMs }), ...shared },
  },
});

/** Accepts `read` where the actor may read the file, tells a file's size, and shares a file of the caller's member. */
export const desk = defineContract(deskInterface, {
  visibleTo: {},
  actions: {
    read: {
      free,
      run(ctx, input) {
        if (!ctx.call(mayRead, input)) return ctx.refuse('may_not_read', input);
      },
    },
    size: {
      free,
      run(ctx, input) {
        const blob = ctx.call(blobOf, input);
        if (blob === undefined) return ctx.refuse('file_unknown', input);
        ctx.emit('size', { sizeBytes: blob.sizeBytes });
      },
    },
    share: {
      free,
      run(ctx, input) {
        ctx.call(grantFrom, input);
      },
    },
  },
});
