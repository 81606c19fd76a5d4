// The kinds of records of this release, from the contracts' interfaces: a page for each follows from this list.

import { type ContractInterface, contractInterfaces, fieldLabel, type RecordInterface } from '#sdk/index.ts';

/** One kind of record. */
export type Kind = {
  /** `contract/record` */
  readonly path: string;
  readonly contract: ContractInterface;
  readonly name: string;
  readonly record: RecordInterface;
  /** The record's name as a word, and as what a list of them is called. */
  readonly label: string;
  readonly plural: string;
};

/** Plurals that no rule gives. */
const PLURALS: { readonly [word: string]: string } = {
  progress: 'progress',
  money: 'money',
  units: 'units',
  nda: 'agreements of silence',
  supply: 'supplies',
  capacity: 'capacity',
  'called off': 'called off',
  stock: 'stock',
  counted: 'counted units',
  packed: 'packed units',
  taken: 'numbers taken',
  entered: 'entries into a period',
  replaced: 'replaced units',
  rules: 'rules',
};

/** All kinds, by contract. */
export const kinds: readonly Kind[] = contractInterfaces.flatMap((contract) =>
  Object.entries(contract.records).map(([name, record]) => {
    const label = labelOf(contract.name, name);
    return {
      path: `${contract.name}/${name}`,
      contract,
      name,
      record,
      label,
      plural: PLURALS[label] ?? pluralOf(label),
    };
  }),
);
const byPath = new Map(kinds.map((kind) => [kind.path, kind]));

/** The kind of a path, or undefined. */
export function kindOf(path: string): Kind | undefined {
  return byPath.get(path);
}

/** Kinds whose ids begin with their name: `order-…` is of procurement/order. */
export function kindsOfId(id: string): readonly Kind[] {
  const [, word = ''] = /^([a-zA-Z]+)-[a-z2-7]{20,}$/.exec(id) ?? [];
  return kinds.filter(({ name }) => name === word);
}

function labelOf(contract: string, name: string): string {
  if (name === 'rfq') return 'request for quotation';
  if (name === 'blob') return 'file';
  if (name === 'nda') return 'nda';
  if (name === 'period') return `${contract === 'rewards' ? 'reward' : 'restocking'} period`;
  if (name === 'tally') return `tally of ${contract}`;
  return fieldLabel(name);
}

function pluralOf(label: string): string {
  if (label.includes(' of ') || label.includes(' for ')) return label.replace(/^\S+/, pluralOf);
  if (/[^aeiou]y$/.test(label)) return `${label.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(label) ? `${label}es` : `${label}s`;
}
