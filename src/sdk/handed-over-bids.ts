// A bid that goes to the buyer: it lies sealed at the node from before the deadline, with its key at its bidder's; after
// the deadline the bidder lays a key for one actor of the buyer beside it. Its price stands on no ledger unless it is the
// best. What the bidder needs for that it finds again with its own reader key: nothing is lost with the computer.

import { BidContent } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { decodeJson, encodeJson } from '#core/canonical-json.ts';
import { Fault, isFault } from '#core/fault.ts';
import { compile, Hash, object } from '#core/schema.ts';
import { type BidOpening, opensBid, type SealedBid, type SealedOnLedger, sealBid } from './bids.ts';
import type { Client } from './client.ts';
import { layKey, openGranted, ownFile, shareFile } from './files.ts';

/** Bytes of a bid's file; one has less than a thousand. */
const BID_BYTES = 16_384;
const Opening = compile(object({ content: BidContent, salt: Hash }));

/** The bid as far as its two sides see it before it is opened. */
type Handed = SealedOnLedger & { readonly id: string; readonly file?: string };

/**
 * Seals a bid for a request whose bids go to the buyer, and stores its file at the node.
 * @returns what `sealBid` takes besides the addendum, and the bid as it will be opened
 * @throws Fault as shareFile
 */
export async function sealForBuyer(
  client: Client,
  rfq: string,
  content: BidContent,
): Promise<{ readonly commitment: string; readonly file: string; readonly sealed: SealedBid }> {
  const { commitment, sealed } = sealBid(client, rfq, content);
  const bytes = encodeJson({ content: { ...content }, salt: sealed.salt });
  const { blob } = await shareFile(client, { name: 'bid.json', mediaType: 'application/json', bytes });
  return { commitment, file: blob, sealed };
}

/**
 * Hands a bid of this client's member over, after the deadline for sealing. Repeated after a break-off it goes on.
 * @param readerKey of the actor that sealed it
 * @param reader an actor of the buyer with an encryption key; the one that the request names where absent
 * @throws Fault as layBidKey, `Client.do`
 */
export async function handOverBid(
  client: Client,
  readerKey: CryptoKeyPair,
  bid: Handed,
  reader?: string,
): Promise<void> {
  const to = await layBidKey(client, readerKey, bid, reader);
  await client.do(sourcingInterface, 'handOver', { bid: bid.id, reader: to });
}

/**
 * Lays the key of a bid's file for who is to read it, which it cannot before the bid is handed over: the key comes first,
 * so that the bid can be read once the ledger says so.
 * @returns the reader that `handOver` takes
 * @throws Fault `bid_file_missing`, and as ownFile
 */
export async function layBidKey(
  client: Client,
  readerKey: CryptoKeyPair,
  bid: Handed,
  reader?: string,
): Promise<string> {
  const file = await ownFile(client, readerKey, fileOf(bid));
  const to = reader ?? (await client.need(sourcingInterface, 'rfq', bid.rfq)).toBuyer?.reader;
  if (to === undefined)
    throw new Fault('bid_file_missing', `${bid.id}: its request takes no bids that are handed over`);
  await layKey(client, file, to);
  return to;
}

/**
 * Reads a bid that was handed over to this client's actor, or one that this actor sealed itself.
 * @returns the bid that was sealed: it is held against the commitment on the ledger
 * @throws Fault `bid_unreadable` where the file cannot be opened, holds no bid, or another than was sealed
 */
export async function readBid(reader: Client, readerKey: CryptoKeyPair, bid: Handed): Promise<BidOpening> {
  const opening = await openingIn(reader, readerKey, bid);
  if (opensBid(reader.transport.ledgerId, bid, opening)) return opening;
  throw new Fault('bid_unreadable', `${bid.id}: its file holds another bid than the one that was sealed`);
}

async function openingIn(reader: Client, readerKey: CryptoKeyPair, bid: Handed): Promise<BidOpening> {
  try {
    const { bytes } = await openGranted(reader, readerKey, fileOf(bid), { maxBytes: BID_BYTES });
    const opening: unknown = decodeJson(bytes);
    const error = Opening.firstError(opening);
    if (error !== undefined) throw new Fault('bid_unreadable', `${bid.id}: its file holds no bid: ${error}`);
    // The check above says so.
    return opening as BidOpening;
  } catch (cause) {
    // A node that does not answer says nothing of the bid.
    if (!isFault(cause) || !/^(vault|json|blob)_/.test(cause.code)) throw cause;
    throw new Fault('bid_unreadable', `${bid.id}: ${cause.message} (${cause.code})`, { cause });
  }
}

function fileOf({ id, file }: Handed): string {
  if (file === undefined) throw new Fault('bid_file_missing', `${id}: this bid was sealed without a file`);
  return file;
}
