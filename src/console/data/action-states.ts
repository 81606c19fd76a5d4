// When an action about a record can be accepted, as far as the record itself says it: in which of its states, and by which
// of its sides. The contracts' rules have the last word; what is hidden by this table they are certain to refuse.

import type { JsonObject } from '#sdk/index.ts';
import { valuesAt } from './values-at.ts';

/**
 * What a record must be for an action. Places are fields, `a.b` below them and below each part of a list, and
 * `list[field]` or `list[field+1]` for one part of a list.
 */
export type StateRule = {
  /** States of the record. */
  readonly in?: readonly string[];
  /** Other fields, with the words that they may have. */
  readonly is?: { readonly [field: string]: readonly string[] };
  /** Places that name a member or an actor: one of them is who signs. */
  readonly by?: readonly string[];
  /** Places that name who signs, each of them. */
  readonly alsoBy?: readonly string[];
  /** Places that do not name who signs. */
  readonly not?: readonly string[];
  /** A list that names who signs, or nobody at all. */
  readonly among?: string;
  /** Places that hold something, and that hold nothing: no value, no part, `false`. */
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** A buyer’s sales and a seller’s purchasing do not sign for their member. */
  readonly ofSide?: true;
};
/** Who would sign. */
export type Signer = { readonly member: string; readonly actor: string; readonly role: string };

const PARTIES = ['buyer', 'seller'];
const RUNNING: StateRule = { in: ['accepted', 'closing'], by: PARTIES };
const RUNNING_SIDE: StateRule = { ...RUNNING, ofSide: true };
const ANSWER_CLOSING: StateRule = { in: ['closing'], by: PARTIES, ofSide: true };
const UNSENT: StateRule = { in: ['packed', 'underway'], lacks: ['offered'] };
const OFFERED: StateRule = { in: ['packed', 'underway'], has: ['offered'] };
const OPEN_BUYER: StateRule = { in: ['open'], by: ['buyer'] };
const AWARDABLE: StateRule = { in: ['opened'], by: ['buyer'], has: ['points'] };
const OPEN_BIDDER: StateRule = { in: ['open'], not: ['buyer'], among: 'invited' };
const OPEN_JOB: StateRule = { by: ['maker'], has: ['queuedOn'] };
const HELD: StateRule = { by: ['custodian'], lacks: ['offers'] };
const UNENDED = ['proposed', 'open', 'covered'];

