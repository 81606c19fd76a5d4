// The form of UBL documents as data: which elements are kept, under which names, in the order of the schema. One form
// serves reading, writing and the types; what it does not name is not kept, and is listed.

/** A code, an amount or an identifier with what its attributes say. */
export type Identifier = { readonly value: string; readonly scheme?: string };
/** A decimal string as its document wrote it, with a code of UN/ECE Recommendation 20. */
export type Quantity = { readonly value: string; readonly unitCode?: string };
/** A decimal string as its document wrote it, with an ISO 4217 code. */
export type Amount = { readonly value: string; readonly currency: string };

type LeafKind = 'text' | 'date' | 'time' | 'indicator' | 'identifier' | 'quantity' | 'amount';
/** An element with a value. */
export type Leaf<K extends LeafKind = LeafKind> = { readonly element: string; readonly leaf: K };
/** An element with elements. */
export type Group<S extends Shape = Shape> = { readonly element: string; readonly shape: S };
/** Any number of them. */
export type Many<F extends Leaf | Group = Leaf | Group> = { readonly many: F };
/** A kept element. */
export type Field = Leaf | Group | Many;
/** The elements of a document or a part, in the order of its schema. */
export type Shape = { readonly [name: string]: Field };

type One<F> =
  F extends Group<infer S>
    ? RecordOf<S>
    : F extends Leaf<infer K>
      ? K extends 'identifier'
        ? Identifier
        : K extends 'quantity'
          ? Quantity
          : K extends 'amount'
            ? Amount
            : string
      : never;
/** What a form reads as: everything optional, since the other side decides what it sends. */
export type RecordOf<S extends Shape> = {
  readonly [N in keyof S]?: S[N] extends Many<infer F> ? readonly One<F>[] : One<S[N]>;
};

/** Attribute that a leaf keeps, and the name under which it is kept. */
export const ATTRIBUTES: { readonly [kind in LeafKind]?: readonly [attribute: string, name: string] } = {
  identifier: ['schemeID', 'scheme'],
  quantity: ['unitCode', 'unitCode'],
  amount: ['currencyID', 'currency'],
};

const basic =
  <K extends LeafKind>(kind: K) =>
  (element: string): Leaf<K> => ({ element: `cbc:${element}`, leaf: kind });

export const text = basic('text');
export const date = basic('date');
export const time = basic('time');
export const indicator = basic('indicator');
export const identifier = basic('identifier');
export const quantity = basic('quantity');
export const amount = basic('amount');

/** A part of CommonAggregateComponents. */
export function group<const S extends Shape>(element: string, shape: S): Group<S> {
  return { element: `cac:${element}`, shape };
}

/** Any number of an element. */
export function many<const F extends Leaf | Group>(field: F): Many<F> {
  return { many: field };
}
