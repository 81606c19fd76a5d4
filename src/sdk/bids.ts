// A bid as its bidder seals it: the ledger gets the commitment alone; bid and salt stay here until it is opened.

import type { BidContent } from '#contracts/sourcing/records.ts';
import { base64url, fromBase64url, fromHex, hex } from '#core/bytes.ts';
import { checkCommitment, commit } from '#vault/commitment.ts';
import type { Client } from './client.ts';

/** What the bidder keeps: lose it, and the bid cannot be opened. */
export type SealedBid = {
  readonly rfq: string;
  readonly bid: string;
  readonly content: BidContent;
  readonly salt: string;
};

/** What opens a bid. @param salt 32 bytes, base64url */
export type BidOpening = { readonly content: BidContent; readonly salt: string };

/** The bid as far as its two sides see it before it is opened. */
export type SealedOnLedger = { readonly rfq: string; readonly bidder: string; readonly commitment: string };

/** True where a bid was sealed as this opening says. @throws Fault `vault_salt_invalid`, `json_unsupported` */
export function opensBid(ledger: string, bid: SealedOnLedger, { content, salt }: BidOpening): boolean {
  const { rfq: nonce, bidder: owner, commitment } = bid;
  const place = { ledger, contract: 'sourcing', field: 'bid', owner, nonce };
  return checkCommitment(hex(fromBase64url(commitment)), place, { ...content }, fromBase64url(salt));
}

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
