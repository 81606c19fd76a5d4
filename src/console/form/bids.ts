// Bids as forms take them: sealed here from their price and date, and opened from what was kept. Where bids go to the
// buyer the opening lies in the vault; else in this browser, and whoever loses it forfeits its bond.

import {
  canonicalJson,
  type FileOnItsWay,
  type JsonObject,
  readBid,
  sealBid,
  sealForSharing,
  sourcingInterface,
} from '#sdk/index.ts';
import { keepOpeningForSure, keptOpening } from '../data/bid-openings.ts';
import { browserStore } from '../session/browser-store.ts';
import type { Me } from '../session/open-session.ts';

type Place = Pick<Me, 'client' | 'actor'>;

/** What `sealBid` takes, from what the bid says. @throws Fault of the vault where there is no reader key */
export async function sealedBid(
  me: Place,
  { content, rfq = '', acknowledged = 0 }: JsonObject,
): Promise<{ readonly input: JsonObject; readonly files: readonly FileOnItsWay[]; keep(): void }> {
  const id = String(rfq);
  const { toBuyer } = await me.client.need(sourcingInterface, 'rfq', id);
  // The form's schema is that of a bid's content.
  const { commitment, sealed } = sealBid(me.client, id, content as never);
  const { ledgerId: ledger } = me.client.transport;
  const keep = (): void => keepOpeningForSure(browserStore, me.actor, { ...sealed, ledger, commitment });
  const input = { rfq, acknowledged, commitment };
  if (toBuyer === undefined) return { input, files: [], keep };
  const bytes = new TextEncoder().encode(canonicalJson({ content: { ...sealed.content }, salt: sealed.salt }));
  const onItsWay = await sealForSharing(me.client, { name: 'bid.json', mediaType: 'application/json', bytes });
  return { input: { ...input, file: onItsWay.file.blob }, files: [onItsWay], keep };
}

/** Content and salt of a bid: from its file where it has one that this actor may open, else from this browser. */
export async function openingOfBid(me: Me, bid: JsonObject): Promise<JsonObject> {
  const { commitment, file } = bid;
  if (typeof commitment !== 'string') return {};
  if (typeof file === 'string') {
    const { content, salt } = await readBid(me.client, me.keys.readerKey, bid as never);
    return { content: { ...content }, salt };
  }
  const kept = keptOpening(browserStore, me.client.transport.ledgerId, me.actor, commitment);
  return kept === undefined ? {} : { content: { ...kept.content }, salt: kept.salt };
}
