// An order: whose turn it is on the line of its stations, its terms in the trade's order, its units, its money, what came
// up on the way; evidence, history, and what one can do.

import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import './page.css';
import type { RecordSeen } from '#sdk/index.ts';
import { nextStep } from '../../data/next-steps.ts';
import { lineOf } from '../../parts/order/line.ts';
import { TermsPanel } from '../../parts/order/terms-panel.tsx';
import { Problem } from '../../parts/problem.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { lineTexts, orderTexts } from '../../texts/orders.ts';
import { ChangesPanel, DisputesPanel, RemakesPanel } from './course-panel.tsx';
import { fitsOrder } from './fits.ts';
import { StationLine } from './line.tsx';
import { MoneyPanel } from './money-panel.tsx';
import { UnitsPanel } from './units-panel.tsx';
import { type OrderKnown, useOrder } from './use-order.ts';

const KIND = 'procurement/order';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={orderTexts.title}>
      {(seen) => <OrderPage seen={seen} />}
    </RecordAt>
  );
}

function OrderPage({ seen }: { readonly seen: RecordSeen }) {
  const { me } = useSession();
  const known = useOrder(seen);
  const { facts, type } = known;
  const { buyer, seller, state } = facts.order;
  const line = lineOf(facts);
  const turn = line.waits === undefined ? undefined : line.stations[line.waits]?.turn;
  // Until all is read, nobody is said to owe anything but what the order itself says.
  const next = known.isReading || turn === undefined ? nextStep(KIND, seen.value) : turn;
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsOrder(known, me?.member)}
      title={
        <>
          <TitleBlock
            label={orderTexts.label}
            title={type === undefined ? undefined : `${facts.order.quantity} × ${type.partNumber}`}
            id={seen.id}
            state={state}
            parties={[
              [orderTexts.buyer, buyer],
              [orderTexts.seller, seller],
            ]}
            next={next}
          />
          {known.isReading ? null : <StationLine line={line} note={known.isPartial ? lineTexts.partial : undefined} />}
        </>
      }
    >
      {known.error === undefined ? null : <Problem error={known.error} />}
      <Main known={known} />
    </ObjectSheet>
  );
}

function Main({ known }: { readonly known: OrderKnown }) {
  const { facts, money, type, changes, disputes, remakes } = known;
  const { order, plan, units } = facts;
  return (
    <>
      {changes.length === 0 ? null : <ChangesPanel order={order} changes={changes} type={type} />}
      {disputes.length === 0 ? null : <DisputesPanel order={order} disputes={disputes} />}
      {remakes.length === 0 ? null : <RemakesPanel remakes={remakes} />}
      <TermsPanel order={order} type={type} plan={plan} />
      {units === undefined ? null : <UnitsPanel facts={facts} />}
      {money === undefined ? null : <MoneyPanel order={order} money={money} />}
    </>
  );
}
