// Filling up stock: a reading below the minimum opens one order, at the first approved supplier that fits, with the
// reason for each; while that shortage is open no reading opens another. Where none fits, a person decides.

import { orderOf } from '#contracts/procurement/operations.ts';
import {
  type Ctx,
  callOff,
  costOf,
  DAY_MS,
  hindrance,
  knownAgreement,
  lapsed,
  priceAt,
  type ReadCtx,
} from './calling-off.ts';
import type { Agreement, Rule, Shortage, Tried } from './schema.ts';

type Report = { readonly rule: string; readonly quantity: number };
/** Orders that are not at their end. */
const OPEN = ['awaitsSecond', 'placed', 'accepted', 'closing'];

/** Action `reportStock`. */
export function reportStock(ctx: Ctx, { rule: id, quantity }: Report) {
  const rule = ownRule(ctx, id);
  const open = openShortage(ctx, rule);
  const isShort = quantity < rule.minimum;
  ctx.emit('stockReported', { rule: id, quantity });
  if (open !== undefined && !isOver(ctx, open, isShort)) return noteStock(ctx, rule, quantity, open.id);
  if (open !== undefined) close(ctx, open);
  // The reading that ends a shortage opens none: what it may bind its signer to is known before, and was nothing.
  noteStock(ctx, rule, quantity, isShort && open === undefined ? order(ctx, rule, quantity) : undefined);
}

/** Action `noteShortage`: for whoever may read the stock and not order. */
export function noteShortage(ctx: Ctx, { rule: id, quantity }: Report) {
  const rule = ownRule(ctx, id);
  if (quantity >= rule.minimum) return ctx.refuse('stock_enough', { minimum: rule.minimum });
  const open = openShortage(ctx, rule);
  if (open !== undefined && !isOver(ctx, open, true)) return ctx.refuse('shortage_open', { shortage: open.id });
  if (open !== undefined) close(ctx, open);
  noteStock(ctx, rule, quantity, openAnew(ctx, rule, quantity, { tried: [], state: 'awaitsDecision' }));
}

/** Action `decideShortage`. */
export function decideShortage(
  ctx: Ctx,
  {
    shortage: id,
    verdict,
    reason,
  }: { readonly shortage: string; readonly verdict: 'order' | 'dismiss'; readonly reason: string },
) {
  const shortage = ctx.get('shortage', id);
  if (shortage === undefined) return ctx.refuse('shortage_unknown', { shortage: id });
  const rule = ownRule(ctx, shortage.rule);
  if (shortage.state !== 'awaitsDecision') return ctx.refuse('shortage_decided', { state: shortage.state });
  const decision = { by: ctx.caller.actor, reason };
  if (verdict === 'dismiss') {
    ctx.put('shortage', id, { ...shortage, state: 'dismissed', decision });
    const { shortage: _, ...stock } = ctx.get('stock', rule.id) ?? ctx.refuse('rule_unknown', { rule: rule.id });
    ctx.put('stock', rule.id, stock);
  } else {
    const { tried, chosen } = choose(ctx, rule);
    if (chosen === undefined) return ctx.refuse('nothing_fits', { tried: tried.map(({ why }) => why) });
    const made = orderFrom(ctx, rule, chosen);
    ctx.put('shortage', id, { ...shortage, state: 'ordered', order: made, tried: [...tried], decision });
  }
  ctx.emit('shortageDecided', { shortage: id, verdict });
}

/** What a reading would bind its signer to. */
export function commitmentOf(ctx: ReadCtx, { rule: id, quantity }: Report) {
  const rule = ctx.get('rule', id);
  if (rule === undefined) return undefined;
  // The dearest that it may come to: which supplier is taken is seen only where it is ordered.
  const costs = rule.agreements.map((one) => {
    const agreement = ctx.get('agreement', one);
    return agreement === undefined
      ? undefined
      : { unit: agreement.unit, amount: costOf(agreement, rule.orderQuantity) };
  });
  const unit = costs[0]?.unit;
  if (unit === undefined || costs.some((cost) => cost?.unit !== unit || cost.amount === undefined)) return undefined;
  const isQuiet = quantity >= rule.minimum || ctx.get('stock', id)?.shortage !== undefined;
  const amount = isQuiet ? 0 : Math.max(...costs.map((cost) => cost?.amount ?? 0));
  return { what: 'agreements.reportStock', unit, amount };
}

