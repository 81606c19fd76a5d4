// What waits for the actor, for its member in other roles, and for others: the records that the table of next steps names,
// the first page of each kind and state. Where there are more, that is said, and which list has them.

import { useQueries } from '@tanstack/react-query';
import type { RecordSeen } from '#sdk/index.ts';
import { useSession } from '../session/session-context.tsx';
import { kindOf } from './kinds.ts';
import { type NextStep, nextStep, rulesFor, STEP_RULES } from './next-steps.ts';
import { type Filters, firstRecordsQuery } from './queries.ts';

/** A record that waits. */
export type Wait = {
  /** `contract/record` */
  readonly kind: string;
  readonly record: RecordSeen;
  readonly step: NextStep;
};
/** By whom they wait for. */
export type Waits = {
  readonly mine: readonly Wait[];
  readonly ours: readonly Wait[];
  readonly theirs: readonly Wait[];
  /** Lists that go on behind what was read. */
  readonly more: readonly { readonly kind: string; readonly filters: Filters }[];
  readonly isReading: boolean;
};

const KINDS = [...new Map(STEP_RULES.map(({ kind, state }) => [`${kind} ${state}`, { kind, state }])).values()];

/** Reads them; nothing for a visitor. */
export function useWaits(): Waits {
  const { me, transport } = useSession();
  const asked = me === undefined ? [] : KINDS;
  const answers = useQueries({
    queries: asked.map(({ kind, state }) => firstRecordsQuery(transport, kind, filtersOf(kind, state))),
  });
  const waits = answers.flatMap(({ data }, i) =>
    (data?.items ?? []).flatMap((record) => {
      const kind = asked[i]?.kind ?? '';
      const step = nextStep(kind, record.value);
      return step === undefined ? [] : [{ kind, record, step }];
    }),
  );
  const own = new Set(rulesFor(me?.role ?? '').map(({ action }) => action));
  const ofMember = waits.filter(({ step }) => step.member === me?.member);
  return {
    mine: ofMember.filter(({ step }) => own.has(step.action)),
    ours: ofMember.filter(({ step }) => !own.has(step.action)),
    theirs: waits.filter(({ step }) => step.member !== me?.member),
    more: asked.flatMap(({ kind, state }, i) =>
      answers[i]?.data?.isMore === true ? [{ kind, filters: filtersOf(kind, state) }] : [],
    ),
    isReading: answers.some(({ isPending }) => isPending),
  };
}

/** Kinds that are not found by their state are read as they are. */
function filtersOf(kind: string, state: string): Filters {
  return kindOf(kind)?.record.index.includes('state') === true ? { state } : {};
}
