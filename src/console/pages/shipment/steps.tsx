// The same as the lanes, as a list: each change of hands with its seal and who signed it, the count, the acceptance.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import type { Shipment } from '../../parts/shipment.ts';
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { shipmentTexts } from '../../texts/shipments.ts';
import type { Acceptance, Leg } from './custody.ts';

/** A change of hands, or what the buyer decided at last. */
type Step = {
  readonly name: string;
  /** Its statement, where the list leads there. */
  readonly entry: number | undefined;
  readonly atMs: number;
  readonly from: string;
  /** Undefined: silence accepted. */
  readonly by: string | undefined;
  readonly sealIntact: boolean | undefined;
};

const COLUMNS: readonly Column<Step>[] = [
  {
    label: shipmentTexts.steps,
    draw: ({ name, entry }) => (entry === undefined ? name : <Link to={`/ledger/${entry}`}>{name}</Link>),
  },
  { label: shipmentTexts.when, draw: ({ atMs }) => <TimeText timeMs={atMs} /> },
  { label: shipmentTexts.from, isWide: true, draw: ({ from }) => <Party id={from} /> },
  {
    label: shipmentTexts.signed,
    draw: ({ by }) => (by === undefined ? shipmentTexts.acceptedSilently : <Party id={by} />),
  },
  {
    label: shipmentTexts.sealState,
    isWide: true,
    draw: ({ sealIntact }) => (sealIntact === undefined ? null : <Seal isIntact={sealIntact} />),
  },
];

type StepsProps = {
  readonly shipment: Shipment;
  readonly legs: readonly Leg[];
  readonly hidden: number;
  readonly receipt: RecordSeen | undefined;
  readonly acceptance: Acceptance | undefined;
};

/** The list. */
export function Steps({ shipment, legs, hidden, receipt, acceptance }: StepsProps) {
  return (
    <>
      <Table rows={stepsOf(shipment, legs, acceptance)} keyOf={({ entry }) => String(entry)} columns={COLUMNS} />
      {hidden > 0 ? (
        <p className="shipment-gap">
          <span aria-hidden="true">▨</span> {shipmentTexts.gapLegs(hidden)}
        </p>
      ) : null}
      {receipt !== undefined && receipt.value.sealIntact !== true ? (
        <p className="verdict verdict-bad">
          {shipmentTexts.received}: {shipmentTexts.sealState} <strong>{shipmentTexts.sealBroken}</strong>
        </p>
      ) : null}
    </>
  );
}

function stepsOf(
  { buyer, seller }: Shipment,
  legs: readonly Leg[],
  acceptance: Acceptance | undefined,
): readonly Step[] {
  const steps = legs.map(
    ({ from, to, takenBy: by, atMs, sealIntact, entry }): Step => ({
      name: to === buyer ? shipmentTexts.received : shipmentTexts.leg,
      ...{ entry, atMs, from, by, sealIntact },
    }),
  );
  if (acceptance === undefined) return steps;
  const { accepted, by, atMs } = acceptance;
  const name = accepted.length > 0 ? shipmentTexts.accepted : shipmentTexts.refusedAll;
  return [...steps, { name, entry: undefined, atMs, from: seller, by, sealIntact: undefined }];
}

function Seal({ isIntact }: { readonly isIntact: boolean }) {
  return (
    <span className={isIntact ? 'state state-good' : 'state state-bad'}>
      <span aria-hidden="true">{isIntact ? '●' : '✕'}</span>{' '}
      {isIntact ? shipmentTexts.sealIntact : shipmentTexts.sealBroken}
    </span>
  );
}
