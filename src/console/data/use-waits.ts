// What waits for the actor, for its member in other roles, and for others: the records that the table of next steps names,
// as far as their first page goes.

import { useQueries } from '@tanstack/react-query';
import type { RecordSeen } from '#sdk/index.ts';
import { useSession } from '../session/session-context.tsx';
import { kindOf } from './kinds.ts';
import { type NextStep, nextStep, rulesFor, STEP_RULES } from './next-steps.ts';
import { fewRecordsQuery } from './queries.ts';

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
  readonly isReading: boolean;
};

const KINDS = [...new Map(STEP_RULES.map(({ kind, state }) => [`${kind} ${state}`, { kind, state }])).values()];

/** Reads them; nothing for a visitor. */
export function useWaits(): Waits {
  const { me, transport } = useSession();
  const asked = me === undefined ? [] : KINDS;
  const answers = useQueries({ queries: asked.map(({ kind, state }) => waitQuery(transport, kind, state)) });
  const waits = answers.flatMap(({ data }, i) =>
    (data ?? []).flatMap((record) => {
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
    isReading: answers.some(({ isPending }) => isPending),
  };
}

/** Kinds that are not found by their state are read as they are: they are few. */
function waitQuery(transport: Parameters<typeof fewRecordsQuery>[0], kind: string, state: string) {
  const isFound = kindOf(kind)?.record.index.includes('state') === true;
  return fewRecordsQuery(transport, kind, isFound ? { state } : {});
}
