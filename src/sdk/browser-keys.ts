// An actor's keys in a browser: made by WebCrypto, not extractable, kept in this site's IndexedDB. Scripts of this site
// can use them and cannot take them out; whoever clears the site's data loses them, so a member enrols more than one
// administrator.

import { Fault } from '#core/fault.ts';
import { ActorId, compile } from '#core/schema.ts';
import { newReaderKey, readerPublicKey } from '#vault/reader-key.ts';
import { type ActorKeys, newSigningKey, signerOf } from './web-keys.ts';

const DATABASE = 'touchmark-keys';
const STORE = 'actors';
const checkActor = compile(ActorId);

type Kept = { readonly actor: string; readonly signing: CryptoKeyPair; readonly reading: CryptoKeyPair };

/** Makes an actor's keys and keeps them. @throws Fault `keys_exist`, `actor_invalid`, `browser_storage_failed` */
export async function makeKeys(actor: string): Promise<ActorKeys> {
  const error = checkActor.firstError(actor);
  if (error !== undefined) throw new Fault('actor_invalid', `expected an actor as member/name: ${error}`);
  const kept: Kept = { actor, signing: await newSigningKey('memory'), reading: await newReaderKey() };
  try {
    // `add` fails where there are keys: no two tabs make two sets, and none is ever replaced.
    await inStore('readwrite', (store) => store.add(kept));
  } catch (cause) {
    if (!(cause instanceof Fault) || !isConstraint(cause.cause)) throw cause;
    throw new Fault('keys_exist', `this browser has keys of ${actor} already`, { cause });
  }
  return keysOf(kept);
}

/** The keys of an actor that this browser has. @throws Fault `keys_unknown`, `browser_storage_failed` */
export async function openKeys(actor: string): Promise<ActorKeys> {
  // The store holds what makeKeys put there.
  const kept = (await inStore('readonly', (store) => store.get(actor))) as Kept | undefined;
  if (kept === undefined) throw new Fault('keys_unknown', `this browser has no keys of ${actor}`);
  return keysOf(kept);
}

/** Actors whose keys this browser has, sorted. */
export async function listKeys(): Promise<readonly string[]> {
  return (await inStore('readonly', (store) => store.getAllKeys())).map(String).sort();
}

/** Removes the keys of an actor from this browser, where there are some. They cannot be brought back. */
export async function removeKeys(actor: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(actor));
}

async function keysOf({ actor, signing, reading }: Kept): Promise<ActorKeys> {
  return {
    actor,
    signer: await signerOf(signing),
    readerKey: reading,
    encryptionKey: await readerPublicKey(reading),
  };
}

/** One transaction; resolves when it is kept. */
async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(failed(request.error ?? transaction.error));
    });
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = asked();
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'actor' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failed(request.error));
  });
}

/** Where site data is blocked, some browsers have no indexedDB, and some throw. */
function asked(): IDBOpenDBRequest {
  try {
    return indexedDB.open(DATABASE, 1);
  } catch (cause) {
    throw failed(cause);
  }
}

function isConstraint(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'ConstraintError';
}

function failed(cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : 'unknown';
  return new Fault('browser_storage_failed', `this browser's storage of keys failed: ${reason}`, { cause });
}
