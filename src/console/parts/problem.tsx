// An error as a person reads it: what happened, what was kept, what to do.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { contractInterfaces, isFault } from '#sdk/index.ts';
import { problemWords } from '../texts/problems.ts';

type ProblemProps = {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Another way out: its words and what it does. */
  readonly other?: readonly [words: string, act: () => void];
  readonly children?: ReactNode;
};

/** The box of an error. */
export function Problem({ error, retry, other, children }: ProblemProps) {
  const { happened, kept, todo, detail } = wordsOf(error);
  return (
    <section className="problem" role="alert">
      <h2>{happened}</h2>
      <p>
        {kept} {todo}
      </p>
      <p className="soft mono small">{detail}</p>
      <div className="row">
        {retry === undefined ? null : (
          <Button variant="default" size="sm" onClick={retry}>
            Try again
          </Button>
        )}
        {other === undefined ? null : (
          <Button variant="default" size="sm" onClick={other[1]}>
            {other[0]}
          </Button>
        )}
        {children}
      </div>
    </section>
  );
}

/** An error in words; a refusal in those of its contract. */
export function wordsOf(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const code = isFault(error) ? error.code : 'unknown';
  const refusal = refusalSentence(code);
  const words = problemWords(code, refusal ?? message);
  return { ...words, detail: isFault(error) ? `${code}: ${message}` : message };
}

/** The sentence of a refusal `contract.code`; undefined where it is none. */
export function refusalSentence(outcome: string): string | undefined {
  const [contract, code = ''] = outcome.split('.');
  const refusals = contractInterfaces.find(({ name }) => name === contract)?.refusals ?? {};
  return Object.hasOwn(refusals, code) ? refusals[code] : undefined;
}
