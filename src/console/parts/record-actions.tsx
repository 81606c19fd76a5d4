// What one can do with a record as it is now: the actions that one's role and side may sign in its state, as buttons; where
// there is none, whose turn it is. On a phone they stand at the bottom.

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { isOpenTo } from '../data/action-states.ts';
import { actionsOn, maySign } from '../data/actions.ts';
import { nextStep } from '../data/next-steps.ts';
import { useSession } from '../session/session-context.tsx';
import { recordTexts } from '../texts/records.ts';
import { actionWords } from './action-words.ts';
import { actionPath } from './paths.ts';
import { Party } from './stamp.tsx';

type RecordActionsProps = {
  /** `contract/record` */
  readonly kind: string;
  readonly seen: RecordSeen;
  /** Which of them, by `contract.action`, fit what the page knows besides the record; all where it does not say. */
  readonly fits?: (action: string) => boolean;
  /** What a page offers before them. */
  readonly children?: ReactNode;
  /** What stands under them. */
  readonly foot?: ReactNode;
};

/** The actions. */
export function RecordActions({ kind, seen, fits = () => true, children, foot }: RecordActionsProps) {
  const { me } = useSession();
  const ofRole = actionsOn(kind).filter(({ action }) => maySign(action, me?.role));
  const actions = ofRole.filter(
    ({ contract, name }) =>
      me !== undefined &&
      isOpenTo(kind, `${contract.name}.${name}`, seen.value, me) &&
      fits(`${contract.name}.${name}`),
  );
  return (
    <aside className="object-actions" aria-labelledby="actions">
      <h2 id="actions">{recordTexts.actions}</h2>
      {children}
      {me === undefined ? <Link to="/sign-in">{recordTexts.signInToAct}</Link> : null}
      {me !== undefined && actions.length === 0 ? (
        <NothingToDo kind={kind} seen={seen} isOfRole={ofRole.length > 0} />
      ) : null}
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
      {foot === undefined ? null : <p className="small">{foot}</p>}
    </aside>
  );
}

type NothingToDoProps = { readonly kind: string; readonly seen: RecordSeen; readonly isOfRole: boolean };

function NothingToDo({ kind, seen, isOfRole }: NothingToDoProps) {
  const next = nextStep(kind, seen.value);
  return (
    <>
      <p className="soft">{isOfRole ? recordTexts.notNow : recordTexts.noActions}</p>
      {next === undefined ? null : (
        <p className="soft">
          {recordTexts.waitsFor} <Party id={next.member} />: {next.sentence}.
        </p>
      )}
    </>
  );
}
