// What of a request a shop's rules do not cover: each such thing is a person's to look at. What the rules cover says no
// by itself: a refused buyer.

import type { Rfq } from '#contracts/sourcing/records.ts';
import { timesCents } from './amounts.ts';
import { moneyText, type Reason, reason } from './decision.ts';
import type { PriceRules } from './price-rules.ts';

type Order = Rfq['order'];

/** Why a shop's agent does not sign for this request by itself; none: it may. Prices are not looked at here. */
export function uncovered(rules: PriceRules, rfq: Rfq): readonly Reason[] {
  const { order, bondCents } = rfq;
  const { most } = rules;
  return [
    ...(order.quantity > most.quantity
      ? [reason('quantity_large', `${order.quantity} units; the rules go to ${most.quantity}`)]
      : []),
    ...(bondCents > most.bondCents
      ? [
          reason(
            'bond_large',
            `a bond of ${moneyText(bondCents, order.unit)}; the rules go to ${money(most.bondCents, rfq)}`,
          ),
        ]
      : []),
    ...ofMoney(rules, order),
    ...ofLaw(rules, order),
    ...ofTerms(rules, order),
  ];
}

/** Why the total of a price is a person's; none: the agent's. */
export function tooMuch({ most }: PriceRules, { order }: Rfq, unitPriceCents: number): readonly Reason[] {
  const total = timesCents(order.quantity, unitPriceCents);
  if (total <= most.orderCents) return [];
  const [is, may] = [moneyText(total, order.unit), moneyText(most.orderCents, order.unit)];
  return [reason('order_large', `${is} in all; a person quotes above ${may}`)];
}

function money(cents: number, { order }: Rfq): string {
  return moneyText(cents, order.unit);
}

function ofMoney({ accepts }: PriceRules, order: Order): readonly Reason[] {
  const { payment, conditions = {}, retention, late } = order;
  const { paymentDays } = conditions;
  const found: Reason[] = [];
  if (!accepts.payment.includes(payment)) found.push(reason('payment_other', `it is paid by ${payment}`));
  if (payment === 'invoice' && (paymentDays === undefined || paymentDays > accepts.mostPaymentDays)) {
    const days =
      paymentDays === undefined ? 'no day that invoices are due by' : `invoices due after ${paymentDays} days`;
    found.push(reason('payment_late', `${days}; the rules go to ${accepts.mostPaymentDays}`));
  }
  if (retention !== undefined) {
    const { shareBasisPoints, days } = retention;
    if (shareBasisPoints > accepts.mostRetentionBasisPoints || days > accepts.mostRetentionDays)
      found.push(reason('retention_large', `${shareBasisPoints / 100} % kept back for ${days} days`));
  }
  if (late !== undefined && late.mostBasisPoints > accepts.mostLateBasisPoints)
    found.push(reason('late_dear', `a late delivery costs up to ${late.mostBasisPoints / 100} % of the price`));
  return found;
}

function ofLaw({ accepts }: PriceRules, { conditions = {} }: Order): readonly Reason[] {
  const { law, warrantyDays, liabilityLimitCents } = conditions;
  const { mostLiabilityCents, laws, mostWarrantyDays } = accepts;
  const found: Reason[] = [];
  if (law === undefined || !laws.includes(law)) found.push(reason('law_other', `the law is ${law ?? 'not stated'}`));
  if (warrantyDays === undefined || warrantyDays > mostWarrantyDays)
    found.push(reason('warranty_long', `a warranty of ${warrantyDays ?? 'not stated'} days`));
  if (
    mostLiabilityCents !== undefined &&
    (liabilityLimitCents === undefined || liabilityLimitCents > mostLiabilityCents)
  )
    found.push(reason('liability_large', 'liability is not limited, or to more than the rules take'));
  return found;
}

function ofTerms({ accepts }: PriceRules, { terms }: Order): readonly Reason[] {
  return terms
    .filter(({ name }) => !accepts.terms.includes(name))
    .map(({ name }) => reason('term_unknown', `the term “${name}” is not among those that the shop knows how to meet`));
}
