// The signing sheet: what a statement's exact bytes bind their signer to, in words. Whatever the contract's interface does
// not explain is a refusal to sign, so that nobody signs a field that they were not shown.

import { base64url } from '#core/bytes.ts';
import { isObject, type Json, type JsonObject } from '#core/canonical-json.ts';
import type { ActionInterface, ContractInterface } from '#core/contract.ts';
import { Fault } from '#core/fault.ts';
import { type Check, compile } from '#core/schema.ts';
import { decodeStatement } from '#core/statement.ts';
import { fieldLabel, fieldValue, timeOf, unitOf } from './field-value.ts';
import { plainWord } from './plain-text.ts';

/** One thing that is signed, with its name. */
type SheetLine = { readonly label: string; readonly value: string };

/** A statement in words. In `sentence` and `lines` texts from outside are escaped as plain-text.ts says. */
export type SigningSheet = {
  /** The contract's sentence for the action, with the input's values. */
  readonly sentence: string;
  /** `contract.action` */
  readonly action: string;
  readonly member: string;
  /** Thumbprint of the signer's key, base64url. */
  readonly kid: string;
  readonly ledgerId: string;
  readonly notAfterMs: number;
  /** base64url */
  readonly txId: string;
  /** Everything that the bytes say but the signature: who, where, until when, each field of the input, what it relies on. */
  readonly lines: readonly SheetLine[];
};

/**
 * The sheet of a statement.
 * @throws Fault `sheet_unknown_action` where no interface has this contract, version and action; `sheet_unknown_field`
 * where the input has a field that the action does not know, or lacks one that its sentence names; `sheet_input_invalid`
 * where a value is not what the action takes; `sheet_subject_wrong` where the claim `sub` is not the action's; and those
 * of decodeStatement
 */
export function signingSheet(statement: Uint8Array, interfaces: readonly ContractInterface[]): SigningSheet {
  const { action: content, issuer, subject, audience, kid, txId: id } = decodeStatement(statement);
  const { contract, version, action, input, expects, notAfterMs, nonce } = content;
  const name = `${contract}.${action}`;
  const definition = actionOf(interfaces, content);
  checkInput(name, definition, input);
  if (definition.subject(input) !== subject) {
    throw new Fault(
      'sheet_subject_wrong',
      `${name}: the statement says it is about ${plainWord(subject)}, its input about another thing`,
    );
  }
  const txId = base64url(id);
  const lines: readonly SheetLine[] = [
    { label: 'action', value: `${plainWord(name)}, version ${version}` },
    { label: 'for member', value: plainWord(issuer) },
    { label: 'by key', value: kid },
    { label: 'about', value: plainWord(subject) },
    { label: 'on ledger', value: plainWord(audience) },
    { label: 'valid until', value: timeOf(notAfterMs) },
    ...inputLines(input),
    ...Object.entries(expects).map(([key, hash]) => ({
      label: 'relies on',
      value: `${plainWord(key)} with content ${plainWord(hash)}`,
    })),
    { label: 'nonce', value: nonce },
    { label: 'transaction', value: txId },
  ];
  return {
    sentence: sentenceOf(name, definition.says, input),
    action: name,
    member: issuer,
    kid,
    ledgerId: audience,
    notAfterMs,
    txId,
    lines,
  };
}

type Content = { readonly contract: string; readonly version: number; readonly action: string };

function actionOf(interfaces: readonly ContractInterface[], { contract, version, action }: Content): ActionInterface {
  const known = interfaces.find((one) => one.name === contract && one.version === version);
  // hasOwn: `constructor` and the like are no actions.
  const definition = known !== undefined && Object.hasOwn(known.actions, action) ? known.actions[action] : undefined;
  if (definition !== undefined) return definition;
  const name = plainWord(`${contract}.${action}`);
  throw new Fault(
    'sheet_unknown_action',
    `no contract that is known here has ${name} in version ${version}: it cannot be explained, so do not sign it`,
  );
}

/** Compiled once for each action. */
const checks = new WeakMap<ActionInterface, Check<unknown>>();

function checkInput(name: string, definition: ActionInterface, input: JsonObject): void {
  const check = checks.get(definition) ?? compile(definition.input);
  checks.set(definition, check);
  const error = check.firstError(input);
  if (error === undefined) return;
  // What the schema library says of a member that an object does not have.
  const [, unknownField] = /^(\S+) schema is false$/.exec(error) ?? [];
  if (unknownField !== undefined)
    throw new Fault('sheet_unknown_field', `${name}: nobody knows the field ${unknownField}, so do not sign it`);
  throw new Fault('sheet_input_invalid', `${name}: ${error}; it cannot be explained, so do not sign it`);
}

/** Fills `{field}`. Where the wording itself goes on with the unit, the bare number stands: `{sizeBytes} bytes`. */
function sentenceOf(name: string, says: string, input: JsonObject): string {
  return says.replace(
    /\{([A-Za-z0-9]+)\}(?=((?: \{unit\})? (?:cents|bytes|basis points)\b)?)/g,
    (_, field: string, unitFollows?: string) => {
      const value = input[field];
      if (value === undefined)
        throw new Fault('sheet_unknown_field', `${name}: its sentence names ${field}, which the input lacks`);
      return unitFollows !== undefined && typeof value === 'number'
        ? String(value)
        : inSentence(field, value, unitOf(input));
    },
  );
}

function inSentence(field: string, value: Json, unit: string | undefined): string {
  if (Array.isArray(value)) return value.map((element: Json) => inSentence(field, element, unit)).join(', ') || 'none';
  if (typeof value === 'object') return `${fieldLabel(field)} below`;
  const followsItsUnit = field.endsWith('Cents') ? unit : undefined;
  return fieldValue(field, value as string | number | boolean, followsItsUnit);
}

function inputLines(input: JsonObject): readonly SheetLine[] {
  return Object.entries(input).flatMap(([field, value]) => linesOf(fieldLabel(field), field, value, unitOf(input)));
}

function linesOf(label: string, field: string, value: Json, unit: string | undefined): readonly SheetLine[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [{ label, value: 'none' }];
    return value.flatMap((element: Json, i) => linesOf(`${label} ${i + 1}`, field, element, unit));
  }
  if (isObject(value)) {
    const own = unitOf(value) ?? unit;
    return Object.entries(value).flatMap(([name, member]) =>
      linesOf(`${label}, ${fieldLabel(name)}`, name, member, own),
    );
  }
  return [{ label, value: fieldValue(field, value as string | number | boolean, unit) }];
}
