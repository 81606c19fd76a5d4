// Claims against a plate of acme: the same words in each test that needs them.

import { changeState, itemId, type Later, plate, registerItem } from '#contracts/items/items.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import { LONGEST_MS } from './schema.ts';

/** When claims lapse where a test does not say: after 100 days. */
export const LAPSES_MS = START_MS + 100 * 86_400_000;

/** An action of accounts. */
export function booking(by: string, action: string, input: JsonObject): Step {
  return { by, action: `accounts.${action}`, input };
}

/** The id of the first asset. */
export function assetId(world: World): string {
  return String(world.all('claims/asset')[0]?.id ?? 'asset-none');
}

/** An action about the first asset. */
export function about(by: string, action: string, input: JsonObject = {}): Later {
  return (world) => ({ by, action: `claims.${action}`, input: { asset: assetId(world), ...input } });
}

/** acme lets its plate S1 back claims. */
export function propose(more: JsonObject = {}, by = 'acme/finance'): Later {
  return (world) => ({
    by,
    action: 'claims.propose',
    input: {
      item: itemId(world, 'S1'),
      valuer: 'borealis',
      unit: 'PLATECLAIM',
      payUnit: 'EUR',
      payCents: 10,
      lapsesAtMs: LAPSES_MS,
      ...more,
    },
  });
}

export const openAccount = (member: string, unit = 'PLATECLAIM') =>
  booking(`${member}/finance`, 'openAccount', { unit });
export const value = (valueCents: number, by = 'borealis/finance') => about(by, 'value', { valueCents });
export const issue = (claims: number, to = 'carter/PLATECLAIM', by = 'acme/finance') =>
  about(by, 'issue', { claims, to });
export const fund = (amountCents: number, from = 'acme/EUR', by = 'acme/finance') =>
  about(by, 'fund', { amountCents, from });
export const redeem = (claims: number, member = 'carter', to = `${member}/EUR`) =>
  about(`${member}/finance`, 'redeem', { claims, from: `${member}/PLATECLAIM`, to });

/** acme, carter and delta have accounts in EUR, acme with 1,000.00; acme has made the plate S1 and released it. */
export const ready: readonly (Step | Later)[] = [
  booking('delta/finance', 'createUnit', { code: 'EUR' }),
  ...['acme', 'carter', 'delta'].map((member) => openAccount(member, 'EUR')),
  booking('delta/finance', 'issue', { to: 'acme/EUR', amountCents: 100_000, reference: 'deposit-1' }),
  plate,
  registerItem('acme', 'PLATE-1', 'S1'),
  changeState('acme/quality', 'S1', 'released'),
];
/** Its claims are proposed; accounts for them are open. */
export const proposed = [...ready, propose(), ...['acme', 'carter', 'delta'].map((member) => openAccount(member))];
/** borealis values the plate at 50.00: at most 500 claims, of which carter gets 300. */
export const issued = [...proposed, value(5_000), issue(300)];
/** For all of them money is set aside, and the plate is free again. */
export const covered = [...issued, fund(3_000), about('acme/finance', 'close')];
/** acme reports the plate lost. */
export const reported = [...issued, about('acme/finance', 'reportLoss')];
/** Longer than claims run. */
export const TOO_LATE_MS = START_MS + LONGEST_MS + 1;
