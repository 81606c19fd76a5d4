// A member lends a gauge; only the borrower can say that it came back.  lent ──giveBack──▶ back

import { defineContract, defineInterface, record } from '#core/contract.ts';
import { MemberId, object, oneOf, RecordId, text } from '#core/schema.ts';

const Loan = object({ gauge: text(80), lender: MemberId, borrower: MemberId, state: oneOf('lent', 'back') });

export const gaugesInterface = defineInterface({
  name: 'gauges',
  version: 1,
  records: { loan: record(Loan, { index: ['lender', 'borrower'] }) },
  refusals: {
    loan_unknown: 'No loan has this id.',
    not_borrower: 'Only the borrower gives a gauge back.',
    back_already: 'The gauge is back already.',
  },
  events: ['gaugeLent', 'gaugeBack'],
  actions: {
    lend: {
      input: object({ gauge: text(80), borrower: MemberId }),
      says: 'Lend {gauge} to {borrower}',
      subject: ({ borrower }) => borrower,
      expects: { none: 'the loan has no record yet' },
    },
    giveBack: {
      input: object({ id: RecordId }),
      says: 'Give back the gauge of loan {id}',
      subject: ({ id }) => id,
      expects: ({ id }) => [['loan', id]],
    },
  },
});

export const gauges = defineContract(gaugesInterface, {
  visibleTo: { loan: ({ lender, borrower }) => [lender, borrower] },
  actions: {
    lend: {
      commits: () => ({ what: 'gauges.lend', unit: 'gauge', amount: 1 }),
      run(ctx, { gauge, borrower }) {
        const id = ctx.newId('loan');
        ctx.put('loan', id, { gauge, lender: ctx.caller.member, borrower, state: 'lent' });
        ctx.emit('gaugeLent', { id });
      },
    },
    giveBack: {
      free: 'giving back binds nobody',
      run(ctx, { id }) {
        const loan = ctx.get('loan', id);
        if (loan === undefined) return ctx.refuse('loan_unknown', { id });
        if (loan.borrower !== ctx.caller.member) return ctx.refuse('not_borrower', { borrower: loan.borrower });
        if (loan.state === 'back') return ctx.refuse('back_already', { id });
        ctx.put('loan', id, { ...loan, state: 'back' });
        ctx.emit('gaugeBack', { id });
      },
    },
  },
});
