// A list of records as verbs ask for it: contract and record as words, indexes as options, page after page.

import type { JsonObject } from '#core/canonical-json.ts';
import type { RecordInterface } from '#core/contract.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';
import { parseArguments, usage } from './arguments.ts';
import { contractOf, indexOptions, recordOf } from './contract-words.ts';
import { optionLines, verbHelp } from './help.ts';
import type { Io } from './io.ts';
import { LIST_PAGE } from './limits.ts';
import { VERBS } from './verbs.ts';
import { camel, wrapped } from './words.ts';

/** A record of a list; `entry` wrote it last. */
export type Listed = { readonly id: string; readonly value: JsonObject; readonly entry: number };

/** What is asked for. */
export type ListAsked = {
  /** `contract/record` */
  readonly kind: string;
  readonly record: RecordInterface;
  readonly filters: { readonly [index: string]: string };
  /** The verb's own options. */
  readonly values: ListValues;
};

type ListValues = { readonly [option in 'limit' | 'node' | 'ledger' | 'as' | 'format' | 'out']?: string } & {
  readonly csv?: boolean;
  readonly json?: boolean;
};

/** Reads the words and options of `list` and `export`. @throws Fault `usage_wrong` */
export function parseList(verb: 'list' | 'export', args: readonly string[], io: Io): ListAsked | 'help was shown' {
  const isHelp = args.includes('--help') || args.includes('-h');
  if (isHelp && args.every((arg) => arg.startsWith('-'))) return shown(verbHelp(verb), io);
  const [contractWord = '', recordWord = ''] = args;
  if (contractWord.startsWith('-')) throw usage('the contract and the record come before the options');
  const contract = contractOf(contractWord);
  const record = recordOf(contract, recordWord.startsWith('-') ? undefined : recordWord);
  const indexes = indexOptions(record);
  if (isHelp) return shown(recordHelp(verb, `${contractWord} ${recordWord}`, record), io);
  const { values } = parseArguments(args, { ...indexes, ...VERBS[verb].options }, 2);
  const filters = Object.entries(values).flatMap(([option, value]) =>
    Object.hasOwn(indexes, option) ? [[camel(option), String(value)] as const] : [],
  );
  return {
    kind: `${contractWord}/${recordWord}`,
    record,
    filters: Object.fromEntries(filters),
    // What is no index is one of the verb's own options, of the type that its table says.
    values: values as ListValues,
  };
}

/** Every record that is asked for, in the order of their ids. */
export async function* recordsOf(
  transport: HttpTransport,
  { kind, filters }: Pick<ListAsked, 'kind' | 'filters'>,
): AsyncGenerator<Listed> {
  for (let after: string | undefined; ; ) {
    const page = after === undefined ? { limit: LIST_PAGE } : { after, limit: LIST_PAGE };
    const { items, next } = await transport.records(kind, filters, page);
    yield* items;
    if (next === undefined) return;
    after = next;
  }
}

function recordHelp(verb: 'list' | 'export', words: string, record: RecordInterface): string {
  const indexes = Object.entries(indexOptions(record));
  const fields = Object.keys(record.schema.properties).join(', ');
  const lines = [
    '',
    ...wrapped(`Its fields: ${fields}.`, 120),
    '',
    ...(indexes.length === 0 ? ['It has no index.'] : ['Found by:', ...optionLines(indexes)]),
    '',
    'Options:',
  ];
  return verbHelp(verb, { words: `${words} [--<index> <value>]…`, lines });
}

function shown(text: string, io: Io): 'help was shown' {
  for (const line of text.split('\n')) io.out(line);
  return 'help was shown';
}
