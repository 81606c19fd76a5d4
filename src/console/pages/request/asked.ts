// What a request asks of a shop, and by which rule it compares bids, as lines.

import { money } from '../../parts/amount.ts';
import type { TermValue } from '../../parts/order/terms.ts';
import type { Rfq } from '../../parts/request/facts.ts';
import { requestTexts } from '../../texts/requests.ts';

/** A line. */
export type AskedLine = { readonly label: string; readonly values: readonly TermValue[] };

const MICROMETRES = 1000;

/** What a shop must be able to do; what is not asked is not among the lines. */
export function shopLines({ requirement, trackRecord }: Rfq): readonly AskedLine[] {
  const { process, material, envelopeMicrometres: box, toleranceMicrometres, certificates, exportZones } = requirement;
  return [
    text(requestTexts.process, process),
    ...maybe(requestTexts.material, material),
    ...maybe(requestTexts.size, box && `${[box.x, box.y, box.z].map(millimetres).join(' × ')} mm`),
    ...maybe(requestTexts.tolerance, toleranceMicrometres === undefined ? undefined : `${toleranceMicrometres} µm`),
    text(requestTexts.hours, requestTexts.minutes(requirement.machineMinutes)),
    ...certificates.map(({ kind, issuers }) =>
      text(requestTexts.certificates, requestTexts.certificate(kind, issuers.join(', '))),
    ),
    ...maybe(requestTexts.zones, exportZones.length === 0 ? undefined : exportZones.join(', ')),
    ...maybe(
      requestTexts.record,
      trackRecord &&
        requestTexts.trackRecord(
          ...([trackRecord.months, trackRecord.orders] as const),
          ...([percent(trackRecord.inTimeBasisPoints), percent(trackRecord.acceptedBasisPoints)] as const),
        ),
    ),
  ];
}

/** How bids are compared, and what bidding costs. */
export function ruleLines(rfq: Rfq): readonly AskedLine[] {
  const { weights, reserveUnitPriceCents, bondCents, counterOffers, toBuyer, pool, nda, files, order } = rfq;
  const { price, time, shop } = weights;
  const { rounds, mostBasisPoints } = counterOffers;
  return [
    figure(requestTexts.reserve, money(reserveUnitPriceCents, order.unit)),
    text(requestTexts.weight, requestTexts.weights(percent(price), percent(time), percent(shop))),
    text(
      requestTexts.bond,
      bondCents === 0 ? requestTexts.bondNone : requestTexts.bondOf(money(bondCents, order.unit)),
    ),
    ...(toBuyer === undefined
      ? []
      : [
          {
            label: requestTexts.reads,
            values: [
              { as: 'party', id: toBuyer.reader },
              { as: 'text', text: requestTexts.readsOf },
            ] as const,
          },
        ]),
    text(
      requestTexts.counters,
      rounds === 0 ? requestTexts.countersNone : requestTexts.countersOf(rounds, percent(mostBasisPoints)),
    ),
    ...(pool === undefined ? [] : [figure(requestTexts.pool, money(pool.amountCents, pool.unit))]),
    ...(nda === undefined ? [] : [{ label: requestTexts.nda, values: [{ as: 'hash', hash: nda }] as const }]),
    ...maybe(requestTexts.files, files && requestTexts.filesOf(files.length)),
  ];
}

function text(label: string, words: string): AskedLine {
  return { label, values: [{ as: 'text', text: words }] };
}

function figure(label: string, words: string): AskedLine {
  return { label, values: [{ as: 'figure', text: words }] };
}

function maybe(label: string, words: string | undefined): readonly AskedLine[] {
  return words === undefined ? [] : [text(label, words)];
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100}\u2009%`;
}

/** Micrometres as millimetres, exactly. */
function millimetres(micrometres: number): string {
  const rest = micrometres % MICROMETRES;
  const whole = String(Math.floor(micrometres / MICROMETRES));
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
}
