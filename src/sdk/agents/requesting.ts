// The request that a buying agent publishes for a need: from its policy, the need, and what the ledger shows of the
// approved shops. Pure. It asks nobody for a bid that it could not award.

import { rank, type ShopFacts } from '#contracts/capacity/match.ts';
import type { Requirement } from '#contracts/capacity/records.ts';
import type { sourcingInterface } from '#contracts/sourcing/schema.ts';
import type { Static } from '#core/schema.ts';
import { timeOf } from '../field-value.ts';
import { timesCents } from './amounts.ts';
import type { BuyingPolicy, Need, PolicyPart } from './buying-policy.ts';
import { exclusionText, moneyText, type Reason, reason } from './decision.ts';
import { beyond, type Mandate } from './mandate.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What `publishRfq` takes. */
export type RequestInput = Static<(typeof sourcingInterface)['actions']['publishRfq']['input']>;

/** What a request is made from. */
export type Requesting = {
  readonly policy: BuyingPolicy;
  readonly need: Need;
  readonly mandate: Mandate;
  /** Of the approved shops. */
  readonly shops: readonly ShopFacts[];
  readonly nowMs: number;
  /** Who reads bids that go to the buyer. */
  readonly reader: string;
};

/** The request; or why a person must see to the need. */
export function requestFor(
  asked: Requesting,
): { readonly input: RequestInput; readonly reasons: readonly Reason[] } | { readonly open: readonly Reason[] } {
  const { policy, need } = asked;
  const part = policy.parts.find(({ itemType }) => itemType === need.itemType);
  if (part === undefined) return { open: [reason('part_unknown', `the policy has no part ${need.itemType}`)] };
  const beyondPolicy = outside(asked, part);
  if (beyondPolicy.length > 0) return { open: beyondPolicy };
  const requirement = requirementOf(part, need);
  const { qualified, excluded } = rank(requirement, asked.shops);
  const ranked = qualified.map((shop) =>
    reason('shop_qualifies', `${shop.member}: ${shop.scorePoints} points, number ${shop.rank}`),
  );
  const why = excluded.map(({ member, exclusions }) =>
    reason('shop_excluded', `${member}: ${exclusions.map(exclusionText).join('; ')}`),
  );
  const { leastBids } = policy.limits;
  const few = `${qualified.length} approved shops qualify, the policy asks for ${leastBids} bids`;
  if (qualified.length < leastBids) return { open: [...ranked, ...why, reason('shops_few', few)] };
  const invited = qualified.slice(0, policy.mostInvited).map(({ member }) => member);
  const input = inputOf(asked, { part, requirement, invited });
  const short = unawardable(asked, input);
  return short.length > 0 ? { open: short } : { input, reasons: [...ranked, ...why] };
}

function outside({ policy, need, nowMs }: Requesting, { reserveUnitPriceCents }: PolicyPart): readonly Reason[] {
  const { limits, unit } = policy;
  const total = timesCents(need.quantity, reserveUnitPriceCents);
  const lastMs = timesOf(policy, nowMs).awardUntilMs + policy.times.leastLeadDays * DAY_MS;
  return [
    ...(need.quantity > limits.mostQuantity
      ? [reason('quantity_large', `${need.quantity} units; the policy goes to ${limits.mostQuantity}`)]
      : []),
    ...(total > limits.mostOrderCents
      ? [
          reason(
            'order_large',
            `up to ${moneyText(total, unit)}; the policy goes to ${moneyText(limits.mostOrderCents, unit)}`,
          ),
        ]
      : []),
    ...(lastMs > need.neededByMs
      ? [
          reason(
            'need_near',
            `it is needed by ${timeOf(need.neededByMs)}; a request of this policy takes until ${timeOf(lastMs)}`,
          ),
        ]
      : []),
  ];
}

/** Why the agent could not publish, or not award what it published. */
function unawardable({ mandate, nowMs }: Requesting, input: RequestInput): readonly Reason[] {
  const { order, reserveUnitPriceCents, awardUntilMs } = input;
  const { unit } = order;
  const amount = timesCents(order.quantity, reserveUnitPriceCents);
  return [
    ...beyond(mandate, { what: 'sourcing.publishRfq', unit, amount: 0 }, nowMs),
    ...beyond(mandate, { what: 'sourcing.award', unit, amount }, awardUntilMs),
  ];
}

function requirementOf({ requirement, setUpMinutes, minutesPerUnit }: PolicyPart, need: Need): Requirement {
  const { quantity, neededByMs } = need;
  return { ...requirement, machineMinutes: setUpMinutes + quantity * minutesPerUnit, neededByMs };
}

function inputOf(
  { policy, need, nowMs, reader }: Requesting,
  {
    part,
    requirement,
    invited,
  }: { readonly part: PolicyPart; readonly requirement: Requirement; readonly invited: string[] },
): RequestInput {
  const { itemType, quantity, neededByMs, deliveryPlace } = need;
  const { unit, weights, bondCents, toBuyer, nda, trackRecord } = policy;
  const { contestUntilMs, ...times } = timesOf(policy, nowMs);
  return {
    order: { ...part.order, itemType, quantity, unit, neededByMs, deliveryPlace },
    requirement,
    reserveUnitPriceCents: part.reserveUnitPriceCents,
    weights,
    ...times,
    ...(toBuyer ? { toBuyer: { contestUntilMs, reader } } : {}),
    bondCents,
    invited,
    ...(nda === undefined ? {} : { nda }),
    ...(part.files === undefined ? {} : { files: part.files }),
    ...(trackRecord === undefined ? {} : { trackRecord }),
    counterOffers: { rounds: 0, mostBasisPoints: 0 },
  };
}

function timesOf({ times, toBuyer }: BuyingPolicy, nowMs: number) {
  const sealUntilMs = nowMs + times.sealMinutes * MINUTE_MS;
  const openUntilMs = sealUntilMs + times.openMinutes * MINUTE_MS;
  const contestUntilMs = openUntilMs + (toBuyer ? times.contestMinutes * MINUTE_MS : 0);
  return { sealUntilMs, openUntilMs, contestUntilMs, awardUntilMs: contestUntilMs + times.awardMinutes * MINUTE_MS };
}
