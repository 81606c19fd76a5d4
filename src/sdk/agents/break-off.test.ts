// An agent whose node breaks off while it signs: nothing becomes two, and nothing is lost.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { HttpFault } from '../http-port.ts';
import type { Transport } from '../transport.ts';
import type { AgentDesk } from './act.ts';
import { buyOnce } from './buyer.ts';
import { all, lineOf, type Market, newMarket, policyWith, rulesWith } from './market.fixture.ts';
import { BriefMemory } from './memory.ts';
import { sellOnce } from './seller.ts';

let market: Market | undefined;
afterEach(async () => {
  await market?.[Symbol.asyncDispose]();
  market = undefined;
});

for (const when of ['before', 'after'] as const)
  test(`a node that breaks off ${when} it has a statement makes one request of a need, and one bid`, async () => {
    market = await newMarket();
    const [acme, carter] = [new BriefMemory(), new BriefMemory()];
    const options = { policy: policyWith(market.itemType), needs: [market.need('4711')] };
    const broken = await breaking(market, 'acme/agent', acme, when);
    await assert.rejects(all(buyOnce(broken, options)), { code: 'node_unreachable' });
    const again = (await all(buyOnce(await market.desk('acme/agent', acme), options))).map(lineOf);
    assert.deepEqual(again, ['did publishRfq', 'waits sealing_runs']);
    assert.equal((await market.client('acme/buyer').list(sourcingInterface, 'rfq', 'buyer', 'acme')).length, 1);
    const rules = rulesWith();
    // Its third statement: the first registers the file of the bid.
    const cut = await breaking(market, 'carter/agent', carter, when, 1);
    await assert.rejects(all(sellOnce(cut, { rules })), { code: 'node_unreachable' });
    const resumed = (await all(sellOnce(await market.desk('carter/agent', carter), { rules }))).map(lineOf);
    assert.deepEqual(resumed, ['did sealBid', 'waits sealing_runs']);
    const [bid] = await market.client('carter/sales').list(sourcingInterface, 'bid', 'bidder', 'carter');
    assert.equal(bid?.changes, 0);
  });

/** A desk whose node breaks off at one statement, before or after the ledger took it. */
async function breaking(
  market: Market,
  actor: string,
  memory: BriefMemory,
  when: 'before' | 'after',
  at = 0,
): Promise<AgentDesk> {
  const desk = await market.desk(actor, memory);
  const { transport } = desk.client;
  let sent = 0;
  const submit: Transport['submit'] = async (statement) => {
    const isCut = sent++ === at;
    const done = isCut && when === 'before' ? undefined : await transport.submit(statement);
    if (isCut || done === undefined)
      throw new HttpFault('node_unreachable', 'cut', { status: undefined, isUncertain: true });
    return done;
  };
  const client = market.client(actor, { ...transport, submit });
  return { ...desk, client };
}
