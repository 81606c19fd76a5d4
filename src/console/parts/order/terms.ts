// The terms of an order in the order in which the trade reads them: what, how many, for how much, when, where, how it is
// judged and paid, what happens otherwise. Also of a request, whose terms become an order's.

import { fieldLabel, procurementInterface } from '#sdk/index.ts';
import { schemaOf } from '../../data/fields.ts';
import { orderTexts, termTexts } from '../../texts/orders.ts';
import { money, quantity as quantityText } from '../amount.ts';
import type { ItemType, Order, Plan } from './facts.ts';

/** A value of a term, as what it is. */
export type TermValue =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'figure'; readonly text: string }
  | { readonly as: 'time'; readonly timeMs: number }
  | { readonly as: 'hash'; readonly hash: string }
  | { readonly as: 'party'; readonly id: string }
  | { readonly as: 'record'; readonly kind: string; readonly id: string; readonly text?: string };
/** A line. */
export type TermLine = {
  readonly label: string;
  readonly values: readonly TermValue[];
  readonly assumed: string | undefined;
};
/** What of an order its terms are: a request has all but its seller, price and total. */
export type OrderLike = Pick<
  Order,
  'itemType' | 'quantity' | 'unit' | 'neededByMs' | 'deliveryPlace' | 'designVersion'
> &
  Pick<Order, 'terms' | 'assumed' | 'payment' | 'conditions' | 'milestones' | 'retention' | 'late'> &
  Partial<Pick<Order, 'unitPriceCents' | 'totalCents' | 'feeCents' | 'feeTo'>>;
/** What else is known. */
type Known = { readonly type?: ItemType | undefined; readonly plan?: Plan | undefined };

/** The lines; what an order does not say is not among them. */
export function termLines(order: OrderLike, known: Known): readonly TermLine[] {
  return [
    ...goods(order, known),
    ...price(order),
    ...delivery(order),
    ...judging(order, known),
    ...paying(order),
    ...law(order),
  ].map(({ field, label, values }) => ({
    label,
    values,
    assumed: order.assumed.includes(field) ? (ASSUMED[field] ?? orderTexts.assumed) : undefined,
  }));
}

const { conditions: CONDITIONS } = schemaOf(procurementInterface.records.order.schema);

/** What an order leaves to persons beside its terms, as words: conditions that it could have and has not. */
export function leftOpen({ conditions = {}, payment, milestones, retention, late }: OrderLike): readonly string[] {
  const absent = Object.keys(CONDITIONS?.properties ?? {}).filter((name) => !Object.hasOwn(conditions, name));
  // When an invoice is due matters on invoice alone.
  const asked = absent.filter((name) => name !== 'paymentDays' || payment === 'invoice');
  const byHand = milestones?.filter(({ when }) => when === 'decision').map(({ name }) => name) ?? [];
  const rest = Object.entries({ milestones, retention, late }).filter(([, value]) => value === undefined);
  return [...asked.map(fieldLabel), ...byHand, ...rest.map(([name]) => name)];
}

/** What people call an item type: its part number, and its name where that is another. */
function nameOf({ partNumber, name }: Pick<ItemType, 'partNumber' | 'name'>): string {
  return name === partNumber ? partNumber : `${partNumber} ${name}`;
}

/** Basis points as `30 %` or `0.5 %`. */
function percent(basisPoints: number): string {
  return `${basisPoints / 100}\u2009%`;
}

/** Fields that are told of a line which says more than the field. */
const ASSUMED: { readonly [field: string]: string } = { unit: orderTexts.assumedUnit };

type Line = { readonly field: string; readonly label: string; readonly values: readonly TermValue[] };

const text = (words: string): TermValue => ({ as: 'text', text: words });
const figure = (words: string): TermValue => ({ as: 'figure', text: words });
const line = (field: string, label: string, ...values: readonly TermValue[]): Line => ({ field, label, values });

