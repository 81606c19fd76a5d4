// The units of a shipment: how each arrived, and what the buyer said of it.

import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery } from '../../data/queries.ts';
import { recordPath } from '../../parts/paths.ts';
import type { Shipment } from '../../parts/shipment.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { shortId } from '../../parts/shorten.ts';
import { StateWord } from '../../parts/state-word.tsx';
import { Table } from '../../parts/table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { shipmentTexts } from '../../texts/shipments.ts';
import type { Acceptance } from './custody.ts';

type ContentsProps = {
  readonly shipment: Shipment;
  readonly receipt: RecordSeen | undefined;
  readonly acceptance: Acceptance | undefined;
};

/** The section. */
export function Contents({ shipment: { items, state }, receipt, acceptance }: ContentsProps) {
  const { transport } = useSession();
  const answers = useQueries({
    queries: items.map((item) => maybeRecordQuery(transport, 'items/item', item)),
  });
  const exceptions = exceptionsOf(receipt);
  return (
    <section className="panel" aria-labelledby="contents">
      <h2 id="contents">{shipmentTexts.contents}</h2>
      <Table
        rows={items.map((item, i) => ({ item, number: answers[i]?.data?.value.number }))}
        keyOf={({ item }) => item}
        columns={[
          {
            label: shipmentTexts.unit,
            draw: ({ item, number }) => (
              <Link className="mono" to={recordPath('items/item', item)} title={item}>
                {typeof number === 'string' ? number : shortId(item)}
              </Link>
            ),
          },
          {
            label: shipmentTexts.arrival,
            draw: ({ item }) => <Arrival isCounted={receipt !== undefined} exception={exceptions.get(item)} />,
          },
          {
            label: shipmentTexts.decision,
            draw: ({ item }) => <Decision item={item} acceptance={acceptance} isHidden={state === 'accepted'} />,
          },
        ]}
      />
      {acceptance?.reason === undefined ? null : (
        <p>
          {shipmentTexts.reason} <ShortId id={acceptance.reason} />
        </p>
      )}
    </section>
  );
}

/** What was damaged or missing, by item; as the contract's schema says. */
function exceptionsOf(receipt: RecordSeen | undefined): ReadonlyMap<string, string> {
  const list = (receipt?.value.exceptions ?? []) as unknown as readonly {
    readonly item: string;
    readonly result: string;
  }[];
  return new Map(list.map(({ item, result }) => [item, result]));
}

function Arrival({ isCounted, exception }: { readonly isCounted: boolean; readonly exception: string | undefined }) {
  if (!isCounted) return <span className="soft">{shipmentTexts.onItsWay}</span>;
  if (exception === undefined) return <span>{shipmentTexts.arrived}</span>;
  return (
    <span className="state state-bad">
      <span aria-hidden="true">✕</span> {exception === 'missing' ? shipmentTexts.missing : shipmentTexts.damaged}
    </span>
  );
}

type DecisionProps = {
  readonly item: string;
  readonly acceptance: Acceptance | undefined;
  /** The buyer has said what it takes: where that is not read, it is not the reader's to see. */
  readonly isHidden: boolean;
};

function Decision({ item, acceptance, isHidden }: DecisionProps) {
  if (acceptance?.accepted.includes(item) === true) return <StateWord state={shipmentTexts.taken} />;
  if (acceptance?.refused.includes(item) === true) return <StateWord state={shipmentTexts.refused} />;
  return (
    <span className="soft">{isHidden && acceptance === undefined ? shipmentTexts.gap : shipmentTexts.undecided}</span>
  );
}
