// Inspection of an order's units. Buyer and seller each appoint at most one laboratory; it registers the characteristics
// it measures with their limits, and then its results of each unit as its file has them. The buyer signs which units
// and characteristics of the laboratories are the same. A review compares everything; where it finds a reason to stop,
// the buyer's quality decides with a reason of its own. The item's custodian then releases or rejects the item.
//
//   review: ──reviewItem──▶ passes
//                      └──▶ awaitsDecision ⟲ reviewItem   ──decideItem──▶ accepted | concession | rejected
//
// Invariants: verdicts and counts follow from texts as written, exactly; what awaits a decision ends by a decision
// alone; a unit with a value outside a limit is never `passes` or `accepted`; an ended review never changes.

import { isMember } from '#contracts/membership/operations.ts';
import { orderOf } from '#contracts/procurement/operations.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { checkCovers, settle, settleIfHeld } from './ending.ts';
import { countValues, isLimitWhole, verdictOf } from './judge.ts';
import { checkItem, checkMapped, mapUnits } from './mapping.ts';
import { type PartiesOf, programmeId, type ReviewOf, resultId } from './records.ts';
import { type LaboratoryView, review, SIDES, type Views } from './review.ts';
import { inspectionInterface } from './schema.ts';

type Ctx = Context<typeof inspectionInterface>;

/** How long the buyer has to decide, in milliseconds: 14 days. */
const DECISION_MS = 14 * 86_400_000;

