// The same as the lanes, as a list: each change of hands with its seal and who signed it, the count, the acceptance.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import type { Shipment } from '../../parts/shipment.ts';
import { Party } from '../../parts/stamp.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { shipmentTexts } from '../../texts/shipments.ts';
import type { Acceptance, Leg } from './custody.ts';

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
      <table className="records shipment-steps">
        <thead>
          <tr>
            <th scope="col">{shipmentTexts.steps}</th>
            <th scope="col">{shipmentTexts.when}</th>
            <th scope="col" className="wide-only">
              {shipmentTexts.from}
            </th>
            <th scope="col">{shipmentTexts.signed}</th>
            <th scope="col" className="wide-only">
              {shipmentTexts.sealState}
            </th>
          </tr>
        </thead>
        <tbody>
          {legs.map(({ id, from, takenBy, atMs, sealIntact, entry, to }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/ledger/${entry}`}>
                  {to === shipment.buyer ? shipmentTexts.received : shipmentTexts.leg}
                </Link>
              </th>
              <td>
                <TimeText timeMs={atMs} />
              </td>
              <td className="wide-only">
                <Party id={from} />
              </td>
              <td>
                <Party id={takenBy} />
              </td>
              <td className="wide-only">
                <Seal isIntact={sealIntact} />
              </td>
            </tr>
          ))}
          {acceptance === undefined ? null : <Accepted shipment={shipment} acceptance={acceptance} />}
        </tbody>
      </table>
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

function Accepted({
  shipment: { seller },
  acceptance,
}: {
  readonly shipment: Shipment;
  readonly acceptance: Acceptance;
}) {
  const { accepted, by, atMs } = acceptance;
  return (
    <tr>
      <th scope="row">{accepted.length > 0 ? shipmentTexts.accepted : shipmentTexts.refusedAll}</th>
      <td>
        <TimeText timeMs={atMs} />
      </td>
      <td className="wide-only">
        <Party id={seller} />
      </td>
      <td>{by === undefined ? shipmentTexts.acceptedSilently : <Party id={by} />}</td>
      <td className="wide-only" />
    </tr>
  );
}

function Seal({ isIntact }: { readonly isIntact: boolean }) {
  return (
    <span className={isIntact ? 'state state-good' : 'state state-bad'}>
      <span aria-hidden="true">{isIntact ? '●' : '✕'}</span>{' '}
      {isIntact ? shipmentTexts.sealIntact : shipmentTexts.sealBroken}
    </span>
  );
}
