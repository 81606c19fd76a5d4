// The types of items by id: part numbers and names, which items themselves do not carry.

import { useQueries } from '@tanstack/react-query';
import { recordQuery } from '../data/queries.ts';
import { useSession } from '../session/session-context.tsx';

/** What a type says that rows and pictures show. */
export type TypeNames = { readonly partNumber: string; readonly name: string; readonly maker: string };

/** The names of types; a type that is not read yet, or not shown, is undefined. */
export function useItemTypes(ids: readonly string[]): (type: string) => TypeNames | undefined {
  const { transport } = useSession();
  const distinct = [...new Set(ids)].sort();
  const answers = useQueries({
    queries: distinct.map((id) => ({
      ...recordQuery(transport, 'items/type', id),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  // Every replica wrote the record through the contract's schema.
  const byId = new Map(distinct.map((id, i) => [id, answers[i]?.data?.value as TypeNames | undefined]));
  return (type) => byId.get(type);
}
