// Joins each characteristic item of a QIF file with its nominal and its definition: what is to be measured, its nominal
// value and its limits as written. Where a link is broken or the kinds differ, the limits are unknown, not borrowed.

import type { XmlElement } from '../xml/read-xml.ts';
import type { Characteristic, UnitOfMeasure, WrittenLimit } from './document.ts';
import { childAt, kindOf, optional, textAt } from './element.ts';

type Lists = {
  readonly definitions: ReadonlyMap<string, XmlElement>;
  readonly nominals: ReadonlyMap<string, XmlElement>;
  readonly items: ReadonlyMap<string, XmlElement>;
};
type UnitsOfMeasure = ReadonlyMap<string, UnitOfMeasure>;

const ANGLES = /^(Angle|AngleBetween|AngleFrom|AngularCoordinate|UserDefinedAngular)$/;
// Kinds whose values are no length, or of which QIF leaves the quantity open.
const OTHER_QUANTITIES = /^(UserDefined(?!Linear)|Thread|Weld|SpotWeld|SurfaceTexture|ConicalTaper|FlatTaper)/;

/** Each item by id. */
export function joinCharacteristics(lists: Lists, units: UnitsOfMeasure): ReadonlyMap<string, Characteristic> {
  return new Map([...lists.items].map(([id, item]) => [id, characteristic(id, item, lists, units)]));
}

/** Name of the unit of measure: the value's own attribute, else what the file declares for this kind of quantity. */
export function unitOfMeasureFor(
  kind: string,
  value: XmlElement | undefined,
  units: UnitsOfMeasure,
): string | undefined {
  if (ANGLES.test(kind)) return value?.attributes.get('angularUnit') ?? units.get('AngularUnit')?.name;
  if (OTHER_QUANTITIES.test(kind)) return undefined;
  return value?.attributes.get('linearUnit') ?? units.get('LinearUnit')?.name;
}

function characteristic(id: string, item: XmlElement, lists: Lists, units: UnitsOfMeasure): Characteristic {
  const kind = kindOf(item);
  const nominalId = textAt(item, 'CharacteristicNominalId');
  const nominal = sameKind(kind, lists.nominals.get(nominalId ?? ''));
  const definitionId = nominal && textAt(nominal, 'CharacteristicDefinitionId');
  const definition = sameKind(kind, lists.definitions.get(definitionId ?? ''));
  const target = nominal && childAt(nominal, 'TargetValue');
  const limit = definition && childAt(definition, 'Tolerance');
  const valued = childAt(limit ?? item, 'MaxValue') ?? childAt(limit ?? item, 'MinValue') ?? target;
  const unit = unitOfMeasureFor(kind, valued, units);
  // Deviations in one unit and the nominal in another do not add up to limits.
  const mixed = target !== undefined && unitOfMeasureFor(kind, target, units) !== unit;
  const written = definition === undefined ? ({ form: 'none' } as const) : writtenLimit(definition);
  return {
    id,
    kind,
    ...optional('name', textAt(item, 'Name')),
    ...optional(
      'designator',
      textAt(item, 'KeyCharacteristic', 'Designator') ?? textAt(item, 'CharacteristicDesignator', 'Designator'),
    ),
    ...optional('nominalId', nominalId),
    ...optional('definitionId', definitionId),
    ...optional('nominal', target?.text === '' ? undefined : target?.text),
    limit: mixed && written.form === 'deviations' ? { ...written, form: 'unclear' } : written,
    ...optional('materialCondition', definition && textAt(definition, 'MaterialCondition')),
    ...optional('unitOfMeasure', unit),
    line: item.line,
  };
}

function sameKind(kind: string, element: XmlElement | undefined): XmlElement | undefined {
  return element !== undefined && kindOf(element) === kind ? element : undefined;
}

function writtenLimit(definition: XmlElement): WrittenLimit {
  const width = textAt(definition, 'ToleranceValue');
  if (width !== undefined) return { form: 'zone', width };
  const tolerance = childAt(definition, 'Tolerance');
  const min = tolerance && textAt(tolerance, 'MinValue');
  const max = tolerance && textAt(tolerance, 'MaxValue');
  if (tolerance === undefined || (min === undefined && max === undefined)) return { form: 'none' };
  const asLimit = textAt(tolerance, 'DefinedAsLimit');
  const form =
    asLimit === 'true' || asLimit === '1'
      ? 'limits'
      : asLimit === 'false' || asLimit === '0'
        ? 'deviations'
        : 'unclear';
  return { form, ...optional('min', min), ...optional('max', max) };
}
