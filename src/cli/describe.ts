// Statements, blocks and foundings as lines for people.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { decodeBlockLeaf } from '#core/block.ts';
import { base64url } from '#core/bytes.ts';
import { isObject, type Json } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import { isFault } from '#core/fault.ts';
import { decodeGenesis } from '#core/genesis.ts';
import { decodeStatement } from '#core/statement.ts';
import { fieldLabel, fieldValue, timeOf, unitOf } from '#sdk/field-value.ts';
import { plainWord, quoted } from '#sdk/plain-text.ts';
import { type SigningSheet, signingSheet } from '#sdk/signing-sheet.ts';

/** Something in lines, and the same for machines. */
export type Description = { readonly lines: readonly string[]; readonly json: object };

/** Labels and values in two columns. */
export function columns(rows: readonly (readonly [label: string, value: string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
}

/** A statement's signing sheet. Its signature is not checked here. @throws as signingSheet */
export function describeStatement(bytes: Uint8Array): Description {
  const sheet = signingSheet(bytes, contractInterfaces);
  const lines = [sheet.sentence, ...columns(sheet.lines.map(({ label, value }) => [label, value]))];
  return { lines, json: { kind: 'statement', sheet } };
}

/** The sheet of a statement, or undefined where this release knows no wording for it. @throws as decodeStatement */
export function knownSheet(bytes: Uint8Array): SigningSheet | undefined {
  try {
    return signingSheet(bytes, contractInterfaces);
  } catch (error) {
    if (isFault(error) && error.code.startsWith('sheet_')) return undefined;
    throw error;
  }
}

/** A statement of the log, also one that this release cannot explain: its claims alone then. */
export function describeAnyStatement(bytes: Uint8Array): Description {
  return knownSheet(bytes) === undefined ? describeUnknown(bytes) : describeStatement(bytes);
}

function describeUnknown(bytes: Uint8Array): Description {
  const { action, issuer, kid, audience, txId } = decodeStatement(bytes);
  const name = plainWord(`${action.contract}.${action.action}`);
  const rows = [
    ['action', `${name}, version ${action.version}`],
    ['for member', plainWord(issuer)],
    ['by key', kid],
    ['on ledger', plainWord(audience)],
    ['valid until', timeOf(action.notAfterMs)],
    ['transaction', base64url(txId)],
  ] as const;
  const lines = [
    'This release knows no wording for this action, or its input does not fit it: do not sign it.',
    ...columns(rows),
  ];
  return { lines, json: { kind: 'statement', action, issuer, kid, audience, txId: base64url(txId) } };
}

/** A block's leaf. @throws as decodeBlockLeaf */
export function describeBlock(bytes: Uint8Array): Description {
  const leaf = decodeBlockLeaf(bytes);
  const digests = {
    resultsRoot: base64url(leaf.resultsRoot),
    stateDigest: base64url(leaf.stateDigest),
    membersRoot: base64url(leaf.membersRoot),
  };
  const { height, timeMs, firstIndex, count, protocol } = leaf;
  const rows = [
    ['statements', `${count}, from entry ${firstIndex} on`],
    ['results root', digests.resultsRoot],
    ['state digest', digests.stateDigest],
    ['members root', digests.membersRoot],
    ['protocol', String(protocol)],
  ] as const;
  const lines = [`The end of block ${height}, at ${timeOf(timeMs)}`, ...columns(rows)];
  return { lines, json: { kind: 'block', height, timeMs, firstIndex, count, protocol, ...digests } };
}

/** A founding document, whose signatures are checked. @throws as decodeGenesis */
export function describeGenesis(bytes: Uint8Array): Description {
  const { genesis, ledgerId } = decodeGenesis(bytes);
  const { name, timeMs, founders, nodes, contracts } = genesis.body;
  const rows: readonly (readonly [string, string])[] = [
    ['ledger', ledgerId],
    ...founders.map(
      (founder) =>
        ['founder', `${plainWord(founder.member)}, ${quoted(founder.name)}, ${founder.actors.length} actors`] as const,
    ),
    ...nodes.map((node) => ['node', `${plainWord(node.name)}, checkpoint key ${node.checkpointKey}`] as const),
    ['contracts', contracts.map((contract) => `${contract.name} ${contract.version}`).join(', ')],
  ];
  const lines = [`The founding of ${quoted(name)}, at ${timeOf(timeMs)}`, ...columns(rows)];
  return { lines, json: { kind: 'genesis', ledgerId, genesis } };
}

/** What a statement came to: one line for the outcome, one for each event. */
export function describeOutcome(outcome: string, events: readonly Event[]): readonly string[] {
  return [
    `  outcome: ${outcome === 'accepted' ? 'accepted' : `refused: ${plainWord(outcome)}`}`,
    ...events.map(({ contract, name, data }) => `  event: ${plainWord(`${contract}.${name}`)}: ${inWords(data)}`),
  ];
}

/** A JSON value in one line: the members of an object with their names, what is nested deeper as quoted JSON. */
export function inWords(value: Json): string {
  if (typeof value !== 'object') return fieldValue('', value);
  if (!isObject(value)) return quoted(JSON.stringify(value));
  const members = Object.entries(value).map(([name, member]) => {
    return `${fieldLabel(name)} ${memberInWords(name, member, unitOf(value))}`;
  });
  return members.join(', ');
}

function memberInWords(name: string, member: Json, unit: string | undefined): string {
  if (typeof member !== 'object') return fieldValue(name, member, unit);
  const isList = Array.isArray(member) && member.length > 0 && member.every((one: Json) => typeof one !== 'object');
  return isList ? member.map((one) => memberInWords(name, one, unit)).join(', ') : quoted(JSON.stringify(member));
}
