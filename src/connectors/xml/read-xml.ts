// Reads XML 1.0 in UTF-8 as a stream and hands out only the elements that are asked for, each as a small tree.
// Nothing is fetched or expanded: a document type declaration is refused, so there are no entities beyond the five of
// XML 1.0 section 4.6. Memory is bounded by the limits, whatever the size of the file.

import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { Fault } from '#core/fault.ts';
import {
  MAX_XML_ATTRIBUTES,
  MAX_XML_BYTES,
  MAX_XML_DEPTH,
  MAX_XML_ELEMENTS,
  MAX_XML_NAME_CHARACTERS,
  MAX_XML_RECORD_ELEMENTS,
  MAX_XML_TEXT_CHARACTERS,
  MAX_XML_TOKEN_BYTES,
} from '../limits.ts';

const CHUNK_BYTES = 64 * 1024;

/** One element: local name, attributes by local name, own text without surrounding white space, children in order. */
export type XmlElement = {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  readonly children: readonly XmlElement[];
};

/** What a reader asks for. Paths are local names from the root, as `/QIFDocument/Product`. */
type XmlTaker = {
  /** True where the element with all below it is to be handed to `take`. */
  readonly wants: (path: string) => boolean;
  /** Called as each element that is not within a wanted one opens; its text and children are not known yet. */
  readonly opened: (path: string, element: XmlElement) => void;
  readonly take: (path: string, element: XmlElement) => void;
};

/** Bytes at once or as they arrive. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Reads the whole document.
 * @throws Fault `xml_encoding`, `xml_malformed`, `xml_doctype_refused`, `xml_too_large` (a limit was exceeded)
 */
export async function readXml(source: ByteSource, taker: XmlTaker): Promise<void> {
  const reader = new XmlReader(taker);
  if (source instanceof Uint8Array) reader.write(source);
  else for await (const chunk of source) reader.write(chunk);
  reader.end();
}

type OpenElement = {
  readonly path: string;
  readonly element: XmlElement & { text: string; readonly children: XmlElement[] };
  readonly kept: boolean;
};

