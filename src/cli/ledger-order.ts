// An order with all that its documents are made of, as one reader sees it: records, and from the log what no record keeps:
// when its seller answered, and each payment.

import type { LedgerOrder } from '#connectors/ubl/ledger-order.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { shippingInterface } from '#contracts/shipping/schema.ts';
import { isObject } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import type { EntriesAnswer, EntrySeen } from '#sdk/http-answers.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';
import { LIST_PAGE, ORDER_LOG_MOST, ORDER_SHIPMENTS_MOST } from './limits.ts';
import { indexBefore } from './log-search.ts';

type Logged = Pick<LedgerOrder, 'answered' | 'releases'>;

/**
 * Reads an order.
 * @param onProgress told how many statements were looked through
 * @throws Fault `record_unknown` where this reader sees no such order, `order_too_large`, `log_too_long`
 */
export async function ledgerOrder(
  client: Client<HttpTransport>,
  id: string,
  onProgress: (entries: number) => void,
): Promise<LedgerOrder> {
  const order = await client.need(procurementInterface, 'order', id);
  const shipments = await client.list(shippingInterface, 'shipment', 'order', id);
  if (shipments.length > ORDER_SHIPMENTS_MOST) {
    const text = `order ${id}: expected at most ${ORDER_SHIPMENTS_MOST} shipments, got ${shipments.length}`;
    throw new Fault('order_too_large', text);
  }
  const legs: LedgerOrder['legs'][number][] = [];
  for (const shipment of shipments)
    legs.push(...(await client.list(shippingInterface, 'leg', 'shipment', shipment.id)));
  const progress = await client.get(procurementInterface, 'progress', id);
  const money = await client.get(procurementInterface, 'money', id);
  return {
    ...(progress && { progress }),
    ...(money && { money }),
    ledger: client.transport.ledgerId,
    order,
    type: await client.need(itemsInterface, 'type', order.itemType),
    names: await namesOf(client, [order.buyer, order.seller, ...shipments.flatMap(({ route }) => route)]),
    revisions: await client.list(procurementInterface, 'revision', 'order', id),
    shipments,
    legs,
    receipts: await client.list(shippingInterface, 'receipt', 'order', id),
    acceptances: await client.list(shippingInterface, 'acceptance', 'order', id),
    items: await client.list(itemsInterface, 'item', 'order', id),
    ...(await logged(client.transport, id, { sinceMs: progress?.placedAtMs ?? 0, onProgress })),
  };
}

async function namesOf(client: Client, members: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(members)) {
    const member = await client.get(membershipInterface, 'member', id);
    if (member !== undefined) names.set(id, member.name);
  }
  return names;
}

async function logged(transport: HttpTransport, order: string, look: Look): Promise<Logged> {
  const steps = await stepsOf(transport, order, look);
  const answer = steps.find(({ name }) => name === 'orderAccepted' || name === 'orderDeclined');
  return {
    ...(answer && { answered: { atMs: answer.atMs, isAccepted: answer.name === 'orderAccepted' } }),
    releases: steps.flatMap(({ atMs, name, paidCents }) => (name === 'moneyReleased' ? [{ atMs, paidCents }] : [])),
  };
}

/** From which block time on the log is looked through. */
type Look = { readonly sinceMs: number; readonly onProgress: (entries: number) => void };
type Step = { readonly atMs: number; readonly name: string; readonly paidCents: number };

/** What procurement said of the order, in the order of the log. */
async function stepsOf(
  transport: HttpTransport,
  order: string,
  { sinceMs, onProgress }: Look,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  let count = 0;
  for (let after: number | undefined = await indexBefore(transport, sinceMs); after !== undefined; ) {
    const page: EntriesAnswer = await transport.entries(after, LIST_PAGE);
    steps.push(...page.items.flatMap((entry) => stepsIn(entry, order)));
    count += page.items.length;
    onProgress(count);
    if (count > ORDER_LOG_MOST)
      throw new Fault('log_too_long', `expected at most ${ORDER_LOG_MOST} statements to look through, got more`);
    if (page.next !== undefined && page.next <= after)
      throw new Fault('answer_invalid', `the node's answer does not go on: expected a page behind ${after}`);
    after = page.next;
  }
  return steps;
}

function stepsIn({ timeMs: atMs, events }: EntrySeen, order: string): readonly Step[] {
  return events.flatMap(({ contract, name, data }) => {
    const isOurs = contract === procurementInterface.name && isObject(data) && (data.id ?? data.order) === order;
    return isOurs ? [{ atMs, name, paidCents: Number(data.paidCents ?? 0) }] : [];
  });
}
