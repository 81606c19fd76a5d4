// From a laboratory's QIF file to what it signs: characteristics and values as written, nothing repaired. What could only
// be left out is a Fault.

import { base64url } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault } from '#core/fault.ts';
import type { Comparison } from './compare.ts';
import type { Characteristic, MeasuredUnit, QifDocument } from './document.ts';

/** Says of a value that its file gives no unit of measure, where its limit has one: the two cannot be compared. */
const NO_UNIT = 'not stated';

/** A results file as it was read. */
type ReadResults = { readonly document: QifDocument };

/** The input of `registerProgramme`'s characteristics. */
export function programmeOf({ document }: ReadResults) {
  return [...document.characteristics.values()].map((found) => ({
    id: found.id,
    kind: found.kind,
    ...(found.name === undefined ? {} : { name: found.name }),
    ...(found.nominal === undefined ? {} : { nominal: found.nominal }),
    ...limitOf(found),
    ...materialConditionOf(found),
    ...(found.unitOfMeasure === undefined ? {} : { unit: found.unitOfMeasure }),
  }));
}

function limitOf({ limit }: Characteristic) {
  if (limit.form === 'none') return { limitFrom: 'none' as const };
  if (limit.form === 'zone') return { limitFrom: 'zone' as const, upper: limit.width };
  const limitFrom = ({ limits: 'absolute', deviations: 'deviation', unclear: 'unclear' } as const)[limit.form];
  const { min, max } = limit;
  return { limitFrom, ...(min === undefined ? {} : { lower: min }), ...(max === undefined ? {} : { upper: max }) };
}

function materialConditionOf({ materialCondition }: Characteristic) {
  const known = ({ NONE: 'none', MAXIMUM: 'maximum', LEAST: 'least' } as const)[materialCondition ?? ''];
  return known === undefined ? {} : { materialCondition: known };
}

/** The values of one unit as `recordResults` takes them. */
export function valuesOf({ measurements }: MeasuredUnit, { document }: ReadResults) {
  return measurements.flatMap(({ characteristicId, value, status, unitOfMeasure }) => {
    if (characteristicId === undefined) return [];
    const own = document.characteristics.get(characteristicId)?.unitOfMeasure;
    return [
      {
        characteristic: characteristicId,
        ...(value === undefined ? {} : { value }),
        ...(unitOfMeasure === own ? {} : { unit: unitOfMeasure ?? NO_UNIT }),
        fileVerdict: verdictOf(status),
      },
    ];
  });
}

/**
 * A value that belongs to no characteristic could only be left out.
 * @param place stands before the line: the file's name and a colon, or nothing
 * @throws Fault `measurement_unclear`
 */
export function assertMeasurementsClear({ measurements }: MeasuredUnit, { document }: ReadResults, place = ''): void {
  for (const { characteristicId, kind, line } of measurements) {
    if (document.characteristics.get(characteristicId ?? '')?.kind === kind) continue;
    const text = `expected a value of one of the file's ${document.characteristics.size} characteristics and of its kind`;
    throw new Fault('measurement_unclear', `${place}line ${line}: ${text}, got ${kind}`);
  }
}

/** A verdict as a QIF file writes it. */
export function verdictOf(status: string | undefined): 'pass' | 'fail' | 'undefined' | 'none' {
  if (status === undefined) return 'none';
  return ({ PASS: 'pass', FAIL: 'fail' } as const)[status] ?? 'undefined';
}

/** SHA-256 of a results file, base64url. */
export function fileHash({ bytes }: { readonly bytes: Uint8Array }): string {
  return base64url(sha256(bytes));
}

/** The groups and labels of `signMapping`, from the comparison of both files. */
export function mappingOf({ groups }: Comparison, maker: ReadResults, buyer: ReadResults) {
  const ids = (found: readonly Characteristic[] | undefined): string[] => (found ?? []).map(({ id }) => id);
  const rows = groups.map(({ key, a, b }) => {
    const first = a?.characteristics[0] ?? b?.characteristics[0];
    const nominal = first?.nominal;
    return {
      name: key,
      kind: first?.kind ?? 'unknown',
      ...(nominal === undefined ? {} : { nominal }),
      seller: ids(a?.characteristics),
      buyer: ids(b?.characteristics),
    };
  });
  const grouped = new Set(rows.flatMap(({ seller }) => seller));
  const groupedByBuyer = new Set(rows.flatMap((row) => row.buyer));
  const labels = {
    seller: [...maker.document.characteristics.keys()].filter((id) => !grouped.has(id)),
    buyer: [...buyer.document.characteristics.keys()].filter((id) => !groupedByBuyer.has(id)),
  };
  return { groups: rows, labels };
}
