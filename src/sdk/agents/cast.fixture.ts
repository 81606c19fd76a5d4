// The three agents of the market, each with one memory, by the lines of what they decide.

import { buyOnce } from './buyer.ts';
import type { Need } from './buying-policy.ts';
import { all, HOUR_MS, lineOf, type Market, policyWith, rulesWith } from './market.fixture.ts';
import { BriefMemory } from './memory.ts';
import type { PriceRules } from './price-rules.ts';
import { sellOnce } from './seller.ts';

/** acme's agent and those of the shops. */
export type Cast = { buy(): Promise<readonly string[]>; sell(member: string): Promise<readonly string[]> };

/** Opens their memories. */
export async function cast(
  market: Market,
  rules: { readonly [member: string]: PriceRules },
  changes: Parameters<typeof policyWith>[1] = {},
  needs: readonly Need[] = [market.need('4711')],
): Promise<Cast> {
  const memories = new Map(['acme', 'borealis', 'carter'].map((member) => [member, new BriefMemory()]));
  const policy = policyWith(market.itemType, changes);
  return {
    buy: async () => {
      const desk = await market.desk('acme/agent', memories.get('acme'));
      return (await all(buyOnce(desk, { policy, needs }))).map(lineOf);
    },
    sell: async (member) => {
      const desk = await market.desk(`${member}/agent`, memories.get(member));
      return (await all(sellOnce(desk, { rules: rules[member] ?? rulesWith() }))).map(lineOf);
    },
  };
}

/** Plays until the agent is to award. */
export async function awarding({ clock }: Market, { buy, sell }: Cast, hours = 3): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    await buy();
    for (const member of ['borealis', 'carter']) await sell(member);
    clock.nowMs += HOUR_MS;
  }
}
