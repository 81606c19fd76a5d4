// Requests in the states that tests begin with, and the steps that lead on from there.

import { type Later, registerType } from '#contracts/items/items.fixture.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { World } from '#test/world.ts';
import { at, award, bidId, HASH, market, open, priced, publish, rfqId, SEAL_UNTIL_MS, seal } from './market.fixture.ts';

export const cheap = priced(15_000);
export const dear = priced(18_000);
export const published = [...market, publish()];
export const sealed = [...published, seal('borealis', cheap), seal('carter', dear)];
export const opened = [...sealed, at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', dear)];
export const awarded = [...opened, award('borealis')];

export const POOL = { unit: 'CREDIT', amountCents: 101, capCents: 40 };
export const pooled = [...market, publish({ pool: POOL }), seal('borealis', cheap), seal('carter', dear)];
export const pooledOpened = [...pooled, at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', dear)];

/** The request has as many bidders as it takes. */
export const crowded: Later = (world) => {
  const id = rfqId(world);
  const tally = { ...world.get('sourcing/tally', id), bidders: 1000 };
  world.state.apply([
    { kind: 'sourcing/tally', id, before: world.state.get('sourcing/tally', id), after: canonicalJson(tally) },
  ]);
  return registerType('acme', 'BESIDE');
};
export const counterId = (world: World): string => String(world.all('sourcing/counter')[0]?.id ?? 'counter-none');
export const counter =
  (unitPriceCents: number, member = 'borealis'): Later =>
  (world) => ({
    by: 'acme/buyer',
    action: 'sourcing.counterOffer',
    input: { rfq: rfqId(world), bid: bidId(world, member), unitPriceCents },
  });
export const reply =
  (by: string, action: string): Later =>
  (world) => ({
    by,
    action: `sourcing.${action}`,
    input: { counter: counterId(world) },
  });
export const questionId = (world: World): string => String(world.all('sourcing/question')[0]?.id ?? 'question-none');
export const answer: Later = (world) => ({
  by: 'acme/buyer',
  action: 'sourcing.answer',
  input: { question: questionId(world), asked: HASH, answer: HASH },
});
export const revoke =
  (member: string): Later =>
  (world) => {
    const held = world.all('membership/credential').find(({ subject }) => subject === member);
    return { by: 'delta/quality', action: 'membership.revokeCredential', input: { id: String(held?.id) } };
  };
export const choose = onRfqBid('awardByChoice', { reason: HASH });

export function onRfqBid(action: string, more: Readonly<Record<string, string>>) {
  return (member: string): Later =>
    (world) => ({
      by: 'acme/buyer',
      action: `sourcing.${action}`,
      input: { rfq: rfqId(world), bid: bidId(world, member), ...more },
    });
}
