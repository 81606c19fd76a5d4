// The examples of OASIS and Peppol, read, written and read again; and what is written, held against the schemas of OASIS.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sharedData } from '#test/shared-data.ts';
import { DOCUMENTS, type DocumentName, type UblDocument } from './documents.ts';
import { readUbl } from './read.ts';
import { arbitraryDocument } from './ubl.fixture.ts';
import { writeUbl } from './write.ts';
import { assertValid, isToValidate } from './xmllint.fixture.ts';

const DATA = sharedData('ubl');

/** Lines, the total that is to be paid, and how many paths are not kept. */
const EXAMPLES: {
  readonly [file: string]: readonly [DocumentName, lines: number, total: string | undefined, unkept: number];
} = {
  'UBL-Invoice-2.1-Example.xml': ['Invoice', 5, '729', 69],
  'UBL-Order-2.1-Example.xml': ['Order', 2, '6225', 28],
  'UBL-OrderChange-2.1-Example.xml': ['OrderChange', 1, undefined, 11],
  'UBL-OrderResponse-2.1-Example.xml': ['OrderResponse', 2, undefined, 10],
  'UBL-Quotation-2.1-Example.xml': ['Quotation', 4, '247187.50', 12],
  'UBL-RequestForQuotation-2.1-Example.xml': ['RequestForQuotation', 4, undefined, 11],
  'peppol-UC1_Order.xml': ['Order', 3, '143.75', 6],
  'peppol-UC2_Order.xml': ['Order', 2, '875.00', 5],
  'peppol-UC3_Order.xml': ['Order', 1, '400', 4],
  'peppol-UC4_Order.xml': ['Order', 1, '55', 15],
  'peppol-UC5_Order.xml': ['Order', 3, '143.75', 6],
};

describe('the examples', { skip: DATA === undefined ? 'the examples are absent' : false }, () => {
  const files = DATA === undefined ? [] : readdirSync(join(DATA, 'examples')).sort();
  for (const file of files) {
    test(`${file} is read, and what is kept of it reads back the same`, async () => {
      const { name, document, unkeptCount } = await readUbl(readFileSync(join(DATA ?? '', 'examples', file)));
      const lines = 'lines' in document ? (document.lines?.length ?? 0) : 0;
      const total = 'total' in document ? document.total?.payable?.value : undefined;
      assert.deepEqual([name, lines, total, unkeptCount], EXAMPLES[file]);
      const again = await readUbl(writeUbl(name, document));
      assert.deepEqual(again.document, document);
      assert.equal(again.unkeptCount, 0);
    });
  }

  test('what is written of each example is valid against the schema of OASIS', async (t) => {
    if (!isToValidate(t)) return;
    const written = await Promise.all(
      files.map(async (file) => {
        const { name, document } = await readUbl(readFileSync(join(DATA ?? '', 'examples', file)));
        return { name, bytes: writeUbl(name, document), file };
      }),
    );
    for (const name of new Set(written.map((one) => one.name))) {
      assertValid(
        name,
        written.filter((one) => one.name === name).map(({ bytes }) => bytes),
      );
    }
  });

  for (const name of Object.keys(DOCUMENTS) as DocumentName[]) {
    test(`any ${name} that is written is valid against the schema of OASIS, and reads back the same`, async (t) => {
      if (!isToValidate(t)) return;
      const documents = fc.sample(arbitraryDocument(name), { numRuns: 40, seed: 21 });
      const written = documents.map((document) => writeUbl(name, document as UblDocument<typeof name>));
      assertValid(name, written);
      for (const [i, bytes] of written.entries()) assert.deepEqual((await readUbl(bytes)).document, documents[i]);
    });
  }
});
