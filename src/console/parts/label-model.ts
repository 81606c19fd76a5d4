// What stands on the label of an item: the address that its codes open, who gets there, and what each code holds.

import { type Passport, passportPath } from '#sdk/index.ts';

/** What is needed of an item for its label; `code` as in its passport: `gtin/serial`. */
export type Labelled = Pick<Passport, 'item' | 'name' | 'partNumber' | 'number' | 'code'>;
/** Who can open the address: others; this computer alone; whoever gets to the address of this page. */
export type Reach = 'others' | 'here' | 'unsaid';
/** The label. */
export type LabelContent = {
  readonly address: string;
  readonly reach: Reach;
  /** A Data Matrix of a GS1 element string where the serial number fits in one, else of the address. */
  readonly matrix: { readonly kind: 'gs1datamatrix' | 'datamatrix'; readonly text: string };
};

/** AI 21 of GS1 General Specifications 3.5.2: up to 20 of character set 82; brackets would be read as another AI here. */
const SERIAL = /^[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;
/** Names of this computer. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** @param publicAddress by which the node says that others reach it @param origin of this page */
export function labelOf(labelled: Labelled, publicAddress: string | undefined, origin: string): LabelContent {
  const base = publicAddress ?? origin;
  const address = `${base}${passportPath(labelled)}`;
  const isHere = LOOPBACK.test(new URL(base).hostname);
  const reach = isHere ? 'here' : publicAddress === undefined ? 'unsaid' : 'others';
  const [gtin = '', serial = ''] = labelled.code === undefined ? [] : splitCode(labelled.code);
  const isElement = SERIAL.test(serial);
  const matrix = isElement
    ? ({ kind: 'gs1datamatrix', text: `(01)${gtin}(21)${serial}` } as const)
    : ({ kind: 'datamatrix', text: address } as const);
  return { address, reach, matrix };
}

function splitCode(code: string): readonly [string, string] {
  const at = code.indexOf('/');
  return [code.slice(0, at), code.slice(at + 1)];
}
