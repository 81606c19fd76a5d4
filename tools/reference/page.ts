// The reference of the contracts as Markdown, derived from their definitions and from nothing else: the same contracts
// give the same page.

import type {
  ActionInterface,
  ActionRules,
  Contract,
  ContractInterface,
  RecordInterface,
  Visibility,
} from '#core/contract.ts';
import { RUNTIME_REFUSALS } from '#core/runtime.ts';
import { fieldsOf, type JsonSchema, jsonSchema } from './type-words.ts';

const HEAD = `# Contracts

Derived from the contracts' definitions by \`node tools/reference.ts\`; do not edit it.

- A field whose name ends in Ms is a time in milliseconds since 1970-01-01T00:00:00Z or, as periodMs, a span of them; Cents are hundredths of a unit. A list's fields stand below it with \`[]\`. Text has no control characters but line feed.
- _Relies on_: records whose content the signer agrees to; the statement names the hash of each as it was seen, and is refused as \`record_changed\` when one is different by then.
- What a refusal of a contract means stands with the contract; those of every contract stand at the end.
`;

/** The whole page. */
export function referencePage(contracts: readonly Contract[]): string {
  const sorted = [...contracts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const links = sorted.map(({ name }) => `[${name}](#${name})`).join(' · ');
  const runtime = `## Refusals of every contract\n\n${refusals(RUNTIME_REFUSALS)}`;
  return `${[HEAD, links, ...sorted.map(section), runtime].map((part) => part.trimEnd()).join('\n\n')}\n`;
}

function section(contract: Contract): string {
  const { name, version, records, actions, events, rules } = contract;
  return [
    `## ${name}`,
    `Version ${version}.`,
    ...Object.entries(records).map(([record, one]) => recordSection(`${name}/${record}`, one, rules.visibleTo[record])),
    ...Object.entries(actions).map(([action, one]) => actionSection(name, action, one, rules.actions[action])),
    `### Refusals of ${name}`,
    refusals(contract.refusals),
    `### Events of ${name}`,
    events.map((event) => `\`${event}\``).join(', '),
  ].join('\n\n');
}

function recordSection(
  kind: string,
  { schema, index }: RecordInterface,
  visible: Visibility<never> | undefined,
): string {
  const who =
    visible === 'public' ? 'everyone' : visible === 'members' ? 'every member' : 'its parties (a rule of the contract)';
  const found = index.length === 0 ? 'its id' : `its id, ${index.map((field) => `\`${field}\``).join(', ')}`;
  return `### Record ${kind}\n\nSeen by ${who}. Found by ${found}.\n\n${fieldTable(jsonSchema(schema))}`;
}

function actionSection(
  contract: string,
  name: string,
  action: ActionInterface,
  rules: ActionRules<ContractInterface, never> | undefined,
): string {
  const { says, roles, input } = action;
  const lines = [
    `Signed by: ${roles === undefined ? 'any role' : roles.join(', ')}. ${mandateWords(rules)}`,
    `Relies on: ${expectsWords(action)}.`,
  ];
  return `### ${contract}.${name}\n\n> ${says}\n\n${lines.join('\n\n')}\n\n${fieldTable(jsonSchema(input))}`;
}

function mandateWords(rules: ActionRules<ContractInterface, never> | undefined): string {
  if (rules?.free !== undefined) return `Machines and agents without a mandate too: ${rules.free}.`;
  return rules?.commits === undefined ? 'People only.' : 'Machines and agents within their mandate.';
}

/** The references of an input in which every value is the path of its field. */
function expectsWords({ expects, input }: ActionInterface): string {
  if (typeof expects !== 'function') return `nothing: ${expects.none}`;
  // An expects function only puts fields of the input into references.
  const references = expects(sample(jsonSchema(input), '') as never);
  return references.map(([record, id]) => `${record} \`${id}\``).join(', ');
}

function sample(schema: JsonSchema, path: string): unknown {
  if (schema.type === 'array' && schema.items !== undefined) return [sample(schema.items, `${path}[]`)];
  if (schema.type !== 'object') return `{${path}}`;
  const fields = Object.entries(schema.properties ?? {});
  return Object.fromEntries(fields.map(([name, one]) => [name, sample(one, path === '' ? name : `${path}.${name}`)]));
}

function fieldTable(schema: JsonSchema): string {
  const rows = fieldsOf(schema).map(({ path, words, isOptional }) => [
    `\`${path}\`${isOptional ? ' (optional)' : ''}`,
    words,
  ]);
  return rows.length === 0 ? 'No fields.' : table(['field', 'type'], rows);
}

function refusals(codes: { readonly [code: string]: string }): string {
  const rows = Object.entries(codes).map(([code, sentence]) => [`\`${code}\``, sentence]);
  return table(['code', 'meaning'], rows);
}

/** A table with its columns under each other, as the formatter wants it. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const rows = [head, ...body].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => [...(row[column] ?? '')].length)));
  const padded = rows.map((row) =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)),
  );
  padded.splice(
    1,
    0,
    widths.map((width) => '-'.repeat(width)),
  );
  return padded.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
