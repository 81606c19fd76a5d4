// The title block of an object's page, as on a drawing sheet: what it is, its state, its parties with their stamps, and
// whose turn it is.

import type { ReactNode } from 'react';
import type { NextStep } from '../data/next-steps.ts';
import { recordTexts } from '../texts/records.ts';
import { ShortId } from './short-id.tsx';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';

type TitleBlockProps = {
  /** `order` */
  readonly label: string;
  /** Undefined: it is called by its id. */
  readonly title: string | undefined;
  readonly id: string | undefined;
  readonly state: string | undefined;
  /** Members with what they are to it: `buyer`. */
  readonly parties: readonly (readonly [as: string, member: string])[];
  readonly next: Pick<NextStep, 'member' | 'sentence'> | undefined;
  /** More cells. */
  readonly children?: ReactNode;
};

/** The block. */
export function TitleBlock({ label, title, id, state, parties, next, children }: TitleBlockProps) {
  return (
    <header className="title-block">
      <div className="cell cell-title">
        <span className="cell-name">{label}</span>
        <h1>{title ?? (id === undefined ? label : <ShortId id={id} />)}</h1>
        {title === undefined || id === undefined ? null : <ShortId id={id} />}
      </div>
      {state === undefined ? null : (
        <div className="cell">
          <span className="cell-name">state</span>
          <StateWord state={state} />
        </div>
      )}
      {parties.map(([as, member]) => (
        <div className="cell" key={as}>
          <span className="cell-name">{as}</span>
          <Party id={member} />
        </div>
      ))}
      {state === undefined ? null : (
        <div className="cell cell-wide">
          <span className="cell-name">{recordTexts.next}</span>
          {next === undefined ? (
            <span className="soft">{recordTexts.nobody}</span>
          ) : (
            <span>
              <Party id={next.member} />: {next.sentence}
            </span>
          )}
        </div>
      )}
      {children}
    </header>
  );
}