/** By kind of record and action; an action of another contract has its contract's name before it. An empty rule: always. */
export const ACTION_STATES: {
  readonly [kind: string]: { readonly [action: string]: StateRule | readonly StateRule[] };
} = {
  'agreements/agreement': {
    agree: { in: ['proposed'], by: ['seller'] },
    end: { in: ['proposed', 'live'], by: PARTIES },
    callOff: { in: ['live'], by: ['buyer'] },
  },
  'agreements/chain': { callOffChain: { by: ['buyer'] } },
  'agreements/rule': {
    endRule: { in: ['live'], by: ['buyer'] },
    reportStock: { in: ['live'], by: ['buyer'] },
    noteShortage: { in: ['live'], by: ['buyer'] },
  },
  'agreements/shortage': { decideShortage: { in: ['awaitsDecision'], by: ['buyer'] } },
  'capacity/machine': {
    changeMachine: { in: ['ready', 'down'], by: ['member'] },
    retireMachine: { in: ['ready', 'down'], by: ['member'] },
  },
  'capacity/booking': { releaseLapsed: { in: ['live'], by: ['shop'], has: ['lapsesMs'] } },
  'claims/asset': {
    value: { in: ['proposed', 'open'], by: ['valuer'] },
    issue: { in: ['open'], by: ['owner'], lacks: ['lossReportedAtMs'] },
    fund: { in: ['open'], by: ['owner'] },
    redeem: { in: ['open', 'covered'] },
    close: { in: ['proposed', 'open'], by: ['owner'] },
    reportLoss: { in: ['open'], by: ['owner'], lacks: ['lossReportedAtMs'] },
    confirmLoss: { in: ['open'], by: ['valuer'], has: ['lossReportedAtMs'] },
    settle: { in: UNENDED },
  },
  'designs/design': { registerVersion: { by: ['owner'] } },
  'designs/version': { showVersion: { by: ['owner'] }, offerLicence: { by: ['owner'] } },
  'designs/licence': {
    acceptLicence: { in: ['offered'], by: ['licensee'] },
    withdrawLicence: [
      { in: ['offered'], by: ['licensor', 'licensee'] },
      { in: ['live'], by: ['licensee'] },
    ],
    requestPermit: { in: ['live'], by: ['machines'] },
    attestDeletion: { by: ['machines'] },
    payRoyalty: { by: ['licensee'] },
  },
  'designs/permit': {
    voidPermit: { in: ['open'], by: ['licensor', 'licensee'] },
    'production.planJob': { in: ['open'], by: ['licensee'] },
    'production.attachPermit': { in: ['open'], by: ['licensee'] },
  },
  'inspection/scope': {
    appointLaboratory: [
      { by: ['buyer'], lacks: ['laboratories.buyer'] },
      { by: ['seller'], lacks: ['laboratories.seller'] },
    ],
    registerProgramme: { by: ['laboratories.buyer', 'laboratories.seller'] },
    signMapping: { by: ['buyer'] },
  },
  'inspection/mapping': { signMapping: { by: ['buyer'] }, mapUnits: { by: ['buyer'] } },
  'inspection/review': {
    decideItem: { in: ['awaitsDecision'], by: ['buyer'] },
    applyReview: { in: ['passes', 'accepted', 'concession', 'rejected'] },
  },
  'items/type': {
    'agreements.propose': {},
    registerItem: { is: { tracking: ['serial'] }, by: ['maker'] },
    registerLot: { is: { tracking: ['lot'] }, by: ['maker'] },
    'procurement.placeOrder': {},
  },
  'items/item': {
    'claims.propose': {
      ...{ in: ['released', 'inService'], by: ['owner'], alsoBy: ['custodian'] },
      lacks: ['bound', 'offers'],
    },
    attachIdentifier: HELD,
    attachDocument: HELD,
    consume: { in: ['released'], by: ['custodian'], lacks: ['offers', 'bound'] },
    splitLot: { is: { kind: ['lot'] }, by: ['custodian'], lacks: ['offers', 'bound'] },
    changeState: {
      in: ['planned', 'made', 'rejected', 'released', 'inTransit', 'inService'],
      ...{ by: ['owner', 'custodian'], lacks: ['offers', 'bound'] },
    },
    publishPassport: { by: ['owner'] },
    'production.recordBuild': { by: ['custodian'] },
    'production.declareMade': {
      in: ['planned', 'rejected'],
      ...{ by: ['owner', 'custodian'], lacks: ['offers', 'bound'] },
    },
  },
  // Who owns the thing does not stand in what anyone may read of it.
  'items/passport': { withdrawPassport: {} },
  'membership/actor': {
    approveAdministrator: { by: ['member'] },
    setMandate: { in: ['live'], is: { kind: ['machine', 'agent'] }, by: ['member'] },
  },
  'membership/credential': { revokeCredential: { in: ['live'], by: ['issuer'] } },
  'membership/witness': { retireWitness: { in: ['live'], by: ['member'] } },
  'procurement/order': {
    confirmOrder: { in: ['awaitsSecond'], by: ['buyer'] },
    acceptOrder: { in: ['placed'], by: ['seller'] },
    declineOrder: { in: ['placed'], by: ['seller'] },
    cancelOrder: { in: ['awaitsSecond', 'placed'], by: ['buyer'] },
    registerUnits: RUNNING,
    closeOrder: RUNNING_SIDE,
    agreeClosing: { ...ANSWER_CLOSING, not: ['closing.by'] },
    withdrawClosing: ANSWER_CLOSING,
    proposeChange: RUNNING_SIDE,
    agreeChange: RUNNING_SIDE,
    releaseMilestone: { in: ['accepted', 'closing'], by: ['buyer', 'milestones.by.member'], has: ['milestones'] },
    openDispute: { in: ['accepted', 'closing', 'closed'], by: PARTIES, ofSide: true },
    proposeRemake: RUNNING,
    agreeRemake: RUNNING,
    confirmPayment: { in: ['closed'], is: { payment: ['invoice'] }, by: ['seller'] },
    'production.proposePlan': { by: ['seller'] },
    'inspection.appointLaboratory': { by: PARTIES },
    'shipping.pack': { in: ['accepted', 'closing'], by: ['seller'] },
  },
  'procurement/money': {
    closeOrder: { by: PARTIES, ofSide: true },
    agreeClosing: { by: PARTIES, ofSide: true },
    releaseMilestone: {},
    openDispute: { by: PARTIES, ofSide: true },
    confirmPayment: { by: ['seller'], has: ['invoicedMs'], lacks: ['invoicePaidMs'] },
  },
  'procurement/tariff': {
    placeOrder: { in: ['open'] },
    withdrawTariff: { in: ['open'], by: ['operator'] },
  },
  'procurement/dispute': {
    withdrawDispute: { in: ['open'], by: ['by'] },
    proposeSplit: { in: ['open'], by: PARTIES, ofSide: true },
    agreeSplit: { in: ['open'], by: PARTIES, not: ['proposal.by'], has: ['proposal'], ofSide: true },
    decideDispute: { in: ['open'], by: ['arbiter'] },
  },
  'procurement/remake': {
    agreeRemake: { in: ['proposed'], by: PARTIES, not: ['by'] },
    withdrawRemake: { in: ['proposed'], by: PARTIES },
  },
  'production/plan': {
    proposePlan: { in: ['proposed'], by: ['seller'] },
    agreePlan: { in: ['proposed'], by: ['buyer'] },
    planJob: { in: ['agreed'], by: ['steps.member'] },
  },
  'production/job': {
    startJob: { in: ['planned'], by: ['machine'], lacks: ['formerPermit'] },
    cancelJob: OPEN_JOB,
    attachPermit: OPEN_JOB,
    moveJob: OPEN_JOB,
    recordBuild: { in: ['planned', 'running'], by: ['machine'] },
  },
  'production/build': { decideBuild: { in: ['awaitsDecision'], by: ['decides.member'] } },
  'rewards/period': { enter: { not: ['operator'] }, claimReward: {}, settle: {} },
  'sharing/blob': {
    grantAccess: { in: ['live'], by: ['owner'] },
    eraseBlob: { in: ['live'], by: ['owner'] },
  },
  'sharing/grant': {
    acknowledgeOpening: { in: ['live'], by: ['reader'], lacks: ['opened'] },
    endGrant: { in: ['live'], by: ['owner'] },
  },
  'shipping/shipment': {
    offer: { ...UNSENT, by: ['route[at]'] },
    take: { ...OFFERED, by: ['route[at+1]'], not: ['buyer'] },
    takeBack: { ...OFFERED, by: ['route[at]', 'route[at+1]'] },
    reroute: { ...UNSENT, by: ['seller'] },
    receive: { ...OFFERED, by: ['route[at+1]'], alsoBy: ['buyer'] },
    accept: { in: ['received'], by: ['buyer'] },
    acceptSilently: { in: ['received'] },
    unpack: { in: ['packed'], by: ['seller'], lacks: ['offered'] },
    giveUp: { in: ['underway'], by: ['seller'] },
  },
  'shipping/receipt': { accept: { by: ['buyer'] } },
  'sourcing/rfq': {
    ask: OPEN_BIDDER,
    signNda: { ...OPEN_BIDDER, has: ['nda'] },
    giveFiles: { ...OPEN_BUYER, has: ['files'] },
    addAddendum: OPEN_BUYER,
    sealBid: OPEN_BIDDER,
    counterOffer: OPEN_BUYER,
    award: OPEN_BUYER,
    awardByChoice: OPEN_BUYER,
    cancelRfq: OPEN_BUYER,
    endRfq: { in: ['open'] },
    settlePool: { in: ['awarded', 'ended', 'cancelled'], has: ['poolHold'] },
  },
  'sourcing/bid': {
    withdrawBid: { in: ['sealed'], by: ['bidder'] },
    openBid: { in: ['sealed', 'handedOver'], by: ['bidder'] },
    handOver: { in: ['sealed'], by: ['bidder'], has: ['file'] },
    openReceived: { in: ['handedOver'], by: ['buyer'] },
    sayUnreadable: { in: ['handedOver'], by: ['buyer'], lacks: ['isUnreadable'] },
    tellRank: { in: ['handedOver', 'opened', 'lost'], by: ['buyer'] },
    excludeLapsed: { in: ['opened'], has: ['points'] },
    counterOffer: AWARDABLE,
    award: AWARDABLE,
    awardByChoice: AWARDABLE,
    settleBid: { in: ['sealed', 'handedOver', 'opened'] },
    claimShare: { by: ['bidder'], has: ['eligible'], lacks: ['shareCents'] },
    learnRank: { by: ['bidder'], has: ['content'] },
  },
  'sourcing/question': { answer: OPEN_BUYER },
  'sourcing/counter': {
    acceptCounter: { in: ['open'], by: ['bidder'] },
    declineCounter: { in: ['open'], by: ['bidder', 'buyer'] },
  },
};

