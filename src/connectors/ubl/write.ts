// Writes a record as a UBL 2.1 document: each element at its place in the schema's sequence. What the schema requires is
// for the caller to give; the tests hold what is written against the schemas of OASIS.

import { utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { CAC, CBC, DOCUMENTS, type DocumentName, namespaceOf, type UblDocument } from './documents.ts';
import { ATTRIBUTES, type Group, type Leaf, type Shape } from './shape.ts';

/** What XML 1.0 section 2.2 allows in a document. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** The document in UTF-8. @throws Fault `ubl_text_unfit` where a text has a character that XML cannot carry */
export function writeUbl<N extends DocumentName>(name: N, document: UblDocument<N>): Uint8Array {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${name} xmlns="${namespaceOf(name)}" xmlns:cac="${CAC}" xmlns:cbc="${CBC}">`,
    ...writeShape(DOCUMENTS[name], { ...document }, '  '),
    `</${name}>`,
  ];
  return utf8(`${lines.join('\n')}\n`);
}

function writeShape(shape: Shape, values: { readonly [name: string]: unknown }, indent: string): readonly string[] {
  return Object.entries(shape).flatMap(([name, field]) => {
    const value = values[name];
    if (value === undefined) return [];
    if (!('many' in field)) return writeOne(field, value, indent);
    return (value as readonly unknown[]).flatMap((one) => writeOne(field.many, one, indent));
  });
}

function writeOne(field: Leaf | Group, value: unknown, indent: string): readonly string[] {
  const { element } = field;
  if ('shape' in field) {
    const inner = writeShape(field.shape, Object(value), `${indent}  `);
    // An element without content is refused by some readers, and says nothing.
    return inner.length === 0 ? [] : [`${indent}<${element}>`, ...inner, `${indent}</${element}>`];
  }
  const [attribute, name] = ATTRIBUTES[field.leaf] ?? [];
  if (attribute === undefined || name === undefined)
    return [`${indent}<${element}>${escaped(String(value), element)}</${element}>`];
  const { value: text, [name]: kept } = Object(value);
  const given = kept === undefined ? '' : ` ${attribute}="${escaped(String(kept), element)}"`;
  return [`${indent}<${element}${given}>${escaped(String(text), element)}</${element}>`];
}

function escaped(text: string, element: string): string {
  if (!CHARACTERS.test(text)) {
    throw new Fault('ubl_text_unfit', `${element}: its text has a character that XML cannot carry`);
  }
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