function goods({ itemType, designVersion, quantity }: OrderLike, { type }: Known): readonly Line[] {
  const name = type === undefined ? {} : { text: nameOf(type) };
  return [
    line('itemType', termTexts.what, { as: 'record', kind: 'items/type', id: itemType, ...name }),
    ...(designVersion === undefined
      ? []
      : [line('designVersion', termTexts.design, { as: 'record', kind: 'designs/version', id: designVersion })]),
    line('quantity', termTexts.quantity, figure(quantityText(quantity, type?.unit ?? 'piece'))),
  ];
}

function price({ unitPriceCents, totalCents, feeCents, feeTo, unit }: OrderLike): readonly Line[] {
  return [
    ...(unitPriceCents === undefined
      ? []
      : [line('unitPriceCents', termTexts.unitPrice, figure(money(unitPriceCents, unit)))]),
    ...(totalCents === undefined ? [] : [line('unit', termTexts.total, figure(money(totalCents, unit)))]),
    ...(feeCents === undefined
      ? []
      : [
          line(
            'feeCents',
            termTexts.fee,
            figure(money(feeCents, unit)),
            ...(feeTo === undefined ? [] : [{ as: 'party', id: feeTo } as const]),
          ),
        ]),
  ];
}

function delivery({ neededByMs, deliveryPlace, conditions, late }: OrderLike): readonly Line[] {
  const { incoterm } = conditions ?? {};
  return [
    line('neededByMs', termTexts.when, { as: 'time', timeMs: neededByMs }),
    ...(incoterm === undefined
      ? []
      : [line('conditions', termTexts.where, text(`${incoterm.code}, ${incoterm.place}`))]),
    line('deliveryPlace', termTexts.address, { as: 'hash', hash: deliveryPlace }),
    ...(late === undefined
      ? []
      : [
          line(
            'late',
            termTexts.late,
            text(termTexts.lateOf(percent(late.basisPointsPerDay), percent(late.mostBasisPoints))),
          ),
        ]),
  ];
}

function judging({ conditions }: OrderLike, { plan }: Known): readonly Line[] {
  const inspectors = plan?.steps.filter(({ evidence }) => evidence.includes('qifResults')).map(({ member }) => member);
  const days = conditions?.acceptanceDays;
  return [
    ...(inspectors === undefined || inspectors.length === 0
      ? []
      : [line('plan', termTexts.inspects, ...[...new Set(inspectors)].map((id) => ({ as: 'party', id }) as const))]),
    ...(days === undefined ? [] : [line('conditions', termTexts.acceptance, text(termTexts.acceptanceDays(days)))]),
  ];
}

function paying({ payment, conditions, retention }: OrderLike): readonly Line[] {
  const days = conditions?.paymentDays;
  const invoice = days === undefined ? termTexts.invoice : termTexts.paymentDays(days);
  return [
    line('payment', termTexts.payment, text(payment === 'hold' ? termTexts.hold : invoice)),
    ...(retention === undefined
      ? []
      : [
          line(
            'retention',
            termTexts.retention,
            text(termTexts.retentionOf(percent(retention.shareBasisPoints), retention.days)),
          ),
        ]),
  ];
}

function law({ conditions = {}, unit }: OrderLike): readonly Line[] {
  const { warrantyDays, liabilityLimitCents, law: country, forum, arbiter, dispute, lapseDays } = conditions;
  const own = (label: string, value: TermValue | undefined): readonly Line[] =>
    value === undefined ? [] : [line('conditions', label, value)];
  return [
    ...own(termTexts.warranty, warrantyDays === undefined ? undefined : text(termTexts.days(warrantyDays))),
    ...own(
      termTexts.liability,
      liabilityLimitCents === undefined ? undefined : figure(money(liabilityLimitCents, unit)),
    ),
    ...own(termTexts.law, country === undefined ? undefined : text(country)),
    ...own(termTexts.forum, forum === undefined ? undefined : text(forum)),
    ...own(termTexts.arbiter, arbiter === undefined ? undefined : { as: 'party', id: arbiter }),
    ...own(
      termTexts.disputeEnd,
      dispute && text(termTexts.disputeDays(dispute.days, percent(dispute.sellerBasisPoints))),
    ),
    ...own(termTexts.lapse, lapseDays === undefined ? undefined : text(termTexts.lapseDays(lapseDays))),
  ];
}
