// `touchmark call`: an action from its fields to its outcome. Options, help and checks come from the contract's interface.

import { concat, fromUtf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { ActionInterface, ContractInterface } from '#core/contract.ts';
import { compile } from '#core/schema.ts';
import { parseArguments, usage } from '../arguments.ts';
import { connectToSign } from '../connection.ts';
import { actionOf, contractOf, fieldOptions, inputOf, parsedObject } from '../contract-words.ts';
import { readWhole } from '../files.ts';
import { optionLines, verbHelp } from '../help.ts';
import { EXIT, type Io } from '../io.ts';
import { INPUT_BYTES } from '../limits.ts';
import { printOutcome } from '../outcome.ts';
import { formatOf } from '../print.ts';
import { VERBS } from '../verbs.ts';
import { wrapped } from '../words.ts';

/** Signs an action and submits it. @returns 0 accepted, 1 refused, 4 not taken */
export async function runCall(args: readonly string[], io: Io): Promise<number> {
  const isHelp = args.includes('--help') || args.includes('-h');
  const words = args.filter((arg) => !arg.startsWith('-')).length;
  if (isHelp && words === 0) return printed(verbHelp('call'), io);
  const [contractWord = '', actionWord = ''] = args;
  if (contractWord.startsWith('-') || (actionWord.startsWith('-') && !isHelp))
    throw usage('the contract and the action come before the options');
  const contract = contractOf(contractWord);
  if (isHelp && (actionWord === '' || actionWord.startsWith('-'))) return printed(contractHelp(contract), io);
  const action = actionOf(contract, actionWord);
  if (isHelp) return printed(actionHelp(contract, actionWord, action), io);
  const options = { ...fieldOptions(action), ...VERBS.call.options };
  const { values: given } = parseArguments(args, options, 2);
  const { input: file, yes, json, node, ledger, as, ...fields } = given as Given;
  const input = { ...(file === undefined ? {} : await readInput(file, io)), ...inputOf(action, fields) };
  const fault = compile(action.input).firstError(input);
  if (fault !== undefined) throw usage(`${contract.name}.${actionWord}: ${fault}`);
  const connection = { node, ledger, as };
  await using signing = await connectToSign(connection, io, { confirm: yes === true ? 'given' : 'asked' });
  const done = await signing.client.try(contract, actionWord, input as never);
  return printOutcome(done, formatOf({ json }), io);
}

/** What parseArguments gives of the verb's own options, and the fields of an action beside them. */
type Given = {
  readonly [name in 'input' | 'node' | 'ledger' | 'as']?: string;
} & { readonly yes?: boolean; readonly json?: boolean } & {
  readonly [field: string]: string | boolean | readonly (string | boolean)[] | undefined;
};

async function readInput(file: string, io: Io): Promise<JsonObject> {
  if (file !== '-') return parsedObject(file, fromUtf8(readWhole(io.cwd, file, INPUT_BYTES)));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of io.input()) {
    length += chunk.length;
    if (length > INPUT_BYTES) throw usage(`standard input has more than ${INPUT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return parsedObject('standard input', fromUtf8(concat(...chunks)));
}

function printed(text: string, io: Io): number {
  for (const line of text.split('\n')) io.out(line);
  return EXIT.ok;
}

function contractHelp({ name, actions }: ContractInterface): string {
  const width = Math.max(...Object.keys(actions).map((action) => action.length));
  const lines = Object.entries(actions).map(([action, { says }]) => `  ${action.padEnd(width)}  ${says}`);
  return [
    `The actions of ${name}:`,
    '',
    ...lines,
    '',
    `touchmark call ${name} <action> --help lists an action’s fields.`,
  ].join('\n');
}

function actionHelp(contract: ContractInterface, name: string, action: ActionInterface): string {
  const refusals = Object.entries(contract.refusals).map(([code, says]) => [code, { type: 'string', says }] as const);
  const width = Math.max(...refusals.map(([code]) => code.length));
  const lines = [
    '',
    `${action.says}.`,
    '',
    `May be signed by ${action.roles === undefined ? 'any role' : `the role ${action.roles.join(', ')}`}.`,
    ...wrapped(reliesOn(action), 120),
    '',
    'Fields:',
    ...optionLines(Object.entries(fieldOptions(action))),
    '',
    `Refusals of ${contract.name}:`,
    ...refusals.map(([code, { says }]) => `  ${code.padEnd(width)}  ${says}`),
    '',
    'Options:',
  ];
  return verbHelp('call', { words: `${contract.name} ${name} [--<field> <value>]…`, lines });
}

function reliesOn({ expects }: ActionInterface): string {
  if (typeof expects !== 'function') return `Relies on no record: ${expects.none}.`;
  return 'The signature covers the content of the records that it relies on, as they are when it is signed.';
}
