// An indicative price: what a part would cost by a table of rates, from its facts alone. Pure, exact and rounded up to
// whole cents line by line, so that anyone reckons the same. It knows nothing of a drawing, a finish or a full shop.
//
//   separating   block = box with an allowance on each side; removed = block - part
//   additive     built = part; material = part with its extra
//   time         set-up an order; a unit: handling, removed / removal rate, surface / finishing rate, or part / build rate
//   price        (set-up + quantity × unit lines); of one unit: that by the quantity, rounded up

import { Fault } from '#core/fault.ts';
import { MAX_ORDER_QUANTITY } from '../limits.ts';
import type { ModelFacts } from './facts.ts';
import type { Process } from './process-limits.ts';
import type { Rates } from './rates.ts';

/** One line of the reckoning: cents of one unit, or of the order as a whole. */
export type PriceLine = {
  readonly code: 'setUp' | 'handling' | 'removal' | 'finishing' | 'build' | 'material';
  readonly per: 'order' | 'unit';
  readonly cents: number;
  readonly text: string;
};
/** A price that nobody is held to. */
export type IndicativePrice = {
  readonly basis: 'indicative, binds nobody';
  readonly currency: string;
  readonly quantity: number;
  readonly lines: readonly PriceLine[];
  readonly totalCents: number;
  /** Rounded up. */
  readonly unitCents: number;
};
/** Why there is no price. */
export type NoPrice = {
  readonly code: 'volume_missing' | 'volume_exceeds_box' | 'process_without_rate' | 'material_without_rate';
  readonly text: string;
};

/** What is to be made of what, how often. */
export type Asked = { readonly process: Process; readonly material: string; readonly quantity: number };

/** 10 micrometres cubed: the volumes of facts have six decimals of a cubic millimetre. */
const VOLUMES_PER_MM3 = 1_000_000n;

/**
 * Reckons a price, or says why there is none.
 * @throws Fault `price_quantity_wrong`, `price_too_large`
 */
export function indicativePrice(
  facts: ModelFacts,
  { process, material: name, quantity }: Asked,
  rates: Rates,
): IndicativePrice | NoPrice {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MAX_ORDER_QUANTITY)
    throw new Fault('price_quantity_wrong', `quantity: expected 1 to ${MAX_ORDER_QUANTITY}, got ${quantity}`);
  if (facts.volumeMm3 === undefined) return { code: 'volume_missing', text: 'the model has no volume to reckon from' };
  const material = rates.materials.find((one) => one.name === name);
  if (material === undefined) return { code: 'material_without_rate', text: `the rates do not know ${name}` };
  const part = { volume: millionths(facts.volumeMm3), surface: millionths(facts.surfaceMm2), box: facts.boxNanometres };
  const additive = rates.additive.find((one) => one.process === process);
  let lines: readonly PriceLine[] | NoPrice;
  if (process === 'separating' && rates.separating !== undefined) lines = cut(part, rates.separating, material);
  else if (additive !== undefined) lines = built(part, additive, material);
  else return { code: 'process_without_rate', text: `the rates do not know ${process}` };
  return 'code' in lines ? lines : priceOf(lines, quantity, rates.currency);
}

type Part = { readonly volume: bigint; readonly surface: bigint; readonly box: ModelFacts['boxNanometres'] };
type Material = Rates['materials'][number];
type Machine = Pick<Rates['additive'][number], 'machineCentsPerHour' | 'setUpMinutes' | 'handlingMinutes'>;

