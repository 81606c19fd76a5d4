// What a bid is worth by the published rule, before it is sealed, and what stands in its way.

import { exclusionText, type Qualification } from '#sdk/index.ts';
import { grouped, money } from '../../parts/amount.ts';
import type { Rfq } from '../../parts/request/facts.ts';
import { bidTexts } from '../../texts/bids.ts';
import { compareTexts, faultText } from '../../texts/requests.ts';
import { type Offer, previewOf } from './model.ts';

type WorthProps = { readonly rfq: Rfq; readonly offer: Offer; readonly qualified: Qualification | undefined };

/** The box. */
export function Worth({ rfq, offer, qualified }: WorthProps) {
  const { totalCents, score, faults } = previewOf(rfq, offer, qualified?.scorePoints ?? 0);
  const lacks = qualified?.exclusions ?? [];
  return (
    <section className="bid-worth" aria-label={bidTexts.worth}>
      <p>
        <span className="cell-name">{bidTexts.total}</span>
        <strong className="mono number">{money(totalCents, rfq.order.unit)}</strong>
      </p>
      {faults.length > 0 ? (
        <p className="verdict verdict-bad" role="status">
          <strong>✕ {bidTexts.fault}</strong> {faults.map(faultText).join('; ')}.
        </p>
      ) : (
        <p>
          <span className="cell-name">{bidTexts.worth}</span>
          <strong>{bidTexts.points(grouped(score.points))}</strong>{' '}
          <span className="soft">
            {compareTexts.pointsOf(grouped(score.price), grouped(score.time), grouped(score.shop))}
          </span>
        </p>
      )}
      {qualified === undefined ? null : lacks.length > 0 ? (
        <p className="verdict verdict-bad" role="status">
          <strong>✕ {bidTexts.shopNot}</strong> {lacks.map(exclusionText).join('; ')}.
        </p>
      ) : (
        <p className="soft small">{bidTexts.shop(grouped(qualified.scorePoints))}</p>
      )}
    </section>
  );
}
