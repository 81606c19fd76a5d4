// The SDK's entry, for browsers and Node: everything that an outside program needs of a ledger. Key files (key-file.ts)
// are for Node only, and an entry of their own.

export { accountsInterface } from '#contracts/accounts/schema.ts';
export { agreementsInterface } from '#contracts/agreements/schema.ts';
export { type Qualification, qualify } from '#contracts/capacity/match.ts';
export type { Calendar, Machine, Slot } from '#contracts/capacity/records.ts';
export { capacityInterface } from '#contracts/capacity/schema.ts';
export { claimsInterface } from '#contracts/claims/schema.ts';
export { designsInterface, type Licence, type Permit, type Tally, type Version } from '#contracts/designs/schema.ts';
export { differsFromFile, type Judgement, judge, limitsOf } from '#contracts/inspection/judge.ts';
export type {
  CharacteristicOf,
  DecisionOf,
  MappingOf,
  PartiesOf,
  ProgrammeOf,
  ResultOf,
  ReviewOf,
  UnitOf,
  ValueOf,
} from '#contracts/inspection/records.ts';
export { inspectionInterface } from '#contracts/inspection/schema.ts';
export { contractInterfaces } from '#contracts/interfaces.ts';
export { type Passport, passportCode, passportPath, passportVerdict } from '#contracts/items/records.ts';
export { itemsInterface } from '#contracts/items/schema.ts';
export { membershipInterface } from '#contracts/membership/schema.ts';
export { procurementInterface } from '#contracts/procurement/schema.ts';
export type { Build, Job, Replan } from '#contracts/production/records.ts';
export { productionInterface } from '#contracts/production/schema.ts';
export { pointsOf as rewardPoints, shareOf as rewardShare } from '#contracts/rewards/match.ts';
export { rewardsInterface } from '#contracts/rewards/schema.ts';
export { sharingInterface } from '#contracts/sharing/schema.ts';
export { shippingInterface } from '#contracts/shipping/schema.ts';
export { type BidScore, bidFaults, compareBids, scoreBid } from '#contracts/sourcing/match.ts';
export { sourcingInterface } from '#contracts/sourcing/schema.ts';
export { standingInterface } from '#contracts/standing/schema.ts';
export { type BundleReport, type Policy, verifyBundle } from '#core/bundle.ts';
export { base64url, fromBase64url, fromHex, hex } from '#core/bytes.ts';
export { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
export type { ActionInterface, ContractInterface, RecordInterface } from '#core/contract.ts';
export type { Signer } from '#core/cose-sign1.ts';
export { sha256 } from '#core/crypto.ts';
export { isDecimal, plainDecimal } from '#core/decimal.ts';
export { Fault, isFault } from '#core/fault.ts';
export { verifyReceipt } from '#core/receipt.ts';
export { decodeStatement, type Statement } from '#core/statement.ts';
export type { AgentDesk } from './agents/act.ts';
export { buyOnce } from './agents/buyer.ts';
export { asBuyingPolicy, asNeeds, type BuyingPolicy, type Need } from './agents/buying-policy.ts';
export { type Decision, exclusionText, type Reason } from './agents/decision.ts';
export { type AgentMemory, BriefMemory } from './agents/memory.ts';
export { asPriceRules, type PriceRules, quote } from './agents/price-rules.ts';
export { sellOnce } from './agents/seller.ts';
export { type BidOpening, opensBid, type SealedBid, sealBid } from './bids.ts';
export { listKeys, makeKeys, openKeys, removeKeys } from './browser-keys.ts';
export { Client, type ClientOptions, type Outcome, type RecordOf } from './client.ts';
export { type ConnectOptions, connect } from './connect.ts';
export { fieldLabel, fieldValue, isSpan } from './field-value.ts';
export {
  assertCommitted,
  commitTo,
  type FileGrant,
  type FileOnItsWay,
  type FileToShare,
  grantFile,
  layKey,
  nameOfFile,
  type OpenFile,
  type Opening,
  openGranted,
  openingOfFile,
  openStream,
  ownFile,
  type SharedFile,
  sealForSharing,
  shareFile,
} from './files.ts';
export type { FollowOptions } from './follow.ts';
export { handOverBid, layBidKey, readBid, sealForBuyer } from './handed-over-bids.ts';
export type { EntrySeen, HeadSeen, RecordSeen } from './http-answers.ts';
export { HttpLogSource, type HttpLogSourceOptions } from './http-log-source.ts';
export { HttpFault } from './http-port.ts';
export { HttpTransport, type HttpTransportOptions } from './http-transport.ts';
export { openKeyFileBytes } from './key-file-content.ts';
export { type Enrolment, enrolmentOf } from './new-key.ts';
export { type NodeState, readNodeState } from './node-state.ts';
export { OutcomeUnknown } from './outcome-unknown.ts';
export { type PassportSeen, type Publication, passportsOf, publicationOf, type Scanned } from './passports.ts';
export { withoutControls } from './plain-text.ts';
export type { Prepared } from './prepare.ts';
export { type FilesGiven, type FilesOfRequest, giveFiles, giveFilesToSigners } from './request-files.ts';
export { shopFacts } from './shop-facts.ts';
export { type SigningSheet, signingSheet } from './signing-sheet.ts';
export { type TrackRecord, trackRecords } from './track-record.ts';
export type { Progress, Submitted, Transaction, Transfer, Transport } from './transport.ts';
export { receiptOf, type VerifiedReceipt, type Witnessed, type WitnessPolicy, witnessOf } from './verify.ts';
export { wait } from './wait.ts';
export type { ActorKeys } from './web-keys.ts';
