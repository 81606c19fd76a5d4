// A shop's rates, as JSON: what an indicative price is reckoned from. All figures are integers with the unit in the name.

import { fromUtf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { Currency, compile, integer, list, object, oneOf, type Static, Type, text } from '#core/schema.ts';
import { MAX_RATES_BYTES } from '../limits.ts';

const machine = {
  machineCentsPerHour: integer(1, 10_000_000),
  /** Once for an order: programming, fixtures, the first part. */
  setUpMinutes: integer(0, 100_000),
  /** For each unit: loading, deburring or taking off supports, measuring. */
  handlingMinutes: integer(0, 100_000),
};
const Rates = object({
  currency: Currency,
  /** DIN 8580 main group 3, from a block: the box of the part with an allowance on each side. */
  separating: Type.Optional(
    object({
      ...machine,
      /** Average, tool changes and air cuts among it. */
      removalMm3PerMinute: integer(1, 100_000_000),
      /** Of the part's whole surface. */
      finishingMm2PerMinute: integer(1, 100_000_000),
      allowanceMicrometres: integer(0, 1_000_000),
    }),
  ),
  /** ISO/ASTM 52900. */
  additive: list(
    object({
      process: oneOf(
        'binderJetting',
        'directedEnergyDeposition',
        'materialExtrusion',
        'materialJetting',
        'powderBedFusion',
        'sheetLamination',
        'vatPhotopolymerization',
      ),
      ...machine,
      buildMm3PerMinute: integer(1, 100_000_000),
      /** Supports and waste, in 10,000ths of the part's volume. */
      extraBasisPoints: integer(0, 100_000),
    }),
    7,
  ),
  materials: list(
    object({ name: text(80), densityKgPerM3: integer(1, 30_000), centsPerKg: integer(0, 100_000_000) }),
    100,
  ),
});

/** What a machine's time and material cost. */
export type Rates = Static<typeof Rates>;

const check = compile(Rates);

/** Reads rates. @param name of the file, with which each message begins @throws Fault `rates_invalid` */
export function readRates(name: string, bytes: Uint8Array): Rates {
  if (bytes.length > MAX_RATES_BYTES)
    throw new Fault('rates_invalid', `${name}: expected at most ${MAX_RATES_BYTES} bytes, got ${bytes.length}`);
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new Fault('rates_invalid', `${name}: expected JSON in UTF-8, got something else`, { cause });
  }
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('rates_invalid', `${name}: ${fault}`);
  // The schema was checked in the line above.
  return value as Rates;
}
