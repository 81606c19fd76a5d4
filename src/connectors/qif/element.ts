// Small questions to an element of a QIF file. Absent stays absent.

import { Fault } from '#core/fault.ts';
import type { XmlElement } from '../xml/read-xml.ts';

const KIND = /^([A-Za-z0-9]+)Characteristic(Definition|Nominal|Item|Actual|Measurement)$/;

/** `DiameterCharacteristicItem` is of kind `Diameter`. @throws Fault `qif_element_unknown` */
export function kindOf(element: XmlElement): string {
  const kind = KIND.exec(element.name)?.[1];
  if (kind !== undefined) return kind;
  throw new Fault('qif_element_unknown', `line ${element.line}: expected a characteristic, got <${element.name}>`);
}

/** Text of the element that names lead to; undefined where it is absent or empty. */
export function textAt(element: XmlElement, ...names: readonly string[]): string | undefined {
  const text = childAt(element, ...names)?.text;
  return text === '' ? undefined : text;
}

/** The element that names lead to. */
export function childAt(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  let at: XmlElement | undefined = element;
  for (const name of names) at = at?.children.find((child) => child.name === name);
  return at;
}

/** The `id` attribute. @throws Fault `qif_id_missing` */
export function idOf(element: XmlElement): string {
  const id = element.attributes.get('id');
  if (id !== undefined && id !== '') return id;
  throw new Fault('qif_id_missing', `line ${element.line}: expected an id on <${element.name}>, got none`);
}

/** `{ [key]: value }`, or nothing where the value is absent: absent stays absent. */
export function optional<K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]?: string }); // one key of type K
}
