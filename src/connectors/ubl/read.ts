// Reads a UBL 2.1 document into a plain record. What the form does not name is not kept, and is listed by its path: it is
// never lost silently. Values stay the texts that the document wrote.

import { Fault } from '#core/fault.ts';
import { MAX_UBL_BYTES, MAX_UBL_LINES, MAX_UBL_UNKEPT } from '../limits.ts';
import { readXml, type XmlElement } from '../xml/read-xml.ts';
import { CAC, CBC, DOCUMENTS, type DocumentName, namespaceOf, type UblDocument } from './documents.ts';
import { ATTRIBUTES, type Field, type Group, type Leaf, type RecordOf, type Shape } from './shape.ts';

/** Forms of documents, by the names of their root elements. */
type Forms = { readonly [name in DocumentName]?: Shape };

/** What of a document was not kept. */
export type Unkept = {
  /** Paths of elements and attributes that are not kept, each with its line; the first thousand. */
  readonly unkept: readonly { readonly path: string; readonly line: number }[];
  /** How many there are. */
  readonly unkeptCount: number;
};
/** A document with what of it was not kept. */
export type ReadUbl = Unkept & { readonly name: DocumentName; readonly document: UblDocument };

/**
 * Reads a document of any of the eight kinds.
 * @throws Fault `ubl_too_large`, `ubl_root_unknown`, `ubl_namespace_wrong`, `ubl_value_invalid`, and those of readXml
 */
export async function readUbl(bytes: Uint8Array): Promise<ReadUbl> {
  const { name, document, twice: _, ...unkept } = await readForms(bytes, DOCUMENTS);
  // The form of this name was read.
  return { name, document: document as UblDocument, ...unkept };
}

/** Reads a document by one of these forms: what the form does not name is not kept. @throws as readUbl */
export async function readForms<F extends Forms>(
  bytes: Uint8Array,
  forms: F,
): Promise<
  Unkept & {
    readonly name: DocumentName;
    readonly document: RecordOf<NonNullable<F[keyof F & DocumentName]>>;
    /** The first element that the form has once and the document twice: the first of them is kept. */
    readonly twice: { readonly path: string; readonly line: number } | undefined;
  }
> {
  if (bytes.length > MAX_UBL_BYTES) {
    throw new Fault('ubl_too_large', `expected at most ${MAX_UBL_BYTES} bytes, got ${bytes.length}`);
  }
  let root: XmlElement | undefined;
  const children: XmlElement[] = [];
  await readXml(bytes, {
    wants: (path) => path.split('/').length === 3,
    opened: (_, element) => {
      root ??= element;
    },
    take: (_, element) => {
      if (children.length >= MAX_UBL_LINES) {
        throw new Fault('ubl_too_large', `line ${element.line}: expected at most ${MAX_UBL_LINES} parts, got more`);
      }
      children.push(element);
    },
  });
  if (root === undefined) throw new Fault('ubl_root_unknown', 'expected a UBL document, got no element');
  const { name, form } = formOf(root, forms);
  const left = new Left();
  // The form of this name was read.
  const document = readShape(form, children, `/${name}`, left) as RecordOf<NonNullable<F[keyof F & DocumentName]>>;
  return { name, document, unkept: left.listed, unkeptCount: left.count, twice: left.twice };
}

class Left {
  readonly listed: { readonly path: string; readonly line: number }[] = [];
  count = 0;
  /** The first that the form has once and the document again: which of both is meant, it does not say. */
  twice: { readonly path: string; readonly line: number } | undefined;

  add(path: string, line: number): void {
    this.count++;
    if (this.listed.length < MAX_UBL_UNKEPT) this.listed.push({ path, line });
  }
}

