// Files of a request. What is asked, how much of it, of what and how large stands in the request, for all who may bid; the
// files go to readers of members that signed its non-disclosure agreement, by the buyer's signature for each. With the
// request every one of these grants ends, but for the winner's: nobody has to end them one by one.

import { grantFrom } from '#contracts/sharing/operations.ts';
import type { Static } from '#core/schema.ts';
import { asBuyer, type Ctx, forBidder, openRfq } from './request.ts';
import type { sourcingInterface } from './schema.ts';

type GiveInput = Static<(typeof sourcingInterface)['actions']['giveFiles']['input']>;

/** Action `giveFiles`. Refuses also as sharing does: with `reader_unknown`, `until_past`, `blob_erased`. */
export function giveFiles(ctx: Ctx, { rfq: id, reader, untilMs }: GiveInput) {
  const rfq = asBuyer(ctx, openRfq(ctx, id));
  const { files, nda, awardUntilMs } = rfq;
  if (files === undefined) return ctx.refuse('files_none', { rfq: id });
  if (ctx.timeMs >= awardUntilMs) return ctx.refuse('award_over', { awardUntilMs });
  const [member = ''] = reader.split('/');
  forBidder(ctx, rfq, member);
  if (nda !== undefined && ctx.get('nda', `${id}:${member}`) === undefined)
    return ctx.refuse('nda_missing', { member });
  for (const blob of files) ctx.call(grantFrom, { blob, reader, purpose: 'quote', untilMs, occasion: id });
  ctx.emit('filesGiven', { rfq: id, reader });
}
