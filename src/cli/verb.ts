// What a verb of the command line is: one entry of a table, from which parsing, help, completion and docs/cli.md derive.

/** One option. As node:util's parseArgs takes it, with the words for people. */
export type Option = {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value in help: `<file>`. */
  readonly value?: string;
  readonly says: string;
  /** Without it the verb cannot run. */
  readonly needed?: true;
  /** What it may be, where that is known, for completion. */
  readonly oneOf?: readonly string[];
};
/** Options by name, without the dashes. */
export type Options = { readonly [name: string]: Option };

/** One verb. */
export type Verb<O extends Options = Options> = {
  /** What stands beside the options, as help shows it: `<bundle>`. */
  readonly words: string;
  /** How many words may. */
  readonly most: number;
  /** One line for the list of verbs. */
  readonly says: string;
  /** What help says more; paragraphs end with an empty line. */
  readonly about: string;
  readonly options: O;
  readonly examples: readonly string[];
};

/** An option with a value. */
export function text(value: string, says: string) {
  return { type: 'string', value, says } as const;
}

/** As text, where the verb cannot do without. */
export function needs(value: string, says: string) {
  return { type: 'string', value, says, needed: true } as const;
}

/** An option with a value that may stand several times. */
export function texts(value: string, says: string) {
  return { type: 'string', multiple: true, value, says } as const;
}

/** An option that is there or not. */
export function flag(says: string) {
  return { type: 'boolean', says } as const;
}

/** States a verb; it only helps inference along. */
export function verb<const O extends Options>(definition: Verb<O>): Verb<O> {
  return definition;
}

/** For machines. */
export const JSON_FLAG = flag('prints one line of JSON, for machines');

/** How a verb reaches a node. `--node` and not a shorter name: the fields of an action are options too. */
export const CONNECTION = {
  node: text('<url>', 'the node to ask; or TOUCHMARK_URL, or touchmark-client.json'),
  ledger: text('<id>', 'the ledger that it must be of; or TOUCHMARK_LEDGER; without it the node’s word is taken'),
  as: text('<file>', 'the key file of who asks or signs; or TOUCHMARK_KEY'),
} as const;
