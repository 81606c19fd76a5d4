// What is known of an action's input once the record that it is about is chosen: fields of the same name, and for some
// actions what follows from what the ledger holds. It fills only what is still empty, and whoever signs may change it.

import type { Client, HttpTransport, JsonObject } from '#sdk/index.ts';
import { findText } from '../data/sealed-text.ts';
import type { Me } from '../session/open-session.ts';
import { hasReaders, READERS, readersField } from './action-fields.ts';
import { openingOfBid } from './bids.ts';
import { draftOf, type GroupDraft, isEmpty } from './draft.ts';
import type { FormField } from './form-fields.ts';
import { proposedMapping } from './mapping.ts';
import { meantReaders, readersAtSeller } from './meant-readers.ts';

type Value = JsonObject[string];
/** Reads what an action's input follows from. @param about the record, `input` what is known so far */
type Prefill = (me: Me, about: JsonObject) => Promise<JsonObject>;

const MOST = 100;

/** By `contract.action`. */
const PREFILLS: { readonly [action: string]: Prefill } = {
  'sourcing.sealBid': async (_, { addenda = 0 }) => ({ acknowledged: addenda }),
  'sourcing.answer': askedOf,
  'sourcing.openBid': openingOfBid,
  'sourcing.openReceived': openingOfBid,
  'sourcing.handOver': async (me, { rfq }) => readerOf(await one(me, 'sourcing/rfq', rfq)),
  'sourcing.award': async (me, { id }) => bestOf(await one(me, 'sourcing/tally', id)),
  'inspection.decideItem': async (_, { reasons }) => ({ covers: coversOf(reasons) }),
  'inspection.signMapping': async (me, { order }) => proposedMapping(await readMapping(me.client, textOf(order))),
  'inspection.recordResults': async (me) => ({ laboratory: me.member }),
  'production.planJob': planOfJob,
  'shipping.pack': async (me, { id }) => ({
    items: await idsOf(me, 'items/item', { order: textOf(id), state: 'released' }),
  }),
};

/** The record's fields that the form has under the same name, and what else is known, as drafts of empty fields. */
export async function prefilled(
  me: Me,
  action: string,
  {
    fields,
    draft,
    about,
  }: { readonly fields: readonly FormField[]; readonly draft: GroupDraft; readonly about: JsonObject },
): Promise<GroupDraft> {
  const [more, readers] = await Promise.all([PREFILLS[action]?.(me, about), meantReaders(me, action, about)]);
  const all = hasReaders(action, fields) ? [...fields, readersField('', '')] : fields;
  return draftsOf(all, draft, { ...sameFields(fields, about), ...more, [READERS]: readers });
}

function draftsOf(fields: readonly FormField[], draft: GroupDraft, known: JsonObject): GroupDraft {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = known[field.name];
      return value === undefined || !isEmpty(draft[field.name]) ? [] : [[field.name, draftOf(field, value)] as const];
    }),
  );
}

/** What follows from fields that are filled in one after the other: a unit has a permit, and the permit a program. */
const FURTHER: { readonly [action: string]: { readonly [field: string]: Prefill } } = {
  'procurement.placeOrder': {
    seller: async (me, { id }) => ({ [READERS]: await readersAtSeller(me, textOf(id)) }),
  },
  'production.planJob': {
    item: async (me, { id }) => {
      const open = await idsOf(me, 'designs/permit', { item: textOf(id), state: 'open' });
      return open.length === 1 && open[0] !== undefined ? { permit: open[0] } : {};
    },
    permit: async (me, { id }) => {
      const { program, machine, item } = (await one(me, 'designs/permit', id)) ?? {};
      return program === undefined || machine === undefined || item === undefined ? {} : { program, machine, item };
    },
  },
};

/** The fields of an action from which others follow. */
export function furtherFields(action: string): readonly string[] {
  return Object.keys(FURTHER[action] ?? {});
}

