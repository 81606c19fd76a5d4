// Shipments: which order, between whom, where on their route, and who owes the next step.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { kindOf } from '../../data/kinds.ts';
import { recordPath } from '../../parts/paths.ts';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { moveFocus } from '../../parts/record-list/record-table.tsx';
import { nextOfShipment, type Shipment, shipmentOf } from '../../parts/shipment.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party, Stamp } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { shipmentTexts } from '../../texts/shipments.ts';
import './page.css';

const KIND = kindOf('shipping/shipment');

/** The page. */
export function Component() {
  return (
    <>
      <h1>{shipmentTexts.title}</h1>
      <p className="lead">{shipmentTexts.lead}</p>
      {KIND === undefined ? null : <RecordList kind={KIND} table={(rows) => <Shipments rows={rows} />} />}
    </>
  );
}

function Shipments({ rows }: { readonly rows: readonly RecordSeen[] }) {
  return (
    <table className="records" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th scope="col">{shipmentTexts.label}</th>
          <th scope="col">{shipmentTexts.route}</th>
          <th scope="col" className="wide-only">
            {shipmentTexts.units}
          </th>
          <th scope="col" className="wide-only">
            {shipmentTexts.due}
          </th>
          <th scope="col" className="wide-only">
            {shipmentTexts.next}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, value }) => (
          <Row key={id} shipment={shipmentOf(value)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ shipment }: { readonly shipment: Shipment }) {
  const { id, route, at, items, dueMs, state } = shipment;
  const next = nextOfShipment(shipment);
  return (
    <tr>
      <th scope="row">
        <Link className="row-link mono" to={recordPath('shipping/shipment', id)} title={id}>
          {shortId(id)}
        </Link>
        <br />
        <StateWord state={state} />
      </th>
      <td>
        <ol className="shipment-route">
          {route.map((member, i) => (
            <li
              key={member}
              className={i === at ? 'shipment-at' : undefined}
              aria-current={i === at ? 'step' : undefined}
            >
              <Stamp member={member} size={16} /> {member}
            </li>
          ))}
        </ol>
      </td>
      <td className="wide-only mono">{items.length}</td>
      <td className="wide-only">
        <TimeText timeMs={dueMs} />
      </td>
      <td className="wide-only">
        {next === undefined ? null : (
          <>
            <Party id={next.member} />: {next.sentence}
          </>
        )}
      </td>
    </tr>
  );
}
