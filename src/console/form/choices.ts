// What a picker offers: the records that a field may name, those in front that wait for just this action, each in a few
// words. Pure.

import type { JsonObject, RecordSeen } from '#sdk/index.ts';
import { kindOf } from '../data/kinds.ts';
import { STEP_RULES } from '../data/next-steps.ts';
import { money } from '../parts/amount.ts';
import type { GroupDraft } from './draft.ts';

/** One thing to choose. */
export type Choice = {
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  /** What tells it apart from others of that name. */
  readonly what: string;
  /** False where the ledger would refuse it, as far as its state says. */
  readonly fits: boolean;
};

/** Choices that are shown at once. */
export const SHOWN = 40;

/** States in which an action finds its record, where no next step says it. By `contract.action`, then by kind. */
const FITTING: { readonly [action: string]: { readonly [kind: string]: readonly string[] } } = {
  'procurement.registerUnits': { 'procurement/order': ['accepted'] },
  'procurement.cancelOrder': { 'procurement/order': ['placed', 'awaitsSecond'] },
  'procurement.closeOrder': { 'procurement/order': ['accepted'] },
  'procurement.placeOrder': { 'procurement/tariff': ['open'] },
  'sourcing.publishRfq': { 'procurement/tariff': ['open'] },
  'sourcing.sealBid': { 'sourcing/rfq': ['open'] },
  'sourcing.openBid': { 'sourcing/bid': ['sealed', 'handedOver'] },
  'sourcing.withdrawBid': { 'sourcing/bid': ['sealed'] },
  'sourcing.award': { 'sourcing/rfq': ['open'], 'sourcing/bid': ['opened'] },
  'sourcing.cancelRfq': { 'sourcing/rfq': ['open'] },
  'production.proposePlan': { 'procurement/order': ['accepted'] },
  'production.planJob': { 'items/item': ['planned'], 'production/plan': ['agreed'] },
  'production.declareMade': { 'items/item': ['planned'] },
  'inspection.recordResults': { 'items/item': ['made'] },
  'inspection.reviewItem': { 'items/item': ['made'] },
  'inspection.applyReview': { 'inspection/review': ['passes', 'accepted', 'concession', 'rejected'] },
  'shipping.pack': { 'items/item': ['released'], 'procurement/order': ['accepted'] },
};

/** Fields that say what a record is, the most telling first. */
const TELLING = [
  'partNumber',
  'name',
  'number',
  'what',
  'code',
  'bidder',
  'role',
  'step',
  'labels',
  'laboratory',
  'item',
];
const PARTIES = ['seller', 'buyer', 'maker', 'member', 'owner', 'custodian'];
const LONGEST_WORD = 40;

/** Choices of a kind, those that fit before the others, each in the order in which they were read. */
export function choicesOf(
  kind: string,
  action: string,
  own: string | undefined,
  records: readonly Pick<RecordSeen, 'id' | 'value'>[],
): readonly Choice[] {
  const fitting = statesThatFit(kind, action);
  const choices = records.map(({ id, value }) => {
    const state = textIn(value, 'state');
    const fits = fitting.length === 0 || state === undefined || fitting.includes(state);
    return { id, ...wordsOf(kind, value, own), fits };
  });
  return [...choices.filter(({ fits }) => fits), ...choices.filter(({ fits }) => !fits)];
}

/** The id of the one choice that is called so; undefined where none or several are. */
export function onlyCalled(text: string, choices: readonly Choice[]): string | undefined {
  const name = text.trim().toLowerCase();
  const found = name === '' ? [] : choices.filter(({ label }) => label.toLowerCase() === name);
  return found.length === 1 ? found[0]?.id : undefined;
}

/** Accounts that members would have: in the currency that is paid from, where the form says it, else in each. */
export function payees(
  members: readonly Choice[],
  { from }: GroupDraft,
  units: readonly Pick<RecordSeen, 'id'>[],
): readonly Choice[] {
  const [, paid] = /^[^/]+\/([^/]+)/.exec(typeof from === 'string' ? from.trim() : '') ?? [];
  const codes = paid === undefined ? units.map(({ id }) => id) : [paid];
  return codes.flatMap((code) => members.map((one) => ({ ...one, id: `${one.id}/${code}`, what: code })));
}

/** What of them has the typed text in it: in its id, its name, or what tells it apart. All where nothing was typed. */
export function choicesWith(typed: string, choices: readonly Choice[]): readonly Choice[] {
  const text = typed.trim().toLowerCase();
  return choices.filter((choice) => `${choice.id} ${choice.label} ${choice.what}`.toLowerCase().includes(text));
}

/** The values of a form by which its records are found: an index of the kind that is a field of the form, too. */
export function scopeOf(kind: string, draft: GroupDraft): { readonly [index: string]: string } {
  const index = kindOf(kind)?.record.index ?? [];
  return Object.fromEntries(
    index.flatMap((name) => {
      const value = draft[name];
      return name === 'state' || typeof value !== 'string' || value.trim() === '' ? [] : [[name, value.trim()]];
    }),
  );
}

function statesThatFit(kind: string, action: string): readonly string[] {
  const steps = STEP_RULES.filter((rule) => rule.kind === kind && rule.action === action).map(({ state }) => state);
  return FITTING[action]?.[kind] ?? steps;
}

function wordsOf(kind: string, value: JsonObject, own: string | undefined): Pick<Choice, 'label' | 'what'> {
  const telling = TELLING.flatMap((field) => textIn(value, field) ?? []);
  const total = value.totalCents;
  const sums = [
    ...(typeof value.quantity === 'number' ? [`${value.quantity} ×`] : []),
    ...(typeof total === 'number' ? [money(total, textIn(value, 'unit'))] : []),
  ];
  const parties = PARTIES.flatMap((field) => textIn(value, field) ?? []).filter((party) => party !== own);
  const [label = sums.join(' ') || (kindOf(kind)?.label ?? kind), ...others] = telling;
  const state = textIn(value, 'state');
  const isSum = telling.length === 0;
  const what = [
    ...others.slice(0, 1),
    ...(isSum ? [] : sums),
    ...new Set(parties),
    ...(state === undefined ? [] : [state]),
  ];
  return { label, what: what.join(' · ') };
}

function textIn(value: JsonObject, field: string): string | undefined {
  const held = value[field];
  const found = typeof held === 'object' && field === 'labels' ? Object.values(held).join(' = ') : held;
  return typeof found === 'string' && found !== '' ? found.slice(0, LONGEST_WORD) : undefined;
}