function formOf(
  { name, namespace, line }: XmlElement,
  forms: Forms,
): { readonly name: DocumentName; readonly form: Shape } {
  const known = Object.keys(forms).find((one): one is DocumentName => one === name);
  const form = known === undefined ? undefined : forms[known];
  if (known === undefined || form === undefined) {
    throw new Fault('ubl_root_unknown', `line ${line}: expected ${Object.keys(forms).join(', ')}, got ${name}`);
  }
  if (namespace === namespaceOf(known)) return { name: known, form };
  throw new Fault('ubl_namespace_wrong', `line ${line}: ${name}: expected ${namespaceOf(known)}, got ${namespace}`);
}

function readShape(shape: Shape, children: readonly XmlElement[], path: string, left: Left): object {
  const names = new Map(Object.entries(shape).map(([name, field]) => [elementOf(field), { name, field }]));
  const found: Record<string, unknown> = {};
  for (const child of children) {
    const own = `${path}/${child.name}`;
    const known = names.get(qualified(child));
    const isTaken = known !== undefined && Object.hasOwn(found, known.name) && !('many' in known.field);
    if (known === undefined || isTaken) {
      left.add(own, child.line);
      if (isTaken) left.twice ??= { path: own, line: child.line };
      continue;
    }
    const { name, field } = known;
    const value = readOne('many' in field ? field.many : field, child, own, left);
    // A part of which nothing is kept is none: what was in it is listed.
    if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) continue;
    if ('many' in field) found[name] = [...((found[name] as unknown[] | undefined) ?? []), value];
    else found[name] = value;
  }
  return found;
}

function readOne(field: Leaf | Group, element: XmlElement, path: string, left: Left): unknown {
  if ('shape' in field) {
    for (const name of element.attributes.keys()) listAttribute(element, name, path, left);
    if (element.text !== '') left.add(`${path}/text()`, element.line);
    return readShape(field.shape, element.children, path, left);
  }
  for (const child of element.children) left.add(`${path}/${child.name}`, child.line);
  checkValue(field, element, path);
  const [attribute, name] = ATTRIBUTES[field.leaf] ?? [];
  for (const given of element.attributes.keys()) if (given !== attribute) listAttribute(element, given, path, left);
  if (attribute === undefined || name === undefined) return element.text;
  const kept = element.attributes.get(attribute);
  if (field.leaf === 'amount' && !/^[A-Z]{3}$/.test(kept ?? '')) {
    throw invalid(element, path, 'an amount with its currencyID', kept ?? 'none');
  }
  return { value: element.text, ...(kept === undefined ? {} : { [name]: kept }) };
}

function listAttribute({ line }: XmlElement, name: string, path: string, left: Left): void {
  // What declares a namespace says nothing of the document.
  if (name !== 'xmlns') left.add(`${path}/@${name}`, line);
}

const FORMS: { readonly [leaf in Leaf['leaf']]?: readonly [RegExp, string] } = {
  date: [/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d\d:\d\d)?$/, 'a date like 2026-03-31'],
  time: [/^([01]\d|2[0-4]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/, 'a time like 12:30:00'],
  indicator: [/^(true|false|1|0)$/, 'true or false'],
  quantity: [/^[+-]?(\d{1,18}(\.\d{0,12})?|\.\d{1,12})$/, 'a decimal number'],
  amount: [/^[+-]?(\d{1,18}(\.\d{0,12})?|\.\d{1,12})$/, 'a decimal number'],
};

function checkValue({ leaf }: Leaf, element: XmlElement, path: string): void {
  const form = FORMS[leaf];
  if (form !== undefined && !form[0].test(element.text)) throw invalid(element, path, form[1], element.text);
}

function invalid({ line }: XmlElement, path: string, expected: string, got: string): Fault {
  return new Fault(
    'ubl_value_invalid',
    `line ${line}: ${path}: expected ${expected}, got ${JSON.stringify(got.slice(0, 80))}`,
  );
}

function elementOf(field: Field): string {
  return 'many' in field ? field.many.element : field.element;
}

/** With the prefixes that the forms are written in. */
function qualified({ name, namespace }: XmlElement): string {
  if (namespace === CAC) return `cac:${name}`;
  return namespace === CBC ? `cbc:${name}` : `{${namespace}}${name}`;
}
