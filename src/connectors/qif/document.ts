// What a QIF results file says, as plain records: nothing computed, nothing repaired, numbers as the text they were
// written in. Absent stays absent: a missing unit of measure, serial number or limit is undefined, never a guess.

/** A unit of measure as declared: `mm`, what it is in SI, and the factor to it (a decimal string). */
export type UnitOfMeasure = { readonly name: string; readonly siName?: string; readonly factor?: string };

/**
 * Limits as written. `limits` are absolute, `deviations` need the nominal, a `zone` is the width of a tolerance zone,
 * `none` says that the file gives no limit, `unclear` that it gives numbers without saying which of the first two.
 */
export type WrittenLimit =
  | { readonly form: 'limits' | 'deviations' | 'unclear'; readonly min?: string; readonly max?: string }
  | { readonly form: 'zone'; readonly width: string }
  | { readonly form: 'none' };

/** One characteristic: an item of the file with the nominal and the definition that it points to. */
export type Characteristic = {
  readonly id: string;
  /** `Diameter`, `Position`: the element's name without `CharacteristicItem`. */
  readonly kind: string;
  readonly name?: string;
  readonly designator?: string;
  readonly nominalId?: string;
  readonly definitionId?: string;
  /** TargetValue of the nominal. */
  readonly nominal?: string;
  readonly limit: WrittenLimit;
  /** `NONE`, `MAXIMUM` or `LEAST`: with the last two a zone may be wider than written. */
  readonly materialCondition?: string;
  /** Name of the unit of measure; undefined where the file declares none for this kind. */
  readonly unitOfMeasure?: string;
  /** Line of the item in the file. */
  readonly line: number;
};

/** One measured value. `status` is the file's own verdict as written: PASS, FAIL, UNDEFINED ... */
export type Measurement = {
  readonly id: string;
  readonly kind: string;
  readonly characteristicId?: string;
  readonly value?: string;
  readonly unitOfMeasure?: string;
  readonly status?: string;
  readonly line: number;
};

/** An actual component: its serial number and the file's own verdict on it. */
export type Component = { readonly id: string; readonly serial?: string; readonly status?: string };

/** One measured thing: a plate. `status` is the file's own verdict on it. */
export type MeasuredUnit = {
  readonly resultsId: string;
  /** The actual components that the results point to; more than one where the file says so. */
  readonly components: readonly Component[];
  /** The one serial number that its components carry; undefined where they carry none or several. */
  readonly serial?: string;
  readonly status?: string;
  readonly measurements: readonly Measurement[];
  readonly line: number;
};

/** A QIF 2 or 3 results document (ISO 23952). */
export type QifDocument = {
  readonly version: string;
  readonly qpId?: string;
  readonly createdAt?: string;
  readonly application?: string;
  readonly organization?: string;
  readonly standard?: string;
  /** By QIF's name of the quantity: `LinearUnit`, `AngularUnit`. Empty where the file declares none. */
  readonly unitsOfMeasure: ReadonlyMap<string, UnitOfMeasure>;
  readonly characteristics: ReadonlyMap<string, Characteristic>;
  readonly units: readonly MeasuredUnit[];
  /** Components that no measurement results point to. */
  readonly unmeasuredComponents: readonly Component[];
};
