// A record as its page shows it: what goes into the title block, and the facts below it.

import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { type FieldSchema, fieldKind, schemaOf } from '../../data/fields.ts';
import type { Kind } from '../../data/kinds.ts';

/** The parts of the page. */
export type RecordParts = {
  /** What people call it; undefined where it has its id alone. */
  readonly title: string | undefined;
  readonly state: string | undefined;
  readonly unit: string | undefined;
  /** Members with what they are to it. */
  readonly parties: readonly (readonly [as: string, member: string])[];
  readonly facts: readonly (readonly [name: string, schema: FieldSchema])[];
};

/** Fields by which people call a thing, in this order. */
const NAMES = ['name', 'partNumber', 'number', 'serial'];

/** Takes a record apart. */
export function partsOf({ record }: Kind, { value }: RecordSeen): RecordParts {
  const fields = Object.entries(schemaOf(record.schema));
  const parties = fields.flatMap(([name, schema]) => {
    const member = value[name];
    return fieldKind(name, schema) === 'member' && typeof member === 'string'
      ? [[fieldLabel(name), name, member] as const]
      : [];
  });
  const shown = new Set(['id', 'state', ...parties.map(([, name]) => name)]);
  const named = NAMES.map((name) => value[name]).find((name) => typeof name === 'string');
  const text = (name: string): string | undefined => {
    const found = value[name];
    return typeof found === 'string' ? found : undefined;
  };
  return {
    title: typeof named === 'string' ? named : undefined,
    state: text('state'),
    unit: text('unit') ?? text('currency'),
    parties: parties.map(([as, , member]) => [as, member] as const),
    facts: fields.filter(([name]) => !shown.has(name) && value[name] !== undefined),
  };
}
