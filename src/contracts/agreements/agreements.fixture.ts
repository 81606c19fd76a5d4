// acme has agreements with borealis and carter for blanks, delta certifies them and issues the euro.

import type { Later } from '#contracts/items/items.fixture.ts';
import { typeId } from '#contracts/items/items.fixture.ts';
import { funded } from '#contracts/procurement/procurement.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

export const DAY_MS = 86_400_000;
export const HASH = 'A'.repeat(43);
export const UNTIL_MS = START_MS + 300 * DAY_MS;

/** delta certifies a supplier. */
export const certify = (member: string): Step => ({
  by: 'delta/quality',
  action: 'membership.issueCredential',
  input: { subject: member, kind: 'ISO 9001', validFromMs: START_MS, validUntilMs: UNTIL_MS, evidence: HASH },
});
/** delta takes the certificate back. */
export const revoke =
  (member: string): Later =>
  (world) => {
    const held = world.all('membership/credential').find(({ subject }) => subject === member);
    return { by: 'delta/quality', action: 'membership.revokeCredential', input: { id: String(held?.id) } };
  };
const issue: Step = {
  by: 'delta/finance',
  action: 'accounts.issue',
  input: { to: 'acme/EUR', amountCents: 9_900_000, reference: 'more' },
};

/** acme proposes to a seller: ten at 100.00, from fifty on at 90.00. */
export function propose(seller: string, more: JsonObject = {}): Later {
  return (world) => ({
    by: 'acme/buyer',
    action: 'agreements.propose',
    input: {
      seller,
      itemType: typeId(world, 'PLATE-1'),
      unit: 'EUR',
      prices: [
        { fromQuantity: 1, unitPriceCents: 10_000 },
        { fromQuantity: 50, unitPriceCents: 9_000 },
      ],
      mostPerOrder: 60,
      mostInTotal: 200,
      leadDays: 10,
      certificates: [{ kind: 'ISO 9001', issuers: ['delta'] }],
      untilMs: UNTIL_MS,
      order: { deliveryPlace: HASH, terms: [], assumed: [], payment: 'hold' },
      ...more,
    },
  });
}

/** The id of a seller's agreement. */
export function agreementId(world: World, seller: string): string {
  return String(world.all('agreements/agreement').find((one) => one.seller === seller)?.id ?? 'agreement-none');
}
/** A step on a seller's agreement. */
export const onAgreement =
  (by: string, action: string, seller: string, more: JsonObject = {}): Later =>
  (world) => ({ by, action: `agreements.${action}`, input: { agreement: agreementId(world, seller), ...more } });
/** acme calls off. */
export const callOff = (quantity: number, by = 'acme/buyer', days = 10): Later => {
  return (world) =>
    onAgreement(by, 'callOff', 'borealis', { quantity, neededByMs: world.timeMs + days * DAY_MS })(world);
};

const account: Step = { by: 'carter/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } };
export const proposed = [...funded, issue, account, certify('borealis'), certify('carter'), propose('borealis')];
export const live = [...proposed, onAgreement('borealis/sales', 'agree', 'borealis')];
/** Carter's is dearer. */
const dearer = { prices: [{ fromQuantity: 1, unitPriceCents: 10_500 }] };
export const both = [...live, propose('carter', dearer), onAgreement('carter/sales', 'agree', 'carter')];

/** acme's rule: below twenty, order thirty. */
export function setRule(more: JsonObject = {}): Later {
  return (world) => ({
    by: 'acme/buyer',
    action: 'agreements.setRule',
    input: {
      itemType: typeId(world, 'PLATE-1'),
      minimum: 20,
      orderQuantity: 30,
      leastUnitPriceCents: 8_000,
      mostUnitPriceCents: 11_000,
      agreements: [agreementId(world, 'borealis'), agreementId(world, 'carter')],
      mostPerPeriod: 60,
      periodMs: 30 * DAY_MS,
      ...more,
    },
  });
}
export const ruled = [...both, setRule()];

/** The id of the only rule. */
export const ruleId = (world: World): string => String(world.all('agreements/rule')[0]?.id ?? 'rule-none');
/** Someone of acme reports the stock. */
export const report = (quantity: number, by = 'acme/logistics', action = 'reportStock'): Later => {
  return (world) => ({ by, action: `agreements.${action}`, input: { rule: ruleId(world), quantity } });
};
/** acme decides on the last shortage. */
export const decide = (verdict: 'order' | 'dismiss'): Later => {
  return (world) => {
    const waiting = world.all('agreements/shortage').find(({ state }) => state === 'awaitsDecision');
    const shortage = String((waiting ?? world.all('agreements/shortage')[0])?.id ?? 'shortage-none');
    return { by: 'acme/buyer', action: 'agreements.decideShortage', input: { shortage, verdict, reason: HASH } };
  };
};
/** The mandate of acme's agent. */
export const mandate = (what: string, mostEach: number, mostPerPeriod: number): Step => ({
  by: 'acme/admin',
  action: 'membership.setMandate',
  input: {
    actor: 'acme/agent',
    mandate: [{ what, unit: 'EUR', mostEach, mostPerPeriod, periodMs: 300 * DAY_MS, untilMs: UNTIL_MS }],
  },
});
