// A shop's price rules, as its owner signs them off: from them and a request alone the selling agent reckons a price, each
// part of it told. All figures are integers with the unit in the name; the price of a unit is rounded up to a cent.
//
//   cost    set-up + machine minutes × rate + (material of a block + handling) × quantity
//   block   the part's box with the allowance on every side, × density × price by weight
//   price   cost × (100 % + margin + haste − quantity − buyer's discount), never below cost × (100 % + least margin),
//           nor below the least order

import { Requirement } from '#contracts/capacity/records.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import type { Rfq } from '#contracts/sourcing/records.ts';
import { Fault } from '#core/fault.ts';
import { Cents, compile, Hash, integer, list, MemberId, object, type Static, Type, text } from '#core/schema.ts';
import { RULES_PER_LIST } from '../limits.ts';
import { moneyText, type Reason, reason } from './decision.ts';

const ordered = procurementInterface.actions.placeOrder.input.properties;
const BasisPoints = integer(0, 100_000);
const Discount = integer(0, 9_000);
const Country = Type.String({ pattern: '^[A-Z]{2}$' });
const WHOLE = 10_000n;
const DAY_MS = 86_400_000;

const PriceRules = object({
  unit: ordered.unit,
  processes: list(
    object({
      process: Requirement.properties.process,
      setUpCents: Cents,
      centsPerMachineHour: Cents,
      handlingCentsPerUnit: Cents,
      /** On each side of the part's box. */
      allowanceMicrometres: integer(0, 1_000_000),
    }),
    RULES_PER_LIST,
    1,
  ),
  materials: list(
    object({ name: text(80), densityKgPerM3: integer(1, 30_000), centsPerKg: integer(0, 100_000_000) }),
    RULES_PER_LIST,
  ),
  marginBasisPoints: BasisPoints,
  /** Neither a discount nor a counter-offer goes below it. */
  leastMarginBasisPoints: BasisPoints,
  /** More where the part is needed within so many days; the first that fits counts. */
  haste: list(object({ withinDays: integer(1, 366), basisPoints: BasisPoints }), RULES_PER_LIST),
  /** Less from so many units on; the last that fits counts. */
  quantity: list(object({ fromQuantity: integer(1, 1_000_000_000), basisPoints: Discount }), RULES_PER_LIST),
  /** Less for some buyers; none is quoted to the refused ones. */
  buyers: object({
    discounts: list(object({ member: MemberId, basisPoints: Discount }), RULES_PER_LIST),
    refused: list(MemberId, RULES_PER_LIST),
  }),
  leastOrderCents: Cents,
  /** A person quotes above these. */
  most: object({ orderCents: Cents, quantity: integer(1, 1_000_000_000), bondCents: Cents }),
  /** From the end of machining to delivery. */
  deliveryDays: integer(0, 366),
  /** What may stand in a request; for anything else a person quotes. */
  accepts: object({
    payment: list(ordered.payment, 2, 1),
    mostPaymentDays: integer(0, 366),
    mostWarrantyDays: integer(0, 3_660),
    /** Where it stands, an order that limits no liability, or to more, is a person's. */
    mostLiabilityCents: Type.Optional(Cents),
    mostLateBasisPoints: integer(0, 10_000),
    mostRetentionBasisPoints: integer(0, 10_000),
    mostRetentionDays: integer(0, 3_660),
    laws: list(Country, RULES_PER_LIST),
    /** Names of terms that the shop knows how to meet. */
    terms: list(text(80), RULES_PER_LIST),
  }),
  /** What somebody of the shop has read and takes: commitments of non-disclosure agreements and of addenda. */
  read: list(Hash, RULES_PER_LIST),
});

/** A shop's price rules. */
export type PriceRules = Static<typeof PriceRules>;

const check = compile(PriceRules);

/** Checks price rules. @param name begins each message @throws Fault `price_rules_invalid` */
export function asPriceRules(name: string, value: unknown): PriceRules {
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('price_rules_invalid', `${name}: ${fault}`);
  // The schema was checked in the line above.
  const rules = value as PriceRules;
  if (rules.leastMarginBasisPoints > rules.marginBasisPoints)
    throw new Fault('price_rules_invalid', `${name}: /leastMarginBasisPoints is above /marginBasisPoints`);
  checkNames(name, rules);
  return rules;
}

function checkNames(name: string, { processes, materials, buyers }: PriceRules): void {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['/processes', processes.map(({ process }) => process)],
    ['/materials', materials.map((material) => material.name)],
    ['/buyers/discounts', buyers.discounts.map(({ member }) => member)],
  ];
  for (const [place, names] of lists) {
    const twice = names.findIndex((one, at) => names.indexOf(one) !== at);
    if (twice >= 0)
      throw new Fault('price_rules_invalid', `${name}: ${place}/${twice} has a name that is there already`);
  }
}

/** A price, with how it came about; or why it is a person's. */
export type Quote =
  | {
      readonly unitPriceCents: number;
      /** The least for which the shop sells this, by its rules. */
      readonly leastUnitPriceCents: number;
      readonly reasons: readonly Reason[];
    }
  | { readonly unpriced: Reason };

/** What a price is reckoned from. */
export type Asked = Pick<Rfq, 'buyer' | 'order' | 'requirement'>;

