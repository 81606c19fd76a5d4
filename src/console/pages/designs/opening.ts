// From a file to a drawn model: fetched and decrypted with the actor's key, or chosen from disk and held against the
// version's commitment where the actor has a key; then read by the worker.

import {
  assertCommitted,
  type Client,
  Fault,
  type HttpTransport,
  hex,
  isFault,
  openGranted,
  openingOfFile,
  sha256,
  sharingInterface,
  type Version,
} from '#sdk/index.ts';
import { askWorker, bytesOf } from '../../data/ask-worker.ts';
import type { Me } from '../../session/open-session.ts';
import type { ModelAnswer, ModelJob, ModelRead } from './model-messages.ts';

type File = Version['files'][number];
/** A model with what is known of its file. */
export type Opened = { readonly name: string; readonly read: ModelRead; readonly isChecked: boolean };

/** Opens a file that was granted to this actor, or that it shared. @throws as openGranted; `file_differs`, `model_not_read` */
export async function openFromVault(me: Me, version: Version, file: File, signal: AbortSignal): Promise<Opened> {
  const blob = blobOf(file);
  await assertSameFile(me, file, blob);
  const { bytes, name } = await openGranted(me.client, me.keys.readerKey, blob, { signal });
  return { name, read: await readModel({ name: file.name, bytes, unit: version.facts.unit }, signal), isChecked: true };
}

/** Reads a file from disk. @throws Fault `file_differs` where it is not the version's; `model_not_read` */
export async function openFromDisk(
  me: Me | undefined,
  version: Version,
  file: File,
  chosen: globalThis.File,
  signal: AbortSignal,
): Promise<Opened> {
  const bytes = await bytesOf(chosen);
  const known = me === undefined ? undefined : await openingKnown(me, file);
  if (me !== undefined && known !== undefined) {
    await assertSameFile(me, file, blobOf(file));
    assertCommitted(chosen.name, known, hex(sha256(bytes)));
  }
  // A copy may have another name; what it is read as follows from its own.
  const job = { name: chosen.name, bytes, unit: version.facts.unit };
  return { name: chosen.name, read: await readModel(job, signal), isChecked: known !== undefined };
}

/** True where a key of the file is kept for this actor. */
export async function mayOpen({ client, keys }: Me, { blob }: File): Promise<boolean> {
  return blob !== undefined && (await openingOrNothing(client, keys.readerKey, blob)) !== undefined;
}

async function openingKnown({ client, keys }: Me, { blob }: File) {
  return blob === undefined ? undefined : (await openingOrNothing(client, keys.readerKey, blob))?.opening;
}

/** What the vault does not give to this actor is nothing to it; every other fault is one. */
async function openingOrNothing(client: Client<HttpTransport>, readerKey: CryptoKeyPair, blob: string) {
  try {
    return await openingOfFile(client, readerKey, blob);
  } catch (error) {
    if (NOT_MINE.some((code) => isFault(error, code))) return undefined;
    throw error;
  }
}

const NOT_MINE = ['blob_not_granted', 'vault_key_unknown'];

/** The file in the vault is the one that the version names: its owner committed to the same bytes in both places. */
async function assertSameFile({ client }: Me, { name, commitment }: File, blob: string): Promise<void> {
  const own = await client.get(sharingInterface, 'blob', blob);
  const grants = own === undefined ? await client.list(sharingInterface, 'grant', 'hash', blob) : [];
  const found = own?.contentCommitment ?? grants.find(({ reader }) => reader === client.actor)?.contentCommitment;
  if (found === undefined || found === commitment) return;
  throw new Fault('file_differs', `${name}: the file in the vault is another than the version commits to`);
}

async function readModel(job: ModelJob, signal: AbortSignal): Promise<ModelRead> {
  const worker = new Worker(new URL('./model.worker.ts', import.meta.url), { type: 'module' });
  const answer = await askWorker<ModelJob, ModelAnswer>(worker, job, signal);
  if ('read' in answer) return answer.read;
  throw new Fault('model_not_read', answer.fault);
}

function blobOf({ name, blob }: File): string {
  if (blob === undefined) throw new Fault('blob_not_granted', `${name} lies in no vault`);
  return blob;
}
