// What one can do with a record: the actions about it that one's role may sign, as buttons. On a phone they stand at the
// bottom.

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { actionsOn, maySign } from '../data/actions.ts';
import { useSession } from '../session/session-context.tsx';
import { recordTexts } from '../texts/records.ts';
import { actionWords } from './action-words.ts';
import { actionPath } from './paths.ts';

type RecordActionsProps = {
  /** `contract/record` */
  readonly kind: string;
  readonly seen: RecordSeen;
  /** Which of the contract's actions the record's state leaves; without it all. */
  readonly only?: readonly string[];
  /** What a page offers before them. */
  readonly children?: ReactNode;
};

/** The actions. */
export function RecordActions({ kind, seen, only, children }: RecordActionsProps) {
  const { me } = useSession();
  const own = kind.slice(0, kind.indexOf('/'));
  const isLeft = (contract: string, name: string): boolean =>
    only === undefined || contract !== own || only.includes(name);
  const actions = actionsOn(kind).filter(
    ({ action, contract, name }) => maySign(action, me?.role) && isLeft(contract.name, name),
  );
  return (
    <aside className="object-actions" aria-labelledby="actions">
      <h2 id="actions">{recordTexts.actions}</h2>
      {children}
      {me === undefined ? <Link to="/sign-in">{recordTexts.signInToAct}</Link> : null}
      {me !== undefined && actions.length === 0 ? <p className="soft">{recordTexts.noActions}</p> : null}
      <ul className="plain">
        {actions.map(({ contract, name, field }) => (
          <li key={`${contract.name}.${name}`}>
            <Link
              className="button button-wide"
              to={actionPath(contract.name, name, field === undefined ? {} : { [field]: seen.id })}
            >
              {actionWords(name)}
            </Link>
          </li>
        ))}
      </ul>
    </aside>
  );
}
