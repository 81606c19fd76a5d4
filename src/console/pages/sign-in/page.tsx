// Signing in: with a key that this browser made, or as an actor of a demo.

import { Link, useLocation, useNavigate } from 'react-router';
import type { Identity } from '../../session/identity.ts';
import { canSign } from '../../session/open-session.ts';
import { useSession } from '../../session/session-context.tsx';
import { signInTexts } from '../../texts/sign-in.ts';
import { Demo } from './demo.tsx';
import { pageAfter } from './model.ts';
import { KeysHere, MakeKeys } from './own-keys.tsx';

/** The page. */
export function Component() {
  const { actAs } = useSession();
  const navigate = useNavigate();
  const { state } = useLocation();
  const become = (identity: Identity): void => {
    actAs(identity);
    void navigate(pageAfter(state));
  };
  return (
    <div className="narrow">
      <h1>{signInTexts.title}</h1>
      <p className="lead">{signInTexts.lead}</p>
      <p className="soft">{signInTexts.noPassword}</p>
      {canSign() ? (
        <>
          <Demo become={(actor) => become({ kind: 'demo', actor })} />
          <KeysHere become={(actor) => become({ kind: 'keys', actor })} />
          <MakeKeys />
        </>
      ) : (
        <p className="notice">{signInTexts.noKeysHere}</p>
      )}
      <p>
        <Link to="/ledger">{signInTexts.visitor}</Link>: <span className="soft">{signInTexts.visitorLead}</span>
      </p>
    </div>
  );
}
