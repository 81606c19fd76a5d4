// Credentials: what is certified of whom, by whom, and until when; expired and revoked ones say so.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { useSession } from '../session/session-context.tsx';
import { networkTexts } from '../texts/network.ts';
import { credentialState } from './credential-state.ts';
import { recordPath } from './paths.ts';
import { Party } from './stamp.tsx';
import { Table } from './table.tsx';
import { TimeText } from './time-text.tsx';

/** The table. */
export function Credentials({ records }: { readonly records: readonly RecordSeen[] }) {
  const { transport } = useSession();
  const now = transport.nowMs();
  return (
    <Table
      rows={records}
      keyOf={({ id }) => id}
      columns={[
        {
          label: networkTexts.kind,
          draw: ({ id, value }) => <Link to={recordPath('membership/credential', id)}>{String(value.kind)}</Link>,
        },
        { label: networkTexts.subject, draw: ({ value }) => <Party id={String(value.subject)} /> },
        { label: networkTexts.issuer, isWide: true, draw: ({ value }) => <Party id={String(value.issuer)} /> },
        { label: networkTexts.state, draw: ({ value }) => <State state={credentialState(value, now)} /> },
        {
          label: networkTexts.until,
          isWide: true,
          draw: ({ value }) => <TimeText timeMs={Number(value.validUntilMs)} />,
        },
      ]}
    />
  );
}

function State({ state }: { readonly state: ReturnType<typeof credentialState> }) {
  const isGood = state === 'valid';
  return (
    <span className={isGood ? 'state state-good' : 'state state-bad'}>
      <span aria-hidden="true">{isGood ? '●' : '✕'}</span> {networkTexts[state]}
    </span>
  );
}
