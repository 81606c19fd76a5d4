// The terms that a data folder lacks: samples/default-terms.json. Each one that is used is printed as assumed.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Conditions, Milestone } from '#contracts/procurement/records.ts';
import { Fault } from '#core/fault.ts';
import {
  Cents,
  Currency,
  compile,
  Decimal,
  integer,
  list,
  object,
  oneOf,
  type Static,
  Type,
  text,
} from '#core/schema.ts';

const Terms = object({
  currency: Currency,
  unitPriceCents: Cents,
  royaltyCents: Cents,
  licenceDays: integer(1, 3650),
  gapLimitMs: integer(1, 86_400_000),
  stlUnit: oneOf('micron', 'millimeter', 'centimeter', 'inch', 'foot', 'meter'),
  neededInDays: integer(1, 3650),
  /** The most that the buyer pays for a unit. */
  reserveUnitPriceCents: Cents,
  /** What the platform's operator takes of an order. */
  feeBasisPoints: integer(0, 1000),
  conditions: Conditions,
  milestones: list(Milestone, 12, 1),
  deliveryPlace: text(200),
  terms: list(
    object({
      name: text(80),
      measure: Type.Optional(text(120)),
      unit: Type.Optional(text(24)),
      limit: Type.Optional(Decimal),
      evidenceSource: Type.Optional(text(120)),
    }),
    40,
  ),
});

/** Terms of trade that a folder of files cannot say. */
export type Terms = Static<typeof Terms>;

/** Reads the default terms. @throws Fault `terms_invalid` */
export function readTerms(): Terms {
  const path = fileURLToPath(new URL('../../samples/default-terms.json', import.meta.url));
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const fault = compile(Terms).firstError(value);
  if (fault !== undefined) throw new Fault('terms_invalid', `samples/default-terms.json: ${fault}`);
  // The schema was checked in the line above.
  return value as Terms;
}
