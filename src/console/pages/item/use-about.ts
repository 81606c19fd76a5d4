// The records about an item, found by declared indexes; what the reader may not see is not among them.

import { useQueries } from '@tanstack/react-query';
import type { RecordSeen } from '#sdk/index.ts';
import { fewRecordsQuery, maybeRecordQuery } from '../../data/queries.ts';
import { useSession } from '../../session/session-context.tsx';
import type { AboutItem } from './story.ts';

/** What is known about an item, apart from itself. */
export type About = AboutItem & { readonly review: RecordSeen | undefined; readonly error: Error | null };

/** Reads them. */
export function useAbout({ id, value }: RecordSeen): About {
  const { transport } = useSession();
  const order = typeof value.order === 'string' ? value.order : undefined;
  const asked = [
    ['production/build', { item: id }],
    ['inspection/result', { item: id }],
    ['inspection/decision', { item: id }],
    ['items/handover', { item: id }],
    ['items/part', { of: id }],
    ['items/part', { part: id }],
  ] as const;
  const lists = useQueries({ queries: asked.map(([kind, filters]) => fewRecordsQuery(transport, kind, filters)) });
  const acceptances = useQueries({
    queries: (order === undefined ? [] : [order]).map((one) =>
      fewRecordsQuery(transport, 'shipping/acceptance', { order: one }),
    ),
  });
  const shipments = useQueries({
    queries: (order === undefined ? [] : [order]).map((one) =>
      fewRecordsQuery(transport, 'shipping/shipment', { order: one }),
    ),
  });
  const legs = useQueries({
    queries: (shipments[0]?.data ?? [])
      .filter((shipment) => itemsOf(shipment).includes(id))
      .map((shipment) => fewRecordsQuery(transport, 'shipping/leg', { shipment: shipment.id })),
  });
  const ones = useQueries({
    queries: ['items/passport', 'inspection/review'].map((kind) => maybeRecordQuery(transport, kind, id)),
  });
  const [builds, results, decisions, handovers, partsOf, usedIn] = lists.map(({ data }) => data ?? []);
  const failed = [...lists, ...acceptances, ...shipments, ...legs, ...ones].find(({ error }) => error !== null);
  return {
    ...{ builds: builds ?? [], results: results ?? [], decisions: decisions ?? [], handovers: handovers ?? [] },
    ...{ partsOf: partsOf ?? [], usedIn: usedIn ?? [], acceptances: acceptances[0]?.data ?? [] },
    legs: legs.flatMap(({ data }) => data ?? []),
    passport: ones[0]?.data ?? undefined,
    review: ones[1]?.data ?? undefined,
    error: failed?.error ?? null,
  };
}

/** The items of a shipment, as its contract's schema says. */
function itemsOf({ value }: RecordSeen): readonly string[] {
  return value.items as unknown as readonly string[];
}