/** Reckons the price of a request. Pure. */
export function quote(rules: PriceRules, asked: Asked, nowMs: number): Quote {
  const { order, requirement, buyer } = asked;
  if (order.unit !== rules.unit)
    return { unpriced: reason('unit_other', `it is paid in ${order.unit}, the rules are in ${rules.unit}`) };
  const cost = costOf(rules, asked);
  if ('unpriced' in cost) return cost;
  const changes = [
    reasonPoints('margin', 'margin', rules.marginBasisPoints),
    ...hasteOf(rules, requirement.neededByMs - nowMs),
    ...rules.quantity
      .filter(({ fromQuantity }) => order.quantity >= fromQuantity)
      .slice(-1)
      .map(({ fromQuantity, basisPoints }) => reasonPoints('quantity', `from ${fromQuantity} units`, -basisPoints)),
    ...rules.buyers.discounts
      .filter(({ member }) => member === buyer)
      .map(({ member, basisPoints }) => reasonPoints('buyer', `discount of ${member}`, -basisPoints)),
  ];
  const points = changes.reduce((sum, change) => sum + change.basisPoints, 0);
  const least = Math.max(points, rules.leastMarginBasisPoints);
  const [priced, floor] = [least, rules.leastMarginBasisPoints].map((more) =>
    perUnit(rules, cost.cents, more, order.quantity),
  );
  if (priced === undefined || floor === undefined)
    return { unpriced: reason('price_too_large', 'the price is beyond what the ledger can write') };
  const { unit } = rules;
  const bounded = [
    ...(least > points ? [reason('least_margin', `never below ${percent(least)} on the cost`)] : []),
    ...(priced.isLeast ? [reason('least_order', `at least ${moneyText(rules.leastOrderCents, unit)} an order`)] : []),
  ];
  const price = reason('price', `${moneyText(priced.cents, unit)} a unit, the least ${moneyText(floor.cents, unit)}`);
  const reasons = [...cost.reasons, ...changes.map(({ code, sentence }) => ({ code, sentence })), ...bounded, price];
  return { unitPriceCents: priced.cents, leastUnitPriceCents: floor.cents, reasons };
}

type Cost = { readonly cents: bigint; readonly reasons: readonly Reason[] } | { readonly unpriced: Reason };

function costOf(rules: PriceRules, { order, requirement }: Asked): Cost {
  const rates = rules.processes.find(({ process }) => process === requirement.process);
  if (rates === undefined)
    return { unpriced: reason('process_unpriced', `the rules have no rate for ${requirement.process}`) };
  const material = rules.materials.find(({ name }) => name === requirement.material);
  if (material === undefined) {
    const what = requirement.material ?? 'a request that names no material';
    return { unpriced: reason('material_unpriced', `the rules have no price for ${what}`) };
  }
  const { envelopeMicrometres: box } = requirement;
  if (box === undefined) return { unpriced: reason('size_unknown', 'the request says no size, so no block is priced') };
  const { unit } = rules;
  const quantity = BigInt(order.quantity);
  const machine = roundedUp(BigInt(rates.centsPerMachineHour) * BigInt(requirement.machineMinutes), 60n);
  const edges = [box.x, box.y, box.z].map((edge) => BigInt(edge + 2 * rates.allowanceMicrometres));
  const volume = edges.reduce((product, edge) => product * edge, 1n);
  const block = roundedUp(volume * BigInt(material.densityKgPerM3) * BigInt(material.centsPerKg), 10n ** 18n);
  const handling = BigInt(rates.handlingCentsPerUnit) * quantity;
  const parts: readonly (readonly [string, string, bigint])[] = [
    ['set_up', 'set-up', BigInt(rates.setUpCents)],
    ['machine', `${requirement.machineMinutes} machine minutes`, machine],
    ['material', `${order.quantity} blocks of ${material.name}`, block * quantity],
    ['handling', `handling ${order.quantity} units`, handling],
  ];
  const cents = parts.reduce((sum, [, , part]) => sum + part, 0n);
  if (cents > BigInt(Number.MAX_SAFE_INTEGER))
    return { unpriced: reason('price_too_large', 'the cost is beyond what the ledger can write') };
  const reasons = parts.map(([code, what, part]) => reason(code, `${what}: ${moneyText(Number(part), unit)}`));
  return { cents, reasons };
}

function hasteOf({ haste }: PriceRules, leftMs: number) {
  const fits = haste.filter(({ withinDays }) => leftMs <= withinDays * DAY_MS);
  const first = [...fits].sort((a, b) => a.withinDays - b.withinDays)[0];
  return first === undefined
    ? []
    : [reasonPoints('haste', `needed within ${first.withinDays} days`, first.basisPoints)];
}

function reasonPoints(code: string, what: string, basisPoints: number) {
  return { ...reason(code, `${what}: ${basisPoints < 0 ? '−' : '+'}${percent(Math.abs(basisPoints))}`), basisPoints };
}

function percent(basisPoints: number): string {
  return `${(basisPoints / 100).toFixed(2).replace(/\.?0+$/, '')} %`;
}

function perUnit({ leastOrderCents }: PriceRules, cost: bigint, more: number, quantity: number) {
  const total = roundedUp(cost * (WHOLE + BigInt(more)), WHOLE);
  const least = BigInt(leastOrderCents);
  const cents = roundedUp(total < least ? least : total, BigInt(quantity));
  const atLeastOne = cents === 0n ? 1n : cents;
  const isSafe = atLeastOne * BigInt(quantity) <= 1_000_000_000_000_000n;
  return isSafe ? { cents: Number(atLeastOne), isLeast: total < least } : undefined;
}

function roundedUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
