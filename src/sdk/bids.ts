// A bid as its bidder seals it: the ledger gets the commitment alone; bid and salt stay here until it is opened.

import type { BidContent } from '#contracts/sourcing/records.ts';
import { base64url, fromHex } from '#core/bytes.ts';
import { commit } from '#vault/commitment.ts';
import type { Client } from './client.ts';

/** What the bidder keeps: lose it, and the bid cannot be opened. */
export type SealedBid = {
  readonly rfq: string;
  readonly bid: string;
  readonly content: BidContent;
  readonly salt: string;
};

/** Seals a bid of this client's member for one request. @returns what `sealBid` takes, and what `openBid` will take */
export function sealBid(
  client: Client,
  rfq: string,
  content: BidContent,
): { readonly commitment: string; readonly sealed: SealedBid } {
  const place = {
    ledger: client.transport.ledgerId,
    contract: 'sourcing',
    field: 'bid',
    owner: client.member,
    nonce: rfq,
  };
  const { hash, salt } = commit(place, { ...content });
  const sealed = { rfq, bid: `${rfq}:${client.member}`, content, salt: base64url(salt) };
  return { commitment: base64url(fromHex(hash)), sealed };
}