/** The inspection contract. */
export const inspection = defineContract(inspectionInterface, {
  visibleTo: {
    scope: readers,
    programme: ({ buyer, seller, laboratory }) => [buyer, seller, laboratory],
    mapping: readers,
    unit: readers,
    result: ({ buyer, seller, laboratory }) => [buyer, seller, laboratory],
    review: readers,
    decision: readers,
  },
  actions: {
    appointLaboratory: {
      run(ctx, { order, laboratory }) {
        const found = ctx.call(orderOf, { id: order });
        if (found === undefined) return ctx.refuse('order_unknown', { order });
        const { buyer, seller } = found;
        const side = sideOf(ctx, buyer, seller);
        if (side === undefined) return ctx.refuse('not_party', { buyer, seller });
        if (!ctx.call(isMember, { member: laboratory })) return ctx.refuse('laboratory_unknown', { laboratory });
        const laboratories = ctx.get('scope', order)?.laboratories ?? {};
        if (laboratories[side] !== undefined || Object.values(laboratories).includes(laboratory)) {
          return ctx.refuse('laboratory_appointed', laboratories);
        }
        ctx.put('scope', order, {
          id: order,
          order,
          buyer,
          seller,
          laboratories: { ...laboratories, [side]: laboratory },
        });
        ctx.emit('laboratoryAppointed', { order, laboratory, for: side });
      },
    },
    registerProgramme: {
      run(ctx, { order, file, characteristics }) {
        const laboratory = ctx.caller.member;
        const { buyer, seller, laboratories } = scopeOf(ctx, order);
        if (!Object.values(laboratories).includes(laboratory)) return ctx.refuse('not_laboratory', { laboratory });
        const id = programmeId(order, laboratory);
        if (ctx.get('programme', id) !== undefined) return ctx.refuse('programme_registered', { laboratory });
        const ids = new Set<string>();
        for (const characteristic of characteristics) {
          if (ids.has(characteristic.id)) return ctx.refuse('characteristic_repeated', { id: characteristic.id });
          if (!isLimitWhole(characteristic)) return ctx.refuse('limit_contradicts', { id: characteristic.id });
          ids.add(characteristic.id);
        }
        ctx.put('programme', id, { id, order, buyer, seller, laboratory, file, characteristics, agreedBy: [] });
        ctx.emit('programmeRegistered', { order, laboratory, characteristics: characteristics.length });
      },
    },
    agreeProgramme: {
      run(ctx, { order, laboratory }) {
        const programme = programmeOf(ctx, order, laboratory);
        const { buyer, seller, agreedBy } = programme;
        const { member } = ctx.caller;
        if (sideOf(ctx, buyer, seller) === undefined) return ctx.refuse('not_party', { buyer, seller });
        if (agreedBy.includes(member)) return ctx.refuse('agreed_already', { member });
        ctx.put('programme', programme.id, { ...programme, agreedBy: [...agreedBy, member] });
        ctx.emit('programmeAgreed', { order, laboratory, by: member });
      },
    },
    signMapping: {
      run(ctx, { order, laboratories, groups, labels, units }) {
        const scope = scopeOf(ctx, order);
        const { buyer, seller } = scope;
        if (ctx.caller.member !== buyer) return ctx.refuse('not_buyer', { buyer });
        const same = SIDES.every((side) => laboratories[side] === scope.laboratories[side]);
        if (!same) return ctx.refuse('laboratories_differ', scope.laboratories);
        for (const side of SIDES) {
          const laboratory = laboratories[side];
          const known = laboratory === undefined ? [] : programmeOf(ctx, order, laboratory).characteristics;
          const ids = [...groups.flatMap((group) => group[side]), ...labels[side]];
          checkMapped(ctx, known, ids);
        }
        const version = (ctx.get('mapping', order)?.version ?? 0) + 1;
        const by = ctx.caller.actor;
        ctx.put('mapping', order, { id: order, order, buyer, seller, version, laboratories, groups, labels, by });
        ctx.emit('mappingSigned', { order, version });
        mapUnits(ctx, { order, buyer, seller, laboratories }, units);
      },
    },
    mapUnits: {
      run(ctx, { order, units }) {
        const mapping = ctx.get('mapping', order);
        if (mapping === undefined) return ctx.refuse('mapping_unknown', { order });
        const { buyer, seller, laboratories } = mapping;
        if (ctx.caller.member !== buyer) return ctx.refuse('not_buyer', { buyer });
        mapUnits(ctx, { order, buyer, seller, laboratories }, units);
      },
    },
    recordResults: {
      free: 'a laboratory’s device says what it measured; that commits it to nothing else',
      run(ctx, { order, item, laboratory, values, ...file }) {
        if (ctx.caller.member !== laboratory) return ctx.refuse('not_laboratory', { laboratory });
        const { buyer, seller, characteristics } = programmeOf(ctx, order, laboratory);
        checkItem(ctx, order, item);
        const id = resultId(item, laboratory);
        if (ctx.get('result', id) !== undefined) return ctx.refuse('result_recorded', { item });
        if (ctx.get('review', item) !== undefined) openReview(ctx, item);
        const known = new Set(characteristics.map((found) => found.id));
        const stranger = values.find(({ characteristic }) => !known.has(characteristic));
        if (stranger !== undefined) return ctx.refuse('characteristic_unknown', { id: stranger.characteristic });
        const counts = countValues(characteristics, values);
        const verdict = verdictOf(counts);
        const { actor: by } = ctx.caller;
        const signed = { by, atMs: ctx.timeMs };
        ctx.put('result', id, {
          id,
          order,
          buyer,
          seller,
          item,
          laboratory,
          ...file,
          verdict,
          counts,
          values,
          ...signed,
        });
        ctx.emit('resultsRecorded', { item, laboratory, verdict, ...counts });
      },
    },
    reviewItem: {
      free: 'the outcome follows from the records; who asks for it has no say in it',
      run(ctx, { order, item }) {
        const mapping = ctx.get('mapping', order);
        if (mapping === undefined) return ctx.refuse('mapping_unknown', { order });
        const { buyer, seller, laboratories } = mapping;
        const { member } = ctx.caller;
        if (![buyer, seller, ...Object.values(laboratories)].includes(member))
          return ctx.refuse('not_party', { member });
        const unit = ctx.get('unit', item);
        if (unit?.order !== order) return ctx.refuse('unit_unmapped', { item });
        const earlier = ctx.get('review', item);
        if (earlier !== undefined && earlier.state !== 'awaitsDecision')
          return ctx.refuse('review_final', { state: earlier.state });
        const { groups, reasons, outside } = review(mapping, unit, viewsOf(ctx, order, item, laboratories));
        const stops = reasons.length > 0;
        const untilMs = earlier?.decides?.untilMs ?? ctx.timeMs + DECISION_MS;
        const outcome: ReviewOf = {
          id: item,
          order,
          buyer,
          seller,
          laboratories,
          mappingVersion: mapping.version,
          groups,
          reasons,
          outside,
          state: stops ? 'awaitsDecision' : 'passes',
          ...(stops ? { decides: { member: buyer, role: 'quality', untilMs } } : {}),
          atMs: ctx.timeMs,
        };
        ctx.put('review', item, outcome);
        ctx.emit('itemReviewed', { item, state: outcome.state, reasons: reasons.map(({ code }) => code) });
        settleIfHeld(ctx, outcome);
      },
    },
    decideItem: {
      run(ctx, { item, verdict, reason, covers }) {
        const { buyer, seller, order, laboratories, reasons, outside, decides, ...rest } = openReview(ctx, item);
        if (ctx.caller.member !== buyer) return ctx.refuse('not_buyer', { buyer });
        checkCovers(ctx, reasons, { verdict, covers });
        if (verdict === 'accept' && outside > 0) return ctx.refuse('outside_needs_concession', { outside });
        if (verdict === 'concession' && outside === 0) return ctx.refuse('concession_needless', { item });
        const id = ctx.newId('decision');
        const { actor: by } = ctx.caller;
        const parties = { order, buyer, seller, laboratories };
        ctx.put('decision', id, { id, ...parties, item, verdict, reason, covers, by, atMs: ctx.timeMs });
        const state = STATE_AFTER[verdict];
        const decided: ReviewOf = { ...rest, ...parties, reasons, outside, state, decision: id };
        ctx.put('review', item, decided);
        ctx.emit('itemDecided', { item, decision: id, verdict });
        settleIfHeld(ctx, decided);
      },
    },
    applyReview: {
      free: 'the custodian’s machine does what the review says, and nothing else',
      run(ctx, { item }) {
        const found = ctx.get('review', item);
        if (found === undefined) return ctx.refuse('review_unknown', { item });
        if (found.state === 'awaitsDecision') return ctx.refuse('review_open', { item });
        settle(ctx, found);
      },
    },
  },
});

