// What a page of an order knows: the records about it that its reader may see. What may not be seen is absent.

import type {
  inspectionInterface,
  itemsInterface,
  procurementInterface,
  productionInterface,
  RecordOf,
  shippingInterface,
} from '#sdk/index.ts';

type Procurement = typeof procurementInterface;
type Production = typeof productionInterface;
type Inspection = typeof inspectionInterface;

/** The order. */
export type Order = RecordOf<Procurement, 'order'>;
/** How far it is. */
export type Progress = RecordOf<Procurement, 'progress'>;
/** Where its price stands. */
export type Money = RecordOf<Procurement, 'money'>;
/** A proposal to change it. */
export type Change = RecordOf<Procurement, 'change'>;
/** A frozen part of its money. */
export type Dispute = RecordOf<Procurement, 'dispute'>;
/** New units for rejected ones. */
export type Remake = RecordOf<Procurement, 'remake'>;
/** Its bill of process. */
export type Plan = RecordOf<Production, 'plan'>;
/** A step of it. */
export type PlanStep = Plan['steps'][number];
/** A step on a unit, on a machine. */
export type Job = RecordOf<Production, 'job'>;
/** What a machine made. */
export type Build = RecordOf<Production, 'build'>;
/** One laboratory's measurements of a unit. */
export type Result = RecordOf<Inspection, 'result'>;
/** What the results of a unit come to. */
export type Review = RecordOf<Inspection, 'review'>;
/** Units on their way. */
export type Shipment = RecordOf<typeof shippingInterface, 'shipment'>;
/** A unit. */
export type Item = RecordOf<typeof itemsInterface, 'item'>;
/** What a unit is an instance of. */
export type ItemType = RecordOf<typeof itemsInterface, 'type'>;

/** All of them about one order. */
export type OrderFacts = {
  readonly order: Order;
  /** Undefined for whoever is no side of the order. */
  readonly progress: Progress | undefined;
  readonly units: RecordOf<Procurement, 'units'> | undefined;
  readonly plan: Plan | undefined;
  readonly items: readonly Item[];
  readonly jobs: readonly Job[];
  readonly builds: readonly Build[];
  readonly results: readonly Result[];
  readonly reviews: readonly Review[];
  readonly shipments: readonly Shipment[];
};
