// Shipments: which order, between whom, where on their route, and who owes the next step.

import { Link } from 'react-router';
import { kindOf } from '../../data/kinds.ts';
import { recordPath } from '../../parts/paths.ts';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { nextOfShipment, type Shipment, shipmentOf } from '../../parts/shipment.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party, Stamp } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { type Column, Table } from '../../parts/table.tsx';
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
      {KIND === undefined ? null : (
        <RecordList
          kind={KIND}
          table={(rows) => (
            <Table rows={rows.map(({ value }) => shipmentOf(value))} keyOf={({ id }) => id} columns={COLUMNS} />
          )}
        />
      )}
    </>
  );
}

const COLUMNS: readonly Column<Shipment>[] = [
  {
    label: shipmentTexts.label,
    draw: ({ id, state }) => (
      <>
        <Link className="row-link mono" to={recordPath('shipping/shipment', id)} title={id}>
          {shortId(id)}
        </Link>
        <br />
        <StateWord state={state} />
      </>
    ),
  },
  { label: shipmentTexts.route, draw: (shipment) => <Route shipment={shipment} /> },
  { label: shipmentTexts.units, isFigure: true, isWide: true, draw: ({ items }) => items.length },
  { label: shipmentTexts.due, isWide: true, draw: ({ dueMs }) => <TimeText timeMs={dueMs} /> },
  { label: shipmentTexts.next, isWide: true, draw: (shipment) => <Next shipment={shipment} /> },
];

type OfShipment = { readonly shipment: Shipment };

function Route({ shipment: { route, at } }: OfShipment) {
  return (
    <ol className="shipment-route">
      {route.map((member, i) => (
        <li key={member} className={i === at ? 'shipment-at' : undefined} aria-current={i === at ? 'step' : undefined}>
          <Stamp member={member} size={16} /> {member}
        </li>
      ))}
    </ol>
  );
}

function Next({ shipment }: OfShipment) {
  const next = nextOfShipment(shipment);
  return next === undefined ? null : (
    <>
      <Party id={next.member} />: {next.sentence}
    </>
  );
}
