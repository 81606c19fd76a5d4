// `touchmark ubl`: the UBL documents of an order that is on the ledger, in a new folder, and what none of them says.

import { resolve } from 'node:path';
import { documentsOf } from '#connectors/ubl/ledger-documents.ts';
import { writeUbl } from '#connectors/ubl/write.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { connectToSign } from '../connection.ts';
import { readDeliveryPlace } from '../delivery-place.ts';
import { EXIT, type Io } from '../io.ts';
import { ledgerOrder } from '../ledger-order.ts';
import { assertNew, writeNewFolder } from '../new-file.ts';
import { jsonLine } from '../print.ts';

/** Writes an order's documents. @returns 0 @throws those of ledgerOrder, readDeliveryPlace, documentsOf, writeUbl and writeNewFolder */
export async function runUbl(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('ubl', args);
  const id = needed(positionals[0], 'the order’s id');
  const path = resolve(io.cwd, needed(values.out, '--out <folder>'));
  assertNew(path);
  await using reading = await connectToSign(values, io, { confirm: 'never' });
  const seen = await ledgerOrder(reading.client, id, (count) => io.progress(`${count} statements looked through`));
  io.progress('');
  const placeFile = values['delivery-place'];
  const deliveryPlace = placeFile && readDeliveryPlace(io.cwd, placeFile, seen.order.deliveryPlace);
  const { documents, unsaid } = documentsOf({ ...seen, ...(deliveryPlace && { deliveryPlace }) });
  const files = new Map(documents.map(({ file, name, document }) => [file, writeUbl(name, document)]));
  await writeNewFolder(path, files);
  if (values.json === true) {
    io.out(jsonLine({ order: id, path, documents: documents.map(({ file, name }) => ({ file, name })), unsaid }));
    return EXIT.ok;
  }
  io.out(`${documents.length} documents of ${plainWord(id)} are in ${path}`);
  for (const { file, name } of documents) io.out(`  ${file}: ${name}`);
  io.out('None of them says:');
  for (const one of unsaid) io.out(`  ${one}`);
  return EXIT.ok;
}