/** True where nothing in the record makes its ledger refuse this signer's action. @param kind `contract/record` */
export function isOpenTo(kind: string, action: string, value: JsonObject, signer: Signer): boolean {
  const [contract] = kind.split('/');
  const [ofContract, name = ''] = action.split('.');
  const rules = ACTION_STATES[kind]?.[ofContract === contract ? name : action];
  return rules === undefined || [rules].flat().some((rule) => holds(rule, value, signer));
}

function holds(rule: StateRule, value: JsonObject, signer: Signer): boolean {
  const names = (place: string): boolean =>
    valuesAt(value, place).some((one) => one === signer.member || one === signer.actor);
  const isThere = (place: string): boolean => valuesAt(value, place).some((one) => one !== false);
  const words = { ...(rule.in === undefined ? {} : { state: rule.in }), ...rule.is };
  return (
    Object.entries(words).every(([field, allowed]) => allowed.some((word) => word === value[field])) &&
    (rule.by?.some(names) ?? true) &&
    (rule.alsoBy?.every(names) ?? true) &&
    !(rule.not?.some(names) ?? false) &&
    (rule.among === undefined || !isThere(rule.among) || names(rule.among)) &&
    (rule.has?.every(isThere) ?? true) &&
    !(rule.lacks?.some(isThere) ?? false) &&
    (rule.ofSide === undefined || signer.role !== (signer.member === value.buyer ? 'sales' : 'buyer'))
  );
}