const STATE_AFTER = { accept: 'accepted', concession: 'concession', reject: 'rejected' } as const;

function readers({ buyer, seller, laboratories }: Omit<PartiesOf, 'id'>): readonly string[] {
  return [...new Set([buyer, seller, ...Object.values(laboratories)])];
}

function sideOf(ctx: Ctx, buyer: string, seller: string): 'buyer' | 'seller' | undefined {
  const { member } = ctx.caller;
  if (member === buyer) return 'buyer';
  return member === seller ? 'seller' : undefined;
}

function scopeOf(ctx: Ctx, order: string) {
  // Without an appointment nobody is a laboratory of this order.
  return ctx.get('scope', order) ?? ctx.refuse('not_laboratory', { order });
}

function programmeOf(ctx: Ctx, order: string, laboratory: string) {
  return ctx.get('programme', programmeId(order, laboratory)) ?? ctx.refuse('programme_unknown', { laboratory });
}

/** The laboratories' programmes and results of an item. */
function viewsOf(ctx: Ctx, order: string, item: string, laboratories: PartiesOf['laboratories']): Views {
  const view = (laboratory: string | undefined): LaboratoryView | undefined => {
    if (laboratory === undefined) return undefined;
    return { programme: programmeOf(ctx, order, laboratory), result: ctx.get('result', resultId(item, laboratory)) };
  };
  const [seller, buyer] = [view(laboratories.seller), view(laboratories.buyer)];
  return { ...(seller === undefined ? {} : { seller }), ...(buyer === undefined ? {} : { buyer }) };
}

/** The review that still awaits its decision. */
function openReview(ctx: Ctx, item: string): ReviewOf {
  const found = ctx.get('review', item) ?? ctx.refuse('review_unknown', { item });
  if (found.state !== 'awaitsDecision') return ctx.refuse('review_final', { state: found.state });
  return found;
}