/** What follows from them, as drafts of empty fields. */
export async function furtherFilled(
  me: Me,
  action: string,
  { fields, draft }: { readonly fields: readonly FormField[]; readonly draft: GroupDraft },
): Promise<GroupDraft> {
  let known = draft;
  for (const [name, read] of Object.entries(FURTHER[action] ?? {})) {
    const id = known[name];
    if (typeof id !== 'string' || id.trim() === '') continue;
    known = { ...known, ...draftsOf(fields, known, await read(me, { id: id.trim() })) };
  }
  return Object.fromEntries(Object.entries(known).filter(([name]) => isEmpty(draft[name])));
}

/** The unit of an order that its buyer's mapping calls by a laboratory's label; undefined where none or several are. */
export async function unitCalled(me: Me, order: string, label: string): Promise<string | undefined> {
  const { items } = await me.client.transport.records('inspection/unit', { order }, { limit: MOST });
  const found = items.filter(({ value }) => Object.values(Object(value.labels)).includes(label));
  return found.length === 1 ? found[0]?.id : undefined;
}

/** What was asked, for its answer to say it again to all: sealed anew, by the buyer, so that nobody learns who asked. */
async function askedOf(me: Me, { asker, question }: JsonObject): Promise<JsonObject> {
  const asked = await findText(me, textOf(asker), textOf(question));
  return asked === undefined ? {} : { asked };
}

/** Only what must be said: what may be left out would say more than its signer meant. */
function sameFields(fields: readonly FormField[], about: JsonObject): JsonObject {
  const same = fields.filter(
    ({ name, isRequired, kind }) => isRequired && name !== 'id' && kind !== 'list' && kind !== 'hash',
  );
  return Object.fromEntries(
    same.flatMap(({ name, schema, choices }) => {
      const value = about[name];
      const isOfType = typeof value === (schema.type === 'integer' ? 'number' : schema.type);
      const fits = isOfType && (choices.length === 0 || choices.includes(String(value)));
      return value === undefined || !fits ? [] : [[name, value] as const];
    }),
  );
}

/** Every reason of a review, as a decision covers it. */
function coversOf(reasons: Value | undefined): Value {
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((reason: Value) => {
    const { code = '', laboratory } = Object(reason) as JsonObject;
    return [{ code, ...(laboratory === undefined ? {} : { laboratory }) }];
  });
}

function readerOf(rfq: JsonObject | undefined): JsonObject {
  const { reader } = Object(rfq?.toBuyer) as JsonObject;
  return reader === undefined ? {} : { reader };
}

function bestOf(tally: JsonObject | undefined): JsonObject {
  const { bid } = Object(tally?.best) as JsonObject;
  return bid === undefined ? {} : { bid };
}

/** The first step of the plan that a machine does, and the one machine of the maker. */
async function planOfJob(me: Me, { steps }: JsonObject): Promise<JsonObject> {
  const own = (Array.isArray(steps) ? steps : []).map((step: Value) => Object(step) as JsonObject);
  const step = own.find(({ doneBy, member }) => doneBy === 'machine' && member === me.member);
  const machines = await idsOf(me, 'capacity/machine', { member: me.member });
  return {
    ...(step?.name === undefined ? {} : { step: step.name }),
    ...(machines.length === 1 && machines[0] !== undefined ? { machine: machines[0] } : {}),
  };
}

async function readMapping(client: Client<HttpTransport>, order: string) {
  const { transport } = client;
  const read = async (kind: string, filters: { readonly [index: string]: string }) =>
    (await transport.records(kind, filters, { limit: MOST })).items.map(({ value }) => value);
  const [scope, programmes, builds, items, results] = await Promise.all([
    transport.seen('inspection/scope', order),
    read('inspection/programme', { order }),
    read('production/build', { order }),
    read('items/item', { order }),
    read('inspection/result', { order }),
  ]);
  return { scope: scope?.value ?? {}, programmes, builds, items, results };
}

async function one(me: Me, kind: string, id: Value | undefined): Promise<JsonObject | undefined> {
  return id === undefined ? undefined : (await me.client.transport.seen(kind, textOf(id)))?.value;
}

async function idsOf(me: Me, kind: string, filters: { readonly [index: string]: string }): Promise<readonly string[]> {
  return (await me.client.transport.records(kind, filters, { limit: MOST })).items.map(({ id }) => id);
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
