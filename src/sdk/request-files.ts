// Files of a request for quotation: the buyer gives them to those who signed its non-disclosure agreement. The ledger says
// who may read and until when, and ends it with the request; the keys travel sealed to each reader, never through the log.

import { sharingInterface } from '#contracts/sharing/schema.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { Fault, isFault } from '#core/fault.ts';
import type { Client } from './client.ts';
import { encryptionKeyOf, layKey, type SharedFile } from './files.ts';

/** For whom, and until when at most. */
export type FilesOfRequest = { readonly rfq: string; readonly reader: string; readonly untilMs: number };

/** Who was given the files, and who could not be: an actor without an encryption key. */
export type FilesGiven = { readonly given: readonly string[]; readonly withoutKey: readonly string[] };

/**
 * Gives all files of a request to one reader, and lays the keys. A second call lays them anew and signs nothing.
 * @param files as shareFile or ownFile gave them: those that the request names
 * @throws Fault `files_differ`, `reader_has_no_key`, `record_unknown`, and the refusals of `sourcing.giveFiles`
 */
export async function giveFiles(
  buyer: Client,
  files: readonly SharedFile[],
  { rfq, reader, untilMs }: FilesOfRequest,
): Promise<void> {
  const { files: named = [] } = await buyer.need(sourcingInterface, 'rfq', rfq);
  const missing = named.find((blob) => !files.some((file) => file.blob === blob));
  if (missing !== undefined || files.length !== named.length)
    throw new Fault('files_differ', `${rfq}: expected its ${named.length} files, got ${files.length} or others`);
  await encryptionKeyOf(buyer, reader);
  const [first] = named;
  const grant = await buyer.get(sharingInterface, 'grant', `${first}:${reader}:quote`);
  const isGiven = grant?.state === 'live' && grant.occasion === rfq && grant.untilMs === untilMs;
  if (!isGiven) await buyer.do(sourcingInterface, 'giveFiles', { rfq, reader, untilMs });
  for (const file of files) await layKey(buyer, file, reader);
}

/** Gives the files of a request to each actor that signed its non-disclosure agreement. @throws as giveFiles */
export async function giveFilesToSigners(
  buyer: Client,
  files: readonly SharedFile[],
  { rfq, untilMs }: Omit<FilesOfRequest, 'reader'>,
): Promise<FilesGiven> {
  const signed = await buyer.list(sourcingInterface, 'nda', 'rfq', rfq);
  const given: string[] = [];
  const withoutKey: string[] = [];
  for (const { by: reader } of signed) {
    try {
      await giveFiles(buyer, files, { rfq, reader, untilMs });
      given.push(reader);
    } catch (error) {
      if (!isFault(error, 'reader_has_no_key')) throw error;
      withoutKey.push(reader);
    }
  }
  return { given, withoutKey };
}