class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #taker: XmlTaker;
  readonly #open: OpenElement[] = [];
  #bytes = 0;
  #quietBytes = 0;
  #elements = 0;
  #recordElements = 0;
  #attributes = 0;

  constructor(taker: XmlTaker) {
    this.#taker = taker;
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw new Fault('xml_malformed', `expected well-formed XML, got ${error.message}`, { cause: error });
    });
    parser.on('xmldecl', ({ encoding }) => this.#checkEncoding(encoding));
    parser.on('doctype', () => {
      throw this.#fault('xml_doctype_refused', 'expected no document type declaration, got <!DOCTYPE');
    });
    parser.on('opentagstart', () => {
      this.#attributes = 0;
    });
    parser.on('attribute', (attribute) => this.#checkAttribute(attribute.name, attribute.value));
    parser.on('opentag', (tag) => this.#openElement(tag));
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
    parser.on('closetag', () => this.#closeElement());
    parser.on('comment', () => this.#endToken());
    parser.on('processinginstruction', () => this.#endToken());
  }

  write(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MAX_XML_BYTES) throw this.#tooLarge(`${MAX_XML_BYTES} bytes`, 'more');
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      // The parser gathers a tag, text, comment or declaration in memory until it ends: stop before one is too long.
      this.#quietBytes += chunk.length;
      this.#parser.write(this.#decode(chunk, { stream: true }));
      if (this.#quietBytes > MAX_XML_TOKEN_BYTES)
        throw this.#tooLarge(`${MAX_XML_TOKEN_BYTES} bytes of one token`, 'more');
    }
  }

  end(): void {
    if (this.#bytes === 0) throw new Fault('xml_malformed', 'expected an XML document, got an empty file');
    this.#parser.write(this.#decode(new Uint8Array(0), { stream: false }));
    this.#parser.close();
  }

  #decode(chunk: Uint8Array, options: { readonly stream: boolean }): string {
    let text: string;
    try {
      text = this.#decoder.decode(chunk, options);
    } catch (cause) {
      throw this.#encodingFault('bytes that are not', cause);
    }
    if (text.includes('\0')) throw this.#encodingFault('a NUL character (UTF-16?)');
    return text;
  }

  #checkEncoding(encoding: string | undefined): void {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw this.#encodingFault(`encoding="${encoding}"`);
  }

  #checkAttribute(name: string, value: string): void {
    this.#attributes++;
    if (this.#attributes > MAX_XML_ATTRIBUTES)
      throw this.#tooLarge(`${MAX_XML_ATTRIBUTES} attributes of an element`, 'more');
    this.#checkName(name);
    if (value.length > MAX_XML_TEXT_CHARACTERS) {
      throw this.#tooLarge(`${MAX_XML_TEXT_CHARACTERS} characters in attribute ${name}`, `${value.length}`);
    }
  }

  #checkName(name: string): void {
    if (name.length > MAX_XML_NAME_CHARACTERS) {
      throw this.#tooLarge(`${MAX_XML_NAME_CHARACTERS} characters in a name`, `${name.length}`);
    }
  }

  #endToken(): void {
    this.#quietBytes = 0;
  }

  #openElement(tag: SaxesTagNS): void {
    this.#endToken();
    this.#checkName(tag.name);
    this.#elements++;
    if (this.#elements > MAX_XML_ELEMENTS) throw this.#tooLarge(`${MAX_XML_ELEMENTS} elements`, 'more');
    if (this.#open.length >= MAX_XML_DEPTH)
      throw this.#tooLarge(`nesting of ${MAX_XML_DEPTH}`, `<${tag.name}> below it`);
    const parent = this.#open.at(-1);
    const path = `${parent?.path ?? ''}/${tag.local}`;
    const kept = parent?.kept === true || this.#taker.wants(path);
    const element = {
      name: tag.local,
      namespace: tag.uri,
      line: this.#parser.line,
      attributes: attributesOf(Object.values(tag.attributes)),
      text: '',
      children: [],
    };
    if (!kept) this.#taker.opened(path, element);
    this.#recordElements = kept && parent?.kept === true ? this.#recordElements + 1 : 1;
    if (this.#recordElements > MAX_XML_RECORD_ELEMENTS) {
      throw this.#tooLarge(`${MAX_XML_RECORD_ELEMENTS} elements in one record`, 'more');
    }
    if (kept && parent?.kept === true) parent.element.children.push(element);
    this.#open.push({ path, element, kept });
  }

  #addText(text: string): void {
    this.#endToken();
    const top = this.#open.at(-1);
    if (top === undefined || !top.kept) return;
    if (top.element.text.length + text.length > MAX_XML_TEXT_CHARACTERS) {
      throw this.#tooLarge(`${MAX_XML_TEXT_CHARACTERS} characters in <${top.element.name}>`, 'more');
    }
    top.element.text += text;
  }

  #closeElement(): void {
    const closed = this.#open.pop();
    if (closed === undefined || !closed.kept) return;
    closed.element.text = trimXml(closed.element.text);
    if (this.#open.at(-1)?.kept !== true) this.#taker.take(closed.path, closed.element);
  }

  #fault(code: string, text: string, cause?: unknown): Fault {
    return new Fault(code, `line ${this.#parser.line}: ${text}`, { cause });
  }

  #encodingFault(got: string, cause?: unknown): Fault {
    return this.#fault('xml_encoding', `expected UTF-8, got ${got}`, cause);
  }

  #tooLarge(limit: string, got: string): Fault {
    return this.#fault('xml_too_large', `expected at most ${limit}, got ${got}`);
  }
}

/** By local names: one without a namespace is not hidden by another of the same name in one. */
function attributesOf(attributes: readonly SaxesAttributeNS[]): ReadonlyMap<string, string> {
  const plain = attributes.filter(({ prefix }) => prefix === '');
  const prefixed = attributes.filter(({ prefix }) => prefix !== '');
  return new Map([...prefixed, ...plain].map(({ local, value }) => [local, value]));
}

/** Without white space of XML 1.0 section 2.3 at either end; a long run of it costs linear time. */
function trimXml(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ' \t\r\n'.includes(text.charAt(start))) start++;
  while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
