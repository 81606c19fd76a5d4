// A state as a word with a shape: colour only says again what the word says.

import { fieldLabel } from '#sdk/index.ts';

type Verdict = 'good' | 'bad' | 'decide' | 'plain';

/** States that are verdicts; every other is neither good nor bad. */
const VERDICTS: { readonly [state: string]: Verdict } = {
  accepted: 'good',
  agreed: 'good',
  proven: 'good',
  passes: 'good',
  pass: 'good',
  released: 'good',
  won: 'good',
  rejected: 'bad',
  fail: 'bad',
  lost: 'bad',
  forfeited: 'bad',
  scrapped: 'bad',
  refused: 'bad',
  suspended: 'bad',
  revoked: 'bad',
  awaitsDecision: 'decide',
  awaitsSecond: 'decide',
  undecided: 'decide',
  proposed: 'decide',
  offered: 'decide',
  placed: 'decide',
};
const SHAPES: { readonly [verdict in Verdict]: string } = { good: '●', bad: '✕', decide: '◆', plain: '○' };

/** A state. */
export function StateWord({ state }: { readonly state: string }) {
  const verdict = VERDICTS[state] ?? 'plain';
  return (
    <span className={`state state-${verdict}`}>
      <span aria-hidden="true">{SHAPES[verdict]}</span> {fieldLabel(state)}
    </span>
  );
}