function order(ctx: Ctx, rule: Rule, quantity: number): string {
  const { tried, chosen } = choose(ctx, rule);
  if (chosen === undefined) return openAnew(ctx, rule, quantity, { tried, state: 'awaitsDecision' });
  return openAnew(ctx, rule, quantity, { tried, state: 'ordered', order: orderFrom(ctx, rule, chosen) });
}

function orderFrom(ctx: Ctx, rule: Rule, agreement: Agreement): string {
  const period = periodOf(ctx, rule);
  const made = callOff(ctx, agreement, rule.orderQuantity, ctx.timeMs + agreement.leadDays * DAY_MS);
  const { id: rulesId, buyer } = rule;
  ctx.put('period', period.id, { rule: rulesId, buyer, quantity: period.quantity + rule.orderQuantity });
  return made;
}

/** The first of the approved that fits, and why each was taken or not. */
function choose(ctx: Ctx, rule: Rule): { readonly tried: readonly Tried[]; readonly chosen: Agreement | undefined } {
  const isFull = periodOf(ctx, rule).quantity + rule.orderQuantity > rule.mostPerPeriod;
  const tried: Tried[] = [];
  let chosen: Agreement | undefined;
  for (const id of rule.agreements) {
    const agreement = knownAgreement(ctx, id);
    const why =
      chosen !== undefined ? 'not_asked' : isFull ? 'period_full' : (misfit(ctx, rule, agreement) ?? 'chosen');
    if (why === 'chosen') chosen = agreement;
    tried.push({ agreement: id, why, unitPriceCents: priceAt(agreement, rule.orderQuantity) });
  }
  return { tried, chosen };
}

function misfit(ctx: Ctx, rule: Rule, agreement: Agreement): Tried['why'] | undefined {
  const { itemType, orderQuantity, leastUnitPriceCents, mostUnitPriceCents } = rule;
  if (agreement.itemType !== itemType) return 'type_other';
  const why = hindrance(ctx, agreement, orderQuantity);
  if (why !== undefined) return why;
  const price = priceAt(agreement, orderQuantity);
  if (price < leastUnitPriceCents || price > mostUnitPriceCents) return 'price_outside';
  return lapsed(ctx, agreement) === undefined ? undefined : 'certificate_missing';
}

function periodOf(ctx: Ctx, { id, periodMs }: Rule): { readonly id: string; readonly quantity: number } {
  const period = `${id}:${Math.floor(ctx.timeMs / periodMs)}`;
  return { id: period, quantity: ctx.get('period', period)?.quantity ?? 0 };
}

function openAnew(
  ctx: Ctx,
  rule: Rule,
  quantity: number,
  more: Pick<Shortage, 'state' | 'order'> & { readonly tried: readonly Tried[] },
): string {
  const id = ctx.newId('shortage');
  const about = { id, rule: rule.id, buyer: rule.buyer, quantity, openedAtMs: ctx.timeMs };
  ctx.put('shortage', id, { ...about, ...more, tried: [...more.tried] });
  ctx.emit('shortageOpened', { shortage: id, rule: rule.id });
  return id;
}

/** One that was ordered is over once its order is at its end, or the stock is full again with nothing more to come. */
function isOver(ctx: Ctx, { state, order: id }: Shortage, isShort: boolean): boolean {
  if (state === 'awaitsDecision') return !isShort;
  return id === undefined || !OPEN.includes(ctx.call(orderOf, { id })?.state ?? 'closed');
}

function close(ctx: Ctx, shortage: Shortage): void {
  ctx.put('shortage', shortage.id, { ...shortage, state: 'over' });
  ctx.emit('shortageOver', { shortage: shortage.id });
}

function openShortage(ctx: Ctx, { id }: Rule): Shortage | undefined {
  const open = ctx.get('stock', id)?.shortage;
  return open === undefined ? undefined : ctx.get('shortage', open);
}

function noteStock(ctx: Ctx, { id: rule, buyer }: Rule, quantity: number, shortage: string | undefined): void {
  const open = shortage === undefined ? {} : { shortage };
  ctx.put('stock', rule, { rule, buyer, quantity, by: ctx.caller.actor, atMs: ctx.timeMs, ...open });
}

function ownRule(ctx: Ctx, id: string): Rule {
  const rule = ctx.get('rule', id);
  if (rule === undefined) return ctx.refuse('rule_unknown', { rule: id });
  if (rule.buyer !== ctx.caller.member) return ctx.refuse('not_buyer', { buyer: rule.buyer });
  return rule.state === 'live' ? rule : ctx.refuse('rule_ended', { rule: id });
}
