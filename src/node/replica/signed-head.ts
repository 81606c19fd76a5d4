// A head that a node of the ledger signed, as it is kept: the note with the signatures of the genesis' nodes and no
// others, so that every byte of it counts.

import { fromBase64url } from '#core/bytes.ts';
import { originOf, verifyCheckpoint, verifyWholeCheckpoint } from '#core/checkpoint.ts';
import { Fault } from '#core/fault.ts';
import type { Genesis } from '#core/genesis.ts';
import { decodeNote, encodeNote, type NoteKey, type NoteSignature, verifyNote } from '#core/signed-note.ts';

/** A verified checkpoint. */
export type SignedHead = {
  readonly size: number;
  readonly root: Uint8Array;
  /** The note with the nodes' signatures alone. */
  readonly note: string;
  /** Names of the nodes that signed, as the genesis has them: `node origin`, `nodes origin, second`. */
  readonly by: string;
};

/** Which ledger a head must be of. */
export type Founding = { readonly genesis: Genesis; readonly ledgerId: string };

/** Reads a checkpoint, passing over signatures of others than the nodes. @throws as verifyCheckpoint, Fault `checkpoint_empty` */
export function readSignedHead(note: string, founding: Founding): SignedHead {
  const keys = nodeKeys(founding);
  const { checkpoint, signers } = verifyCheckpoint(note, { origin: originOf(founding.ledgerId), keys });
  if (checkpoint.size < 1) throw new Fault('checkpoint_empty', 'a checkpoint of 0 entries: a log has its genesis');
  const { text, signatures } = decodeNote(note);
  const lines = signers.flatMap((key) => lineOf(text, signatures, key));
  return {
    size: checkpoint.size,
    root: checkpoint.root,
    note: encodeNote({ text, signatures: lines }),
    by: names(signers),
  };
}

/** Reads a checkpoint as it was kept: a byte too many is refused. @throws as verifyWholeCheckpoint */
export function readKeptHead(note: string, founding: Founding): SignedHead {
  const keys = nodeKeys(founding);
  const { checkpoint, signers } = verifyWholeCheckpoint(note, { origin: originOf(founding.ledgerId), keys });
  return { size: checkpoint.size, root: checkpoint.root, note, by: names(signers) };
}

type NodeKey = NoteKey & { readonly node: string };

function nodeKeys({ genesis, ledgerId }: Founding): readonly NodeKey[] {
  const name = originOf(ledgerId);
  return genesis.body.nodes.map((node) => ({ name, node: node.name, publicKey: fromBase64url(node.checkpointKey) }));
}

/** The first line of a key: a second one says nothing more. */
function lineOf(text: string, signatures: readonly NoteSignature[], key: NodeKey): readonly NoteSignature[] {
  return signatures.filter((line) => verifyNote({ text, signatures: [line] }, [key]).length > 0).slice(0, 1);
}

function names(signers: readonly NodeKey[]): string {
  return `${signers.length === 1 ? 'node' : 'nodes'} ${signers.map(({ node }) => node).join(', ')}`;
}
