// What a commitment says: the bid in figures, beside the commitment that was computed from it.

import { money } from '../../parts/amount.ts';
import { TermValueText } from '../../parts/order/term-value.tsx';
import type { Rfq } from '../../parts/request/facts.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { bidTexts } from '../../texts/bids.ts';
import type { Offer } from './model.ts';

type OfferBoxProps = { readonly rfq: Rfq; readonly offer: Offer; readonly commitment: string };

/** The box. */
export function OfferBox({ rfq, offer, commitment }: OfferBoxProps) {
  const { unitPriceCents, deliverByMs, validUntilMs } = offer;
  const { unit, quantity } = rfq.order;
  return (
    <dl className="facts bid-offer">
      <div>
        <dt>{bidTexts.price}</dt>
        <dd className="mono number">{money(unitPriceCents, unit)}</dd>
      </div>
      <div>
        <dt>{bidTexts.total}</dt>
        <dd className="mono number">
          {quantity} × {money(unitPriceCents, unit)} = {money(quantity * unitPriceCents, unit)}
        </dd>
      </div>
      <div>
        <dt>{bidTexts.deliver}</dt>
        <dd>
          <TermValueText value={{ as: 'time', timeMs: deliverByMs }} />
        </dd>
      </div>
      <div>
        <dt>{bidTexts.valid}</dt>
        <dd>
          <TermValueText value={{ as: 'time', timeMs: validUntilMs }} />
        </dd>
      </div>
      <div>
        <dt>{bidTexts.commitment}</dt>
        <dd>
          <ShortId id={commitment} />
        </dd>
      </div>
    </dl>
  );
}
