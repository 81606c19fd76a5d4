// A contract on a higher floor that hands its inputs to the operations of accounts, as they come.

import { defineContract, defineInterface } from '#core/contract.ts';
import { integer, object, RecordId, Type } from '#core/schema.ts';
import {
  createKeptUnit,
  findAccount,
  issueKept,
  pay,
  placeHold,
  settleHold,
  takeOutKept,
  voidKeptUnit,
} from './operations.ts';

const AnyInteger = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const free = 'a test’s contract';
const expects = { none: free };
const subject = () => 'test';

function escrowInterface(name: string) {
  return defineInterface({
    name,
    version: 1,
    records: {},
    refusals: { account_absent: 'The member has no main account in this unit.' },
    events: ['found'],
    actions: {
      hold: {
        input: object({ account: RecordId, amountCents: AnyInteger, beneficiary: Type.Optional(RecordId) }),
        says: 'Set aside',
        subject,
        expects,
      },
      settle: {
        input: object({ hold: RecordId, payTo: Type.Optional(RecordId), amountCents: AnyInteger }),
        says: 'Settle',
        subject,
        expects,
      },
      pay: { input: object({ from: RecordId, to: RecordId, amountCents: AnyInteger }), says: 'Pay', subject, expects },
      keep: { input: object({ code: RecordId }), says: 'Keep a unit', subject, expects },
      issue: { input: object({ to: RecordId, amountCents: AnyInteger }), says: 'Issue', subject, expects },
      takeOut: { input: object({ from: RecordId, amountCents: AnyInteger }), says: 'Take out', subject, expects },
      void: { input: object({ code: RecordId }), says: 'Void', subject, expects },
      find: { input: object({ member: RecordId, unit: RecordId }), says: 'Find', subject, expects },
    },
  });
}

/** Such a contract under a name of its own: a hold of one is foreign to another. */
export function escrowContract(name: string) {
  return defineContract(escrowInterface(name), {
    visibleTo: {},
    actions: {
      hold: {
        free,
        run(ctx, input) {
          ctx.call(placeHold, { ...input, record: 'order-1', condition: 'order.accepted' });
        },
      },
      settle: {
        free,
        run(ctx, { hold, payTo, amountCents }) {
          ctx.call(settleHold, { hold, payTo, amountCents });
        },
      },
      pay: {
        free,
        run(ctx, input) {
          ctx.call(pay, { ...input, reference: 'royalty-1' });
        },
      },
      keep: { free, run: (ctx, input) => ctx.call(createKeptUnit, input) },
      issue: { free, run: (ctx, input) => ctx.call(issueKept, { ...input, reference: 'asset-1' }) },
      takeOut: { free, run: (ctx, input) => ctx.call(takeOutKept, { ...input, reference: 'asset-1' }) },
      void: { free, run: (ctx, input) => ctx.call(voidKeptUnit, input) },
      find: {
        free,
        run(ctx, input) {
          const account = ctx.call(findAccount, input);
          if (account === undefined) return ctx.refuse('account_absent', input);
          ctx.emit('found', { id: account.id, balanceCents: account.balanceCents });
        },
      },
    },
  });
}
