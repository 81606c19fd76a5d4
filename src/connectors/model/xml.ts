// XML of a package part, read as a stream: UTF-8 only, no document type (so no entities of the file's own), bounded depth.

import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Fault } from '#core/fault.ts';
import { MAX_3MF_DEPTH } from '../limits.ts';
import { type ArchiveEntry, inflateEntry } from './archive.ts';

/** An element with resolved namespaces. */
export type Element = SaxesTagNS;

/** Called in document order. `place` is "part:line". */
export type ElementHandler = {
  readonly open: (element: Element, place: string) => void;
  readonly close: (element: Element) => void;
};

/** @throws Fault `xml_encoding`, `xml_doctype`, `xml_too_deep`, `xml_invalid`, what the archive or the handler throws */
export function readXml(entry: ArchiveEntry, handler: ElementHandler): void {
  const parser = new SaxesParser({ xmlns: true, position: true, fileName: entry.name });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const place = () => `${entry.name}:${parser.line}`;
  let depth = 0;
  parser.on('doctype', () => {
    throw new Fault('xml_doctype', `3MF: ${place()}: expected no document type, got one`);
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw notUtf8(place(), encoding.slice(0, 40));
  });
  parser.on('error', (cause) => {
    throw new Fault('xml_invalid', `3MF: expected well-formed XML, got ${cause.message}`, { cause });
  });
  parser.on('opentag', (element) => {
    depth++;
    if (depth > MAX_3MF_DEPTH) {
      throw new Fault(
        'xml_too_deep',
        `3MF: ${place()}: expected at most ${MAX_3MF_DEPTH} levels of elements, got more`,
      );
    }
    handler.open(element, place());
  });
  parser.on('closetag', (element) => {
    depth--;
    handler.close(element);
  });
  inflateEntry(entry, (piece) => parser.write(decode(decoder, piece, place)));
  parser.write(decode(decoder, undefined, place));
  parser.close();
}

function decode(decoder: TextDecoder, piece: Uint8Array | undefined, place: () => string): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw notUtf8(place(), 'other bytes');
  }
}

function notUtf8(place: string, came: string): Fault {
  return new Fault('xml_encoding', `3MF: ${place}: expected UTF-8, got ${came}`);
}