function cut(
  { volume, surface, box }: Part,
  machine: NonNullable<Rates['separating']>,
  material: Material,
): readonly PriceLine[] | NoPrice {
  const { removalMm3PerMinute, finishingMm2PerMinute, allowanceMicrometres } = machine;
  const edges = [0, 1, 2].map((axis) => BigInt((box.max[axis] ?? 0) - (box.min[axis] ?? 0)));
  // From cubic nanometres to 10 micrometres cubed.
  const sized = (allowance: bigint) =>
    up(
      edges.reduce((product, edge) => product * (edge + 2n * allowance), 1n),
      10n ** 12n,
    );
  // The corners of the box are rounded to a nanometre each.
  if (volume > sized(1n))
    return { code: 'volume_exceeds_box', text: 'the bodies together are larger than their box: they overlap' };
  const block = sized(BigInt(allowanceMicrometres) * 1000n);
  const removed = block > volume ? block - volume : 0n;
  return [
    ...handled(machine),
    timed(
      machine,
      'removal',
      removed,
      removalMm3PerMinute,
      `${whole(removed)} mm³ removed at ${removalMm3PerMinute} mm³/min`,
    ),
    timed(
      machine,
      'finishing',
      surface,
      finishingMm2PerMinute,
      `${whole(surface)} mm² finished at ${finishingMm2PerMinute} mm²/min`,
    ),
    weighed(material, block, `a block of ${whole(block)} mm³`),
  ];
}

function built({ volume }: Part, machine: Rates['additive'][number], material: Material): readonly PriceLine[] {
  const { buildMm3PerMinute, extraBasisPoints } = machine;
  const used = up(volume * BigInt(10_000 + extraBasisPoints), 10_000n);
  return [
    ...handled(machine),
    timed(machine, 'build', volume, buildMm3PerMinute, `${whole(volume)} mm³ built at ${buildMm3PerMinute} mm³/min`),
    weighed(material, used, `${whole(used)} mm³ with supports and waste`),
  ];
}

function handled({ machineCentsPerHour, setUpMinutes, handlingMinutes }: Machine): readonly PriceLine[] {
  const minutes = (count: number) => ({
    cents: cents(BigInt(count) * BigInt(machineCentsPerHour), 60n),
    text: `${count} min at ${machineCentsPerHour} cents an hour`,
  });
  return [
    { code: 'setUp', per: 'order', ...minutes(setUpMinutes) },
    { code: 'handling', per: 'unit', ...minutes(handlingMinutes) },
  ];
}

/** Machine time for an amount in millionths at a rate a minute. */
function timed(
  { machineCentsPerHour }: Machine,
  code: PriceLine['code'],
  amount: bigint,
  rate: number,
  text: string,
): PriceLine {
  const cost = cents(amount * BigInt(machineCentsPerHour), VOLUMES_PER_MM3 * BigInt(rate) * 60n);
  return { code, per: 'unit', cents: cost, text: `${text}, ${machineCentsPerHour} cents an hour` };
}

function weighed({ name, densityKgPerM3, centsPerKg }: Material, volume: bigint, text: string): PriceLine {
  // A cubic metre has 10^9 cubic millimetres.
  const cost = cents(volume * BigInt(densityKgPerM3) * BigInt(centsPerKg), VOLUMES_PER_MM3 * 10n ** 9n);
  return {
    code: 'material',
    per: 'unit',
    cents: cost,
    text: `${text} of ${name}, ${densityKgPerM3} kg/m³ at ${centsPerKg} cents a kg`,
  };
}

function priceOf(lines: readonly PriceLine[], quantity: number, currency: string): IndicativePrice {
  const total = lines.reduce(
    (sum, { per, cents: one }) => sum + BigInt(one) * (per === 'unit' ? BigInt(quantity) : 1n),
    0n,
  );
  const [totalCents, unitCents] = [cents(total, 1n), cents(total, BigInt(quantity))];
  return { basis: 'indicative, binds nobody', currency, quantity, lines, totalCents, unitCents };
}

function cents(dividend: bigint, divisor: bigint): number {
  const rounded = up(dividend, divisor);
  if (rounded <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(rounded);
  throw new Fault('price_too_large', `price: expected at most ${Number.MAX_SAFE_INTEGER} cents, got ${rounded}`);
}

/** Rounded up; both are positive or zero. */
function up(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** Of a decimal with six places, as facts write them. */
function millionths(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}

function whole(volume: bigint): string {
  return String(up(volume, VOLUMES_PER_MM3));
}
