// Credentials: what is certified of whom, by whom, and until when; expired and revoked ones say so.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { useSession } from '../session/session-context.tsx';
import { networkTexts } from '../texts/network.ts';
import { credentialState } from './credential-state.ts';
import { recordPath } from './paths.ts';
import { Party } from './stamp.tsx';
import { TimeText } from './time-text.tsx';

/** The table. */
export function Credentials({ records }: { readonly records: readonly RecordSeen[] }) {
  const { transport } = useSession();
  const now = transport.nowMs();
  return (
    <table className="records">
      <thead>
        <tr>
          <th scope="col">{networkTexts.kind}</th>
          <th scope="col">{networkTexts.subject}</th>
          <th scope="col" className="wide-only">
            {networkTexts.issuer}
          </th>
          <th scope="col">{networkTexts.state}</th>
          <th scope="col" className="wide-only">
            {networkTexts.until}
          </th>
        </tr>
      </thead>
      <tbody>
        {records.map(({ id, value }) => {
          const state = credentialState(value, now);
          const isGood = state === 'valid';
          return (
            <tr key={id}>
              <th scope="row">
                <Link to={recordPath('membership/credential', id)}>{String(value.kind)}</Link>
              </th>
              <td>
                <Party id={String(value.subject)} />
              </td>
              <td className="wide-only">
                <Party id={String(value.issuer)} />
              </td>
              <td>
                <span className={isGood ? 'state state-good' : 'state state-bad'}>
                  <span aria-hidden="true">{isGood ? '●' : '✕'}</span> {networkTexts[state]}
                </span>
              </td>
              <td className="wide-only">
                <TimeText timeMs={Number(value.validUntilMs)} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
