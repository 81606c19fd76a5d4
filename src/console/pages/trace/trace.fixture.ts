// Genealogies made up for tests: a source that answers as a node would, with every record that is not hidden.

import type { RecordSeen } from '#sdk/index.ts';
import type { TraceSource } from './reading.ts';

type Made = {
  readonly kind?: 'serial' | 'lot';
  readonly type?: string;
  readonly state?: string;
  readonly from?: readonly string[];
  readonly certificate?: boolean;
  readonly isHidden?: boolean;
  readonly isLinkHidden?: boolean;
};

/** A source of items by their ids, each made from others, a piece of each. */
export function sourceOf(made: { readonly [id: string]: Made }): TraceSource {
  const ids = Object.keys(made);
  const links = ids.flatMap((of, i) =>
    (made[of]?.from ?? []).map((part, j) => ({
      ...{ id: `part-${i}-${j}`, part, of, quantity: 1, unit: 'piece', parties: ['acme'], atMs: 1_000 * (i + 1) },
      isHidden: made[of]?.isLinkHidden === true,
    })),
  );
  const uses = new Map<string, number>();
  for (const { part } of links) uses.set(part, (uses.get(part) ?? 0) + 1);
  const seen = (value: RecordSeen['value'] & { readonly id: string }): RecordSeen => ({
    id: value.id,
    value,
    entry: 1,
  });
  const item = (id: string): RecordSeen | undefined => {
    const { kind = 'serial', type = 'type-1', state = 'released', from = [], certificate, isHidden } = made[id] ?? {};
    if (!(id in made) || isHidden === true) return undefined;
    const document = { kind: 'materialCertificate', commitment: 'c', by: 'mill', atMs: 1 };
    return seen({
      ...{
        id,
        number: id.toUpperCase(),
        type,
        kind,
        quantity: 1,
        unit: 'piece',
        owner: 'acme',
        custodian: 'acme',
        state,
      },
      ...{ passTo: [], offers: [], identifiers: [], documents: certificate === true ? [document] : [] },
      madeFrom: from.map((part) => ({ item: part, quantity: 1, unit: 'piece' })),
      timesUsed: uses.get(id) ?? 0,
    });
  };
  return {
    item: async (id) => item(id),
    links: async (index, id) => ({
      items: links.filter((link) => !link.isHidden && link[index] === id).map(({ isHidden: _, ...link }) => seen(link)),
    }),
  };
}

/** A lot that went into very many parts, which went into assemblies, ten into each, and these into one asset. */
export function manyItems(count: number): ReturnType<typeof sourceOf> {
  const parts = Math.floor((count - 2) / 1.1);
  const made: { [id: string]: Made } = { lot: { kind: 'lot', certificate: true, type: 'type-lot' } };
  for (let i = 0; i < parts; i++) made[`p${i}`] = { from: ['lot'], type: 'type-part', state: 'consumed' };
  const assemblies = Math.ceil(parts / 10);
  for (let a = 0; a < assemblies; a++) {
    const from = Array.from({ length: 10 }, (_, i) => `p${a * 10 + i}`).filter((id) => id in made);
    made[`a${a}`] = { from, type: 'type-assembly', state: 'consumed' };
  }
  made.asset = { from: Array.from({ length: assemblies }, (_, a) => `a${a}`), type: 'type-asset' };
  return sourceOf(made);
}
