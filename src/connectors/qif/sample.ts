// Writes small QIF results files for the tests of this folder: QIF 2.1 or 3.0, as the two versions name things.

import { utf8 } from '#core/bytes.ts';

/** `tolerance` is the XML of the definition; `nominal` undefined gives none. */
type SampleCharacteristic = {
  readonly kind: string;
  readonly name: string;
  readonly nominal?: string;
  readonly tolerance: string;
};

/** Values by characteristic name, `[value, status]`; an undefined value gives none. */
export type SampleUnit = {
  readonly serial?: string;
  readonly status?: string;
  readonly values: readonly (readonly [name: string, value: string | undefined, status: string])[];
};

/** A whole file. `fileUnits` is the XML of FileUnits. */
export type Sample = {
  readonly version?: '2.1.0' | '3.0.0';
  readonly fileUnits?: string;
  readonly characteristics: readonly SampleCharacteristic[];
  readonly units: readonly SampleUnit[];
};

/** Millimetres and degrees, declared. */
export const MILLIMETRES =
  '<FileUnits><PrimaryUnits><AngularUnit><SIUnitName>radian</SIUnitName><UnitName>degree</UnitName></AngularUnit>' +
  '<LinearUnit><SIUnitName>meter</SIUnitName><UnitName>mm</UnitName><UnitConversion><Factor>0.001</Factor></UnitConversion></LinearUnit></PrimaryUnits></FileUnits>';

/** Absolute limits. */
export function limits(min: string, max: string): string {
  return `<Tolerance><MaxValue>${max}</MaxValue><MinValue>${min}</MinValue><DefinedAsLimit>true</DefinedAsLimit></Tolerance>`;
}

/** Deviations from the nominal. */
export function deviations(min: string, max: string): string {
  return limits(min, max).replace('true', 'false');
}

/** A tolerance zone. */
export function zone(width: string, materialCondition = 'NONE'): string {
  return `<ToleranceValue>${width}</ToleranceValue><MaterialCondition>${materialCondition}</MaterialCondition>`;
}

/** The text of the file. */
export function sampleText({ version = '2.1.0', fileUnits = '', characteristics, units }: Sample): string {
  const measured = version === '3.0.0' ? 'Measurement' : 'Actual';
  const results = version === '3.0.0' ? 'Results' : 'MeasurementsResults';
  const namespace = `http://qifstandards.org/xsd/qif${version.slice(0, 1)}`;
  const each = (list: string, text: (one: SampleCharacteristic, index: number) => string) =>
    `<Characteristic${list}>${characteristics.map(text).join('\n')}</Characteristic${list}>`;
  const indexOf = (name: string) => characteristics.findIndex((one) => one.name === name);
  const values = (unit: SampleUnit, at: number) =>
    unit.values.map(([name, value, status], index) => {
      const element = `${characteristics[indexOf(name)]?.kind ?? 'Diameter'}Characteristic${measured}`;
      const valued = value === undefined ? '' : `<Value>${value}</Value>`;
      return `<${element} id="${10_000 * (at + 1) + index}"><Status><CharacteristicStatusEnum>${status}</CharacteristicStatusEnum></Status><CharacteristicItemId>${3000 + indexOf(name)}</CharacteristicItemId>${valued}</${element}>`;
    });
  return [
    `<QIFDocument versionQIF="${version}" xmlns="${namespace}"><QPId>q</QPId>${fileUnits}`,
    '<Characteristics>',
    each(
      'Definitions',
      ({ kind, tolerance }, i) =>
        `<${kind}CharacteristicDefinition id="${1000 + i}">${tolerance}</${kind}CharacteristicDefinition>`,
    ),
    each('Nominals', ({ kind, nominal }, i) => {
      const target = nominal === undefined ? '' : `<TargetValue>${nominal}</TargetValue>`;
      return `<${kind}CharacteristicNominal id="${2000 + i}"><CharacteristicDefinitionId>${1000 + i}</CharacteristicDefinitionId>${target}</${kind}CharacteristicNominal>`;
    }),
    each(
      'Items',
      ({ kind, name }, i) =>
        `<${kind}CharacteristicItem id="${3000 + i}"><Name>${name}</Name><CharacteristicNominalId>${2000 + i}</CharacteristicNominalId></${kind}CharacteristicItem>`,
    ),
    `</Characteristics><${results}><MeasurementResultsSet>`,
    ...units.map(
      (unit, at) =>
        `<MeasurementResults id="${4000 + at}"><MeasuredCharacteristics><Characteristic${measured}s>${values(unit, at).join('\n')}</Characteristic${measured}s></MeasuredCharacteristics>${unit.status === undefined ? '' : `<InspectionStatus><InspectionStatusEnum>${unit.status}</InspectionStatusEnum></InspectionStatus>`}<ActualComponentIds n="1"><Id>${5000 + at}</Id></ActualComponentIds></MeasurementResults>`,
    ),
    '</MeasurementResultsSet><ActualComponentSets><ActualComponentSet>',
    ...units.map(
      ({ serial }, at) =>
        `<ActualComponent id="${5000 + at}">${serial === undefined ? '' : `<SerialNumber>${serial}</SerialNumber>`}</ActualComponent>`,
    ),
    `</ActualComponentSet></ActualComponentSets></${results}></QIFDocument>`,
  ].join('\n');
}

/** The bytes of the file. */
export function sampleQif(sample: Sample): Uint8Array {
  return utf8(sampleText(sample));
}
