// What a member that is signed in may read of an item, contract by contract. Anyone else is shown the passport alone, and
// nothing is asked for.

import {
  type ContractInterface,
  type HttpTransport,
  inspectionInterface,
  itemsInterface,
  productionInterface,
  type RecordOf,
  type RecordSeen,
  type Scanned,
  shippingInterface,
} from '#sdk/index.ts';

/** A record with the statement that wrote it last. */
export type Told<T> = { readonly value: T; readonly entry: number };
type Of<I extends ContractInterface, R extends keyof I['records']> = Told<RecordOf<I, R>>;

/** An item. */
export type ItemTold = RecordOf<typeof itemsInterface, 'item'>;

/** A shipment that the item was in. */
export type ShipmentTold = {
  readonly legs: readonly Of<typeof shippingInterface, 'leg'>[];
  readonly receipt: Of<typeof shippingInterface, 'receipt'> | undefined;
  readonly acceptance: Of<typeof shippingInterface, 'acceptance'> | undefined;
};
/** All of it, as far as this reader may see. */
export type ItemRecords = {
  readonly item: Of<typeof itemsInterface, 'item'> | undefined;
  readonly handovers: readonly Of<typeof itemsInterface, 'handover'>[];
  readonly went: readonly Of<typeof itemsInterface, 'part'>[];
  readonly builds: readonly Of<typeof productionInterface, 'build'>[];
  readonly results: readonly Of<typeof inspectionInterface, 'result'>[];
  readonly review: Of<typeof inspectionInterface, 'review'> | undefined;
  readonly decisions: readonly Of<typeof inspectionInterface, 'decision'>[];
  readonly shipments: readonly ShipmentTold[];
  /** Numbers of the lots and parts that went in, by their ids. */
  readonly numbers: ReadonlyMap<string, string>;
};

/** Records of one kind that are shown. */
const MOST = 50;

/** Reads them. */
export async function itemRecords(transport: HttpTransport, id: string): Promise<ItemRecords> {
  const few = fewOf(transport);
  const one = oneOf(transport);
  const [item, handovers, went, builds, results, review, decisions] = await Promise.all([
    one(itemsInterface, 'item', id),
    few(itemsInterface, 'handover', { item: id }),
    few(itemsInterface, 'part', { part: id }),
    few(productionInterface, 'build', { item: id }),
    few(inspectionInterface, 'result', { item: id }),
    one(inspectionInterface, 'review', id),
    few(inspectionInterface, 'decision', { item: id }),
  ]);
  const order = item?.value.order ?? builds[0]?.value.order;
  const inside = (item?.value.madeFrom ?? []).map((part) => part.item);
  const lots = [...new Set([...inside, ...builds.flatMap(({ value }) => value.materials.map(({ lot }) => lot))])];
  const [shipments, known] = await Promise.all([
    order === undefined ? [] : shipmentsOf(transport, order, id),
    Promise.all(lots.slice(0, MOST).map((lot) => one(itemsInterface, 'item', lot))),
  ]);
  const numbers = new Map(known.flatMap((lot) => (lot === undefined ? [] : [[lot.value.id, lot.value.number]])));
  return { item, handovers, went, builds, results, review, decisions, shipments, numbers };
}

/** Items under what was scanned that a member sees, although they have no public passport. */
export async function ownItems(transport: HttpTransport, scanned: Scanned): Promise<readonly ItemTold[]> {
  if ('item' in scanned) {
    const found = await oneOf(transport)(itemsInterface, 'item', scanned.item);
    return found === undefined ? [] : [found.value];
  }
  const [types, items] = await Promise.all([
    fewOf(transport)(itemsInterface, 'type', { gtin: scanned.gtin.padStart(14, '0') }),
    fewOf(transport)(itemsInterface, 'item', { number: scanned.serial }),
  ]);
  const known = new Set(types.map(({ value }) => value.id));
  return items.map(({ value }) => value).filter(({ type, kind }) => kind === 'serial' && known.has(type));
}

async function shipmentsOf(transport: HttpTransport, order: string, item: string): Promise<readonly ShipmentTold[]> {
  const shipments = await fewOf(transport)(shippingInterface, 'shipment', { order });
  const own = shipments.filter(({ value }) => value.items.includes(item));
  return Promise.all(
    own.map(async ({ value: { id } }) => {
      const [legs, receipt, acceptance] = await Promise.all([
        fewOf(transport)(shippingInterface, 'leg', { shipment: id }),
        oneOf(transport)(shippingInterface, 'receipt', id),
        oneOf(transport)(shippingInterface, 'acceptance', id),
      ]);
      return { legs, receipt, acceptance };
    }),
  );
}

const fewOf =
  (transport: HttpTransport) =>
  async <I extends ContractInterface, R extends keyof I['records'] & string>(
    contract: I,
    record: R,
    filters: { readonly [index: string]: string },
  ): Promise<readonly Told<RecordOf<I, R>>[]> => {
    const { items } = await transport.records(`${contract.name}/${record}`, filters, { limit: MOST });
    return items.map(told<I, R>);
  };

const oneOf =
  (transport: HttpTransport) =>
  async <I extends ContractInterface, R extends keyof I['records'] & string>(
    contract: I,
    record: R,
    id: string,
  ): Promise<Told<RecordOf<I, R>> | undefined> => {
    const seen = await transport.seen(`${contract.name}/${record}`, id);
    return seen === undefined ? undefined : told<I, R>(seen);
  };

function told<I extends ContractInterface, R extends keyof I['records'] & string>(seen: RecordSeen) {
  // Every node wrote it through this schema.
  return { value: seen.value as RecordOf<I, R>, entry: seen.entry };
}
