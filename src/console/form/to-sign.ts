// From a filled-in form to the sheets that are signed: texts and files are sealed, then registered and stored where they are
// not yet, then the action is signed with what lets others read them.

import {
  type ContractInterface,
  Fault,
  type FileOnItsWay,
  type JsonObject,
  layBidKey,
  layKey,
  ownFile,
  type Progress,
  sourcingInterface,
} from '#sdk/index.ts';
import type { Me } from '../session/open-session.ts';
import type { Round } from '../signing/rounds.ts';
import { formTexts } from '../texts/form.ts';
import { ADD_FILE } from './action-fields.ts';
import { sealedBid } from './bids.ts';
import { type Enclosures, enclose, toGrant, toRegister } from './enclosures.ts';
import type { FormField } from './form-fields.ts';

/** A form that was filled in. */
export type FilledIn = {
  readonly me: Me;
  readonly contract: ContractInterface;
  readonly name: string;
  readonly fields: readonly FormField[];
  readonly input: JsonObject;
  /** Actors that may read what is enclosed. */
  readonly readers: readonly string[];
  readonly enclosures: Enclosures;
};

/** A sheet, what the next one is, and the input that is signed at last. */
export type ToSign = { readonly round: Round; next?(): Promise<ToSign>; readonly input: JsonObject };

/** The first sheet. @throws as Client.prepare, `reader_has_no_key`, and Fault of the node */
export async function toSign(form: FilledIn): Promise<ToSign> {
  const { me, contract, name, fields, enclosures } = form;
  const composed =
    `${contract.name}.${name}` === 'sourcing.sealBid'
      ? await sealedBid(me, form.input)
      : { input: form.input, files: [], keep: () => {} };
  const enclosed = await enclose(me, enclosures, { contract: contract.name, fields, input: composed.input });
  const files = [...composed.files, ...enclosed.files];
  const { input } = enclosed;
  const open = files.filter((file) => !enclosures.stored.has(file));
  const statements = await toRegister(me, open);
  const store = (onProgress?: (progress: Progress) => void) => storeAll(enclosures, open, onProgress);
  const last = (at: number) => mainRound({ ...form, input }, { files, keep: composed.keep, at });
  if (`${contract.name}.${name}` === ADD_FILE) {
    if (files.length === 0) throw new Fault('file_gone', 'the file is no longer in this page');
    // What registers it is the action itself. Where that stands already, as after an answer that never came, the file is
    // still to be stored.
    const explains = statements.length > 0 ? formTexts.addFile : formTexts.storeAgain;
    return { round: { statements, at: 1, of: 1, explains, finish: store }, input };
  }
  if (statements.length > 0) {
    const round: Round = { statements, at: 1, of: 2, explains: formTexts.store, finish: store };
    return { round, next: () => last(2), input };
  }
  await store();
  return last(1);
}

type Last = { readonly files: readonly FileOnItsWay[]; readonly at: number; keep(): void };

async function mainRound(form: FilledIn, { files, keep, at }: Last): Promise<ToSign> {
  const { me, contract, name, input, readers } = form;
  const [main, grants] = await Promise.all([
    // Its type was read from the same schema.
    me.client.prepare(contract, name, input as never),
    toGrant(me, files, readers),
  ]);
  const round: Round = {
    ...{ statements: [main, ...grants], at, of: at },
    begin: async () => {
      keep();
      // Nothing remains to be done once the action stands: a connection that is lost then loses no reader's key.
      for (const { file } of files) for (const reader of readers) await layKey(me.client, file, reader);
      await KEYS_BESIDE[`${contract.name}.${name}`]?.(me, input);
    },
  };
  return { round, input };
}

async function storeAll(
  { stored }: Enclosures,
  files: readonly FileOnItsWay[],
  onProgress?: (progress: Progress) => void,
): Promise<void> {
  for (const file of files) {
    await file.share(onProgress === undefined ? {} : { onProgress });
    stored.add(file);
  }
}

/** Keys that go with a statement and not into it, laid before it: what the ledger allows, the vault must be able to do. */
const KEYS_BESIDE: { readonly [action: string]: (me: Me, input: JsonObject) => Promise<unknown> } = {
  'sourcing.handOver': async ({ client, keys }, { bid, reader }) =>
    layBidKey(client, keys.readerKey, await client.need(sourcingInterface, 'bid', String(bid)), String(reader)),
  'sharing.grantAccess': async ({ client, keys }, { blob, reader }) =>
    layKey(client, await ownFile(client, keys.readerKey, String(blob)), String(reader)),
  'sourcing.giveFiles': async ({ client, keys }, { rfq, reader }) => {
    const { files = [] } = await client.need(sourcingInterface, 'rfq', String(rfq));
    for (const blob of files) await layKey(client, await ownFile(client, keys.readerKey, blob), String(reader));
  },
};
