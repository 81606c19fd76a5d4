// One shipment: custody and title on a time line, what is in it, and who owes the next step.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import type { NextStep } from '../../data/next-steps.ts';
import { fewRecordsQuery, maybeRecordQuery } from '../../data/queries.ts';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { actionPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { nextOfShipment, type Shipment, shipmentOf } from '../../parts/shipment.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { shipmentTexts } from '../../texts/shipments.ts';
import { Contents } from './contents.tsx';
import { acceptanceOf, hiddenLegs, isOverdue, lanesOf, legsOf } from './custody.ts';
import { Lanes } from './lanes.tsx';
import { Steps } from './steps.tsx';
import './page.css';

const KIND = 'shipping/shipment';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={shipmentTexts.title}>
      {(seen) => <Sheet seen={seen} />}
    </RecordAt>
  );
}

/** A record that may not be there, or not for this reader. */
function useMaybe(kind: string, id: string): RecordSeen | undefined {
  const { transport } = useSession();
  return useQuery(maybeRecordQuery(transport, kind, id)).data ?? undefined;
}

function Sheet({ seen }: { readonly seen: RecordSeen }) {
  const { transport } = useSession();
  const shipment = shipmentOf(seen.value);
  const { id, seller, buyer, state } = shipment;
  const { data: legRecords = [], error } = useQuery(fewRecordsQuery(transport, 'shipping/leg', { shipment: id }));
  const receipt = useMaybe('shipping/receipt', id);
  const accepted = useMaybe('shipping/acceptance', id);
  const legs = legsOf(legRecords);
  const acceptance = acceptanceOf(accepted);
  const next = nextOfShipment(shipment);
  const evidence = [...legs.map((leg) => leg.entry), receipt?.entry, accepted?.entry];
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={(action) => action !== 'shipping.giveUp' || isOverdue(shipment, transport.nowMs())}
      evidence={evidence.filter((entry) => entry !== undefined)}
      title={
        <TitleBlock
          label={shipmentTexts.label}
          title={undefined}
          id={id}
          state={state}
          parties={[
            ['seller', seller],
            ['buyer', buyer],
          ]}
          next={next}
        >
          <Cells shipment={shipment} />
        </TitleBlock>
      }
      offers={<NextLink id={id} next={next} />}
    >
      {error === null ? null : <Problem error={error} />}
      <section className="panel" aria-labelledby="custody">
        <h2 id="custody">{shipmentTexts.custody}</h2>
        <p className="soft small">{shipmentTexts.custodyLead}</p>
        <Lanes lanes={lanesOf(shipment, legs, acceptance)} />
        <Steps
          shipment={shipment}
          legs={legs}
          hidden={hiddenLegs(shipment, legs)}
          receipt={receipt}
          acceptance={acceptance}
        />
        <p className="soft small">{shipmentTexts.limits}</p>
      </section>
      <Contents shipment={shipment} receipt={receipt} acceptance={acceptance} />
    </ObjectSheet>
  );
}

type NextLinkProps = { readonly id: string; readonly next: NextStep | undefined };

/** The way to the next step, where it is one's own. */
function NextLink({ id, next }: NextLinkProps) {
  const { me } = useSession();
  if (next === undefined || next.member !== me?.member) return null;
  const [contract = '', action = ''] = next.action.split('.');
  return (
    <Link className="button button-main button-wide" to={actionPath(contract, action, { shipment: id })}>
      {shipmentTexts.sendOn}
    </Link>
  );
}

function Cells({ shipment: { order, dueMs, seal, state } }: { readonly shipment: Shipment }) {
  const { transport } = useSession();
  const isLate = (state === 'packed' || state === 'underway') && dueMs < transport.nowMs();
  return (
    <>
      <div className="cell">
        <span className="cell-name">{shipmentTexts.order}</span>
        <Link to={recordPath('procurement/order', order)}>{shipmentTexts.toOrder}</Link>
      </div>
      <div className="cell">
        <span className="cell-name">{shipmentTexts.due}</span>
        <TimeText timeMs={dueMs} /> {isLate ? <strong className="state-bad">✕ {shipmentTexts.overdue}</strong> : null}
      </div>
      <div className="cell">
        <span className="cell-name">
          {shipmentTexts.seal} · {shipmentTexts.sealGrade(seal.grade)}
        </span>
        {seal.code === undefined ? (
          <ShortId id={seal.commitment ?? ''} />
        ) : (
          <span className="mono free-text">{seal.code}</span>
        )}
      </div>
    </>
  );
}
